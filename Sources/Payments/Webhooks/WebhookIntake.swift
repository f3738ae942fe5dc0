package import Crypto
package import Kernel

/// What came in: the bytes of the body as they came, and the header `x-paystack-signature`.
package struct WebhookDelivery: Sendable, Hashable {
    package let body: [UInt8]
    package let signature: String?
    package let receivedAt: Instant

    package init(body: [UInt8], signature: String?, receivedAt: Instant) {
        self.body = body
        self.signature = signature
        self.receivedAt = receivedAt
    }
}

/// Decides about deliveries: the signature first, then repetition, and only then what they say.
package struct WebhookIntake: Sendable {
    package enum Verdict: Sendable, Hashable {
        case accepted(WebhookEvent)
        /// The same bytes, or the same meaning in other bytes.
        case repeated
        case badSignature
        /// Signed well and not to be understood.
        case unreadable(Diagnostic)
    }

    /// HMAC-SHA512 of the body under the present key, and under the one before while that is honoured.
    package typealias Signing = @Sendable (_ body: [UInt8]) -> [[UInt8]]

    private let signatures: Signing
    private var digests: Set<Digest>
    private var meanings: Set<String>

    /// - Parameters:
    ///   - digests: of bodies that were accepted before.
    ///   - meanings: of events that were accepted before.
    package init(digests: Set<Digest> = [], meanings: Set<String> = [], signatures: @escaping Signing) {
        self.digests = digests
        self.meanings = meanings
        self.signatures = signatures
    }

    package mutating func take(_ delivery: WebhookDelivery) -> Verdict {
        guard isSigned(delivery) else { return .badSignature }
        guard digests.insert(Digest(of: delivery.body)).inserted else { return .repeated }
        do {
            let event = try WebhookEvent(delivery.body)
            return meanings.insert(event.meaning).inserted ? .accepted(event) : .repeated
        } catch {
            return .unreadable(error.diagnostics[0])
        }
    }

    /// Compares without a hint, in time, of how many bytes are right; all keys are tried always.
    private func isSigned(_ delivery: WebhookDelivery) -> Bool {
        guard let given = delivery.signature.map({ Array($0.utf8) }), given.count == 128 else { return false }
        var isGood = false
        for signature in signatures(delivery.body) {
            let wanted = WebhookIntake.hexadecimal(signature)
            guard wanted.count == given.count else { continue }
            var difference: UInt8 = 0
            for position in wanted.indices { difference |= wanted[position] ^ given[position] }
            isGood = isGood || difference == 0
        }
        return isGood
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
