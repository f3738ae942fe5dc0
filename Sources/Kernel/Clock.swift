#if canImport(Glibc)
    import Glibc
#endif

/// Where "now" comes from. Only the executable makes the real one; everything below is handed a value.
package struct WallClock: Sendable {
    package var now: @Sendable () -> Instant

    package init(now: @escaping @Sendable () -> Instant) { self.now = now }

    /// A clock that always says `instant`.
    package static func fixed(_ instant: Instant) -> WallClock { WallClock { instant } }

    /// The machine's clock.
    package static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}

/// A clock that only runs forward, for measuring spans and limiting waits: a step of the wall clock does not move it.
/// Its readings mean nothing outside the process and are never part of a result.
package struct MonotonicClock: Sendable {
    package var nowMicroseconds: @Sendable () -> Int64

    package init(nowMicroseconds: @escaping @Sendable () -> Int64) { self.nowMicroseconds = nowMicroseconds }

    /// The machine's clock (CLOCK_MONOTONIC).
    package static let system = MonotonicClock {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
