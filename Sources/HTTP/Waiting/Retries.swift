import Kernel

/// How often and how patiently a client tries again.
package struct CallRetries: Sendable, Hashable {
    /// All attempts, the first one included.
    package var attempts = 5
    package var firstWaitSeconds: Int64 = 2
    package var longestWaitSeconds: Int64 = 60
    /// A server that asks for more patience than this is not waited for.
    package var longestServerWaitSeconds: Int64 = 120
    /// Spreads the waits of several runs. The same seed gives the same waits.
    package var seed: UInt64

    package init(seed: UInt64) { self.seed = seed }
}

/// Decides after every attempt of one request whether there is another one, and when. A value: it neither sends nor
/// waits.
struct Retries {
    private let policy: CallRetries
    private let mayBeRepeated: Bool
    private var random: UInt64
    private(set) var attempts = 1

    /// - Parameter number: of the request, so that two of them do not wait alike.
    init(_ policy: CallRetries, mayBeRepeated: Bool, number: UInt64 = 0) {
        self.policy = policy
        self.mayBeRepeated = mayBeRepeated
        // Mixed once, since the numbers alone are steps of one stream: two requests would go through the same waits.
        random = Retries.mixed(policy.seed &+ number &* Retries.step)
    }

    /// Microseconds to wait before the next attempt; nil when the answer is the last word.
    mutating func wait(after answer: HTTPAnswer, now: Instant) -> Int64? {
        // 429 means that nothing was done. The others may come from a proxy after the server did its work.
        let isLimited = answer.status == 429
        guard isLimited || (mayBeRepeated && [408, 500, 502, 503, 504].contains(answer.status)) else { return nil }
        return next(serverWait: ServerWait.microseconds(answer, isLimited: isLimited, now: now))
    }

    /// Microseconds to wait before the next attempt; nil when the error is the last word.
    mutating func wait(after error: HTTPError) -> Int64? {
        guard error.isTransient, mayBeRepeated || !error.mayHaveArrived else { return nil }
        return next(serverWait: nil)
    }

    private mutating func next(serverWait: Int64?) -> Int64? {
        guard attempts < policy.attempts else { return nil }
        if let serverWait, serverWait > policy.longestServerWaitSeconds * 1_000_000 { return nil }
        let doubled = policy.firstWaitSeconds << min(attempts - 1, 20)
        let base = serverWait.map { max($0, 1_000_000) } ?? min(doubled, policy.longestWaitSeconds) * 1_000_000
        attempts += 1
        return base + Int64(nextRandom() % UInt64(base / 4 + 1))
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    private mutating func nextRandom() -> UInt64 {
        random &+= Retries.step
        return Retries.mixed(random)
    }

    private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
