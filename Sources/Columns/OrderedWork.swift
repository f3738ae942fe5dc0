import Glibc

/// Does numbered units of work on several threads and hands over the results in the order of the units, so that what is
/// made of them does not depend on the number of threads.
package enum OrderedWork {
    /// Threads that are worth having here: as many as there are processors, and no more than memory allows for (some
    /// 20 MiB a thread where rows are kept).
    package static let processors = min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), 16)

    /// - Parameters:
    ///   - units: how many there are.
    ///   - lanes: threads; with one the work is done on the caller's.
    ///   - ahead: how many results may wait to be handed over; more would cost memory.
    ///   - makeLane: makes what a thread keeps from unit to unit.
    ///   - work: does one unit, on the lane's thread.
    ///   - consume: receives the result of each unit, in order, on the caller's thread.
    /// - Returns: what the lanes kept. Which units a lane has done is not defined.
    /// - Throws: the error of the first unit, in order, that failed; or that of `consume`.
    package static func run<Lane, Result>(
        units: Int, lanes: Int, ahead: Int, makeLane: () throws -> Lane,
        work: @escaping (inout Lane, Int) throws -> Result, consume: (Int, Result) throws -> Void
    ) throws -> [Lane] {
        guard lanes > 1, units > 1 else {
            var lane = try makeLane()
            for unit in 0..<units { try consume(unit, try work(&lane, unit)) }
            return [lane]
        }
        let desk = WorkDesk<Result>(units: units, ahead: ahead)
        let workers = try (0..<min(lanes, units)).map { _ in LaneThread(try makeLane(), desk, work) }
        defer {
            desk.stop()
            for worker in workers { worker.join() }
        }
        // A machine that gives no more threads has fewer lanes; without any, the first lane works here.
        guard workers.count(where: { $0.start() }) > 0 else {
            for unit in 0..<units { try consume(unit, try workers[0].work(here: unit)) }
            return workers.map(\.lane)
        }
        for unit in 0..<units { try consume(unit, try desk.take(unit)) }
        desk.stop()
        for worker in workers { worker.join() }
        return workers.map(\.lane)
    }
}

/// A thread that takes units from the desk until there are none.
@safe private final class LaneThread<Lane, Result> {
    private(set) var lane: Lane
    private let desk: WorkDesk<Result>
    private let work: (inout Lane, Int) throws -> Result
    private var thread: pthread_t?

    init(_ lane: Lane, _ desk: WorkDesk<Result>, _ work: @escaping (inout Lane, Int) throws -> Result) {
        self.lane = lane
        self.desk = desk
        self.work = work
    }

    func work(here unit: Int) throws -> Result { try work(&lane, unit) }

    func start() -> Bool {
        let body = ThreadBody { [self] in
            while let unit = desk.next() {
                do { desk.put(unit, .success(try work(&lane, unit))) } catch { desk.put(unit, .failure(error)) }
            }
        }
        let argument = unsafe Unmanaged.passRetained(body)
        var made = pthread_t()
        let failure = unsafe pthread_create(
            &made, nil,
            { argument in
                unsafe Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        guard failure == 0 else {
            unsafe argument.release()
            return false
        }
        thread = made
        return true
    }

    func join() {
        guard let thread else { return }
        pthread_join(thread, nil)
        self.thread = nil
    }
}

private final class ThreadBody {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
}

/// Where the threads meet. Everything is read and written under the lock.
@safe private final class WorkDesk<Result> {
    private let units: Int
    private let ahead: Int
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var begun = 0
    private var taken = 0
    private var isStopped = false
    private var results: [Int: Swift.Result<Result, any Error>] = [:]

    init(units: Int, ahead: Int) {
        self.units = units
        self.ahead = ahead
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

    private func locked<Value>(_ body: () throws -> Value) rethrows -> Value {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return try body()
    }

    private func tell() { unsafe pthread_cond_broadcast(changed) }

    private func sleep() { unsafe pthread_cond_wait(changed, lock) }

    /// The next unit that nobody has begun; nil when there is none. Waits while too many results wait.
    func next() -> Int? {
        locked {
            while !isStopped, begun < units, begun - taken > ahead { sleep() }
            guard !isStopped, begun < units else { return nil }
            begun += 1
            return begun - 1
        }
    }

    func put(_ unit: Int, _ result: Swift.Result<Result, any Error>) {
        locked {
            results[unit] = result
            tell()
        }
    }

    func take(_ unit: Int) throws -> Result {
        try locked {
            while results[unit] == nil { sleep() }
            defer {
                results[unit] = nil
                taken += 1
                tell()
            }
            return try results[unit]!.get()
        }
    }

    /// No further unit is begun.
    func stop() {
        locked {
            isStopped = true
            tell()
        }
    }
}
