import Crypto
import Kernel
import Synchronization

/// Keys of a test: where they are, what stands there, and how often somebody looked.
final class MadeKeys: Sendable {
    private let texts = Mutex<[KeyReference: [UInt8]]>([:])
    private let readings = Mutex<[KeyReference]>([])

    var readCount: Int { readings.withLock { $0.count } }

    /// Puts a key of 32 bytes, the seed and its followers, into a place.
    func put(_ seed: UInt8, at reference: KeyReference) {
        var digits = ""
        for follower in UInt8(0)..<32 {
            let text = String(seed &+ follower, radix: 16)
            digits += text.count == 1 ? "0\(text)" : text
        }
        let text = Array(digits.utf8)
        texts.withLock { $0[reference] = text }
    }

    func remove(_ reference: KeyReference) { texts.withLock { $0[reference] = nil } }

    var source: KeySource {
        { reference throws(KeyTrouble) in
            self.readings.withLock { $0.append(reference) }
            guard let text = self.texts.withLock({ $0[reference] }) else { throw .variableNotSet }
            return text
        }
    }
}

/// A clock that a test moves.
final class HandClock: Sendable {
    private let microseconds = Mutex<Int64>(0)

    func advance(seconds: Int64) { microseconds.withLock { $0 += seconds * 1_000_000 } }
    func advance(microseconds count: Int64) { microseconds.withLock { $0 += count } }

    var clock: MonotonicClock { MonotonicClock { self.microseconds.withLock { $0 } } }
}
