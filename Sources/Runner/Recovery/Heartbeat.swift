import Kernel
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Says in the ledger, again and again, that a run is alive; on a thread of its own while the run works.
///
/// The run's lease is over when three beats have failed to come: then others may take its partition, though its lock may
/// still be held by a process that is frozen. What it would publish afterwards is refused by its generation.
final class Heartbeat {
    private struct Ended: @unchecked Sendable {
        let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        let isEnded = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
    }

    private final class Beating: Sendable {
        let ended = Ended()
        let seconds: Int
        let beat: @Sendable () -> Void

        init(seconds: Int, beat: @escaping @Sendable () -> Void) {
            self.seconds = seconds
            self.beat = beat
            pthread_mutex_init(ended.lock, nil)
            var attributes = pthread_condattr_t()
            pthread_condattr_init(&attributes)
            // A step of the wall clock must neither starve the lease nor flood the ledger.
            pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
            pthread_cond_init(ended.changed, &attributes)
            pthread_condattr_destroy(&attributes)
            ended.isEnded.initialize(to: false)
        }

        deinit {
            pthread_cond_destroy(ended.changed)
            pthread_mutex_destroy(ended.lock)
            ended.changed.deallocate()
            ended.lock.deallocate()
            ended.isEnded.deallocate()
        }

        func run() {
            while !waitForEnd() { beat() }
        }

        /// True when the heart is to stop, false when it is time for a beat.
        private func waitForEnd() -> Bool {
            let end = MonotonicClock.system.nowMicroseconds() + Int64(seconds) * 1_000_000
            var until = timespec(tv_sec: Int(end / 1_000_000), tv_nsec: Int(end % 1_000_000 * 1000))
            pthread_mutex_lock(ended.lock)
            defer { pthread_mutex_unlock(ended.lock) }
            var status: Int32 = 0
            while !ended.isEnded.pointee, status != ETIMEDOUT {
                status = pthread_cond_timedwait(ended.changed, ended.lock, &until)
            }
            return ended.isEnded.pointee
        }

        func end() {
            pthread_mutex_lock(ended.lock)
            ended.isEnded.pointee = true
            pthread_cond_broadcast(ended.changed)
            pthread_mutex_unlock(ended.lock)
        }
    }

    private let beating: Beating
    private var thread: SystemThread?

    /// - Parameter beat: called every `seconds`, on the heart's own thread.
    init(every seconds: Int, beat: @escaping @Sendable () -> Void) {
        let beating = Beating(seconds: seconds, beat: beat)
        self.beating = beating
        // A machine that gives no thread leaves the run without a lease that is renewed: others may overtake it, and its
        // generation keeps what it publishes apart from theirs.
        thread = SystemThread { beating.run() }
    }

    /// Returns when no beat is under way and none will come.
    func stop() {
        guard let thread else { return }
        beating.end()
        thread.join()
        self.thread = nil
    }

    deinit { stop() }
}
