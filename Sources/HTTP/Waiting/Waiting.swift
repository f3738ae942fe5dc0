package import Kernel

#if canImport(Glibc)
    internal import Glibc
#endif

/// The clock of a client, and how it waits. Tests hand in ones that only count.
package struct Waiting: Sendable {
    package let clock: WallClock
    package let pause: @Sendable (_ microseconds: Int64) -> Void

    package init(clock: WallClock, pause: @escaping @Sendable (_ microseconds: Int64) -> Void) {
        self.clock = clock
        self.pause = pause
    }

    /// Really waits.
    package static func sleeping(clock: WallClock) -> Waiting {
        Waiting(clock: clock) { microseconds in
            var wanted = timespec(tv_sec: Int(microseconds / 1_000_000), tv_nsec: Int(microseconds % 1_000_000) * 1000)
            var rest = timespec()
            while unsafe nanosleep(&wanted, &rest) != 0, errno == EINTR { wanted = rest }
        }
    }
}
