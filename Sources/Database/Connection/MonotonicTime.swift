internal import Glibc

/// A point of the clock that only runs forward, for time limits on waiting. Never part of a result.
struct MonotonicTime: Comparable {
    private let nanoseconds: Int64

    static var now: MonotonicTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func + (time: MonotonicTime, duration: Duration) -> MonotonicTime {
        let (seconds, attoseconds) = duration.components
        return MonotonicTime(nanoseconds: time.nanoseconds + seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }

    var millisecondsFromNow: Int64 { (nanoseconds - MonotonicTime.now.nanoseconds) / 1_000_000 }

    static func sleep(milliseconds: UInt32) { usleep(milliseconds * 1000) }

    /// Asks `condition` every few milliseconds until it holds. False when the time is over first.
    static func wait(atMost limit: Duration, until condition: () throws -> Bool) rethrows -> Bool {
        let deadline = now + limit
        while true {
            if try condition() { return true }
            if now >= deadline { return false }
            sleep(milliseconds: 5)
        }
    }
}
