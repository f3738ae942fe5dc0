import Kernel

/// What a run did, for its record and for the person who reads it in the morning.
package struct RenewalReport: Sendable {
    /// A call that was made, and what it came to.
    package struct Charge: Sendable, Hashable {
        package let reference: Reference
        package let money: SubunitMoney
        package let outcome: String
    }

    package internal(set) var charges: [Charge] = []
    /// Where each subscription was left.
    package internal(set) var rests: [(SubscriptionID, RenewalStep.Rest)] = []
    package internal(set) var lockedElsewhere: [SubscriptionID] = []
    package internal(set) var unreadable: [String] = []
    /// Subscriptions that could not be read or written, and were left as they are.
    package internal(set) var faults: [PaymentFault] = []
    package internal(set) var matters: [PaymentMatter] = []
    /// The run ended early: a key that is refused once is refused always.
    package internal(set) var keyWasRefused = false

    /// Something does not mend itself by the next run.
    package var needsPerson: Bool {
        !unreadable.isEmpty || !faults.isEmpty || !matters.isEmpty || rests.contains { $0.1.needsPerson }
    }

    mutating func note(_ request: ChargeRequest, _ answer: ChargeAnswer) {
        let outcome =
            switch answer {
            case .observed(let charge): charge.status.words
            case .actionRequired: "action required"
            case .rejected(let decline): "rejected: \(QuotedText.of(decline.text))"
            case .duplicate: "duplicate"
            case .notProcessed: "not processed"
            case .keyRefused: "key refused"
            case .unknown(let text): "unknown: \(text)"
            }
        charges.append(Charge(reference: request.reference, money: request.money, outcome: outcome))
        if case .keyRefused = answer { keyWasRefused = true }
        if case .unknown(let text) = answer { unreadable.append(text) }
        if case .rejected(let decline) = answer, decline.kind == .setup {
            matters.append(PaymentMatter(request.reference, .setup(decline.text)))
        }
    }
}

extension ObservedCharge.Status {
    /// For a person; a word of the provider's own is quoted.
    fileprivate var words: String {
        if case .other(let text) = self { "other: \(QuotedText.of(text))" } else { "\(self)" }
    }
}
