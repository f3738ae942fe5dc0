/// How long a call may take and how much may come back.
package struct HTTPLimits: Sendable, Hashable {
    /// For name lookup, TCP and TLS together.
    package var connectMilliseconds = 10_000
    /// For the whole call.
    package var totalMilliseconds = 30_000
    /// Ends a call that moves less than a byte a second for so long, waiting for the answer included. Nil: only the
    /// total counts, which is what a slow bank needs.
    package var idleSeconds: Int? = 20
    /// What does not fit in memory twice over is no answer of an API.
    package var bodyBytes = 16 << 20
    /// All headers of an answer together. libcurl before 8.3.0 has no limit of its own here (CVE-2023-38039).
    static let headerBytes = 256 << 10

    package init() {}
}
