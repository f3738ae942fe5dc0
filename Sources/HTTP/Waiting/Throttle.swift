package import Kernel

/// Keeps requests below a rate, so that the server need not refuse any: a token bucket, told by its next free time.
package struct Throttle: Sendable {
    private let interval: Int64
    private let tolerance: Int64
    /// When the bucket is full again, and the time at the request before, in microseconds.
    private var full = Int64.min
    private var last = Int64.min

    /// - Parameter burst: how many requests may follow each other at once after a quiet time.
    package init(requests: Int, perSeconds: Int, burst: Int = 1) {
        precondition(requests > 0 && perSeconds > 0 && burst > 0, "a rate has positive numbers")
        interval = (Int64(perSeconds) * 1_000_000 + Int64(requests) - 1) / Int64(requests)
        tolerance = interval * Int64(burst - 1)
    }

    /// Takes the place of one request and says how long it has to wait, in microseconds.
    package mutating func wait(now: Instant) -> Int64 {
        let now = now.microseconds
        // A clock that was set back: begin anew, else nobody would be let through until it is where it was.
        let start = now < last ? now : max(full, now)
        last = now
        full = start + interval
        return max(0, start - now - tolerance)
    }
}
