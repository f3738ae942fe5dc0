package import HTTP

/// How long calls may take.
package struct PaystackLimits: Sendable, Hashable {
    /// Of calls that read.
    package var reading = HTTPLimits()
    /// Of calls that move money: banks are slow, and one that is cut off leaves an unknown.
    package var charging: HTTPLimits

    package init() {
        charging = HTTPLimits()
        charging.totalMilliseconds = 60_000
        charging.idleSeconds = nil
    }
}
