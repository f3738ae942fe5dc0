import Glibc

/// A thread that does one job at a time beside the one that owns it: it encodes a batch while the next is filled.
///
/// Jobs run in the order in which they are started. The thread ends with its owner.
@safe package final class BackgroundThread {
    private let desk = Desk()
    private var thread: pthread_t?

    package init() {}

    deinit {
        guard let thread else { return }
        desk.end()
        pthread_join(thread, nil)
    }

    /// Begins a job when the one before it has ended.
    ///
    /// What the job uses is not to be touched before `wait` returns.
    ///
    /// - Throws: the error of the job before it; the new job is not begun then.
    package func start(_ job: @escaping () throws -> Void) throws {
        try wait()
        // A machine that gives no thread does the work here.
        guard hasThread() else { return try job() }
        desk.put(job)
    }

    /// Returns when no job is left.
    ///
    /// - Throws: the error of the last job.
    package func wait() throws { try desk.clear() }

    private func hasThread() -> Bool {
        if thread != nil { return true }
        var made = pthread_t()
        let argument = unsafe Unmanaged.passRetained(desk)
        let failure = unsafe pthread_create(
            &made, nil,
            { argument in
                let desk = unsafe Unmanaged<Desk>.fromOpaque(argument!).takeRetainedValue()
                while desk.work() {}
                return nil
            }, argument.toOpaque())
        guard failure == 0 else {
            unsafe argument.release()
            return false
        }
        thread = made
        return true
    }
}

/// Where the two threads meet. Everything is read and written under the lock.
@safe private final class Desk {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var job: (() throws -> Void)?
    private var isBusy = false
    private var isEnding = false
    private var failure: (any Error)?

    init() {
        unsafe lock = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe pthread_mutex_init(lock, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(lock)
        unsafe changed.deallocate()
        unsafe lock.deallocate()
    }

    private func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return try body()
    }

    private func tell() { unsafe pthread_cond_broadcast(changed) }

    private func sleep() { unsafe pthread_cond_wait(changed, lock) }

    func put(_ job: @escaping () throws -> Void) {
        locked {
            self.job = job
            isBusy = true
            tell()
        }
    }

    func clear() throws {
        try locked {
            while isBusy { sleep() }
            defer { failure = nil }
            if let failure { throw failure }
        }
    }

    func end() {
        locked {
            isEnding = true
            tell()
        }
    }

    /// Waits for a job and does it; false at the end.
    func work() -> Bool {
        let taken = locked {
            while job == nil, !isEnding { sleep() }
            defer { job = nil }
            return job
        }
        guard let taken else { return false }
        var trouble: (any Error)?
        do { try taken() } catch { trouble = error }
        locked {
            failure = trouble
            isBusy = false
            tell()
        }
        return true
    }
}
