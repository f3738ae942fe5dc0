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

/// Decides about deliveries: the signature first, and only then what they say and whether that is a repetition.
package struct WebhookIntake: Sendable {
    package enum Verdict: Sendable, Hashable {
        case accepted(WebhookEvent)
        /// The same bytes, or the same meaning in other bytes; without an event where it cannot be read.
        case repeated(WebhookEvent?)
        case badSignature
        /// Signed well and not to be understood.
        case unreadable(Diagnostic)
    }

    /// The codes of the body under the present key, and under the one before while that is honoured.
    package typealias Signing = @Sendable (_ body: [UInt8]) -> [HMACSHA512]

    /// Whether a body of that digest, or an event of that meaning, was taken before.
    package typealias Known = (_ digest: Digest, _ meaning: String?) throws -> Bool

    private let signatures: Signing

    package init(signatures: @escaping Signing) { self.signatures = signatures }

    package func take(_ delivery: WebhookDelivery, isKnown: Known) throws -> Verdict {
        guard isSigned(delivery) else { return .badSignature }
        let digest = Digest(of: delivery.body)
        let event: WebhookEvent
        do throws(Failure) {
            event = try WebhookEvent(delivery.body)
        } catch {
            return try isKnown(digest, nil) ? .repeated(nil) : .unreadable(error.diagnostics[0])
        }
        return try isKnown(digest, event.meaning) ? .repeated(event) : .accepted(event)
    }

    /// Compares without a hint, in time, of how many bytes are right; all keys are tried always.
    private func isSigned(_ delivery: WebhookDelivery) -> Bool {
        guard let given = delivery.signature else { return false }
        return signatures(delivery.body).reduce(false) { isGood, code in
            let isThis = code.matches(hexadecimal: given)
            return isGood || isThis
        }
    }
}
