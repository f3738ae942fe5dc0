import Crypto
package import Documents
import Kernel

/// How often a stage is tried. Only failures that may pass by themselves are tried again.
package struct StageRetry: Sendable, Hashable {
    package let tries: Int
    package let delaySeconds: Int
    package let maximumDelaySeconds: Int

    package static let once = StageRetry(tries: 1, delaySeconds: 10, maximumDelaySeconds: 600)

    package init(tries: Int, delaySeconds: Int, maximumDelaySeconds: Int) {
        self.tries = tries
        self.delaySeconds = delaySeconds
        self.maximumDelaySeconds = maximumDelaySeconds
    }

    package static let shape = ObjectShape(
        "retry", "what is done when a stage fails in a way that may pass: a server is down, a delivery is under way",
        [
            .optional("tries", .integer(1...20), default: 3, "how often the stage is tried in all"),
            .optional("delaySeconds", .integer(1...3600), default: 10, "wait before the second try; doubled each time"),
            .optional("maximumDelaySeconds", .integer(1...86_400), default: 600, "the longest wait"),
        ])

    init(_ node: JSONNode) throws(Failure) {
        tries = try node.option("tries", \.int)
        delaySeconds = try node.option("delaySeconds", \.int)
        maximumDelaySeconds = try node.option("maximumDelaySeconds", \.int)
    }

    /// The wait after the try of that number, in microseconds: doubled each time up to the longest, of which a part
    /// between a half and the whole is taken, so that runs that failed together do not come back together.
    ///
    /// - Parameter seed: the same seed waits the same.
    func delayMicroseconds(afterTry attempt: Int, seed: String) -> Int64 {
        var seconds = Int64(delaySeconds)
        for _ in 1..<max(1, attempt) where seconds < maximumDelaySeconds { seconds *= 2 }
        let whole = min(seconds, Int64(maximumDelaySeconds)) * 1_000_000
        let random = Digest(of: "\(seed)/\(attempt)").bytes.prefix(4).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return whole / 2 + Int64((UInt64(whole / 2) * random) >> 32)
    }
}
