import HTTP
import Kernel
import Watching

#if canImport(Glibc)
    import Glibc
#endif

extension WatchMachine {
    /// The clocks, the environment and the trusted certificates of this machine.
    ///
    /// - Parameter seed: spreads the waits of several runs.
    static func thisMachine(seed: UInt64) -> WatchMachine {
        WatchMachine(
            clock: .system, monotonic: .system,
            pause: { microseconds in
                var wanted = timespec(
                    tv_sec: Int(microseconds / 1_000_000), tv_nsec: Int(microseconds % 1_000_000) * 1000)
                var rest = timespec()
                while nanosleep(&wanted, &rest) != 0, errno == EINTR { wanted = rest }
            },
            environment: { Environment.value($0) }, version: Reckon.version, seed: seed)
    }
}
