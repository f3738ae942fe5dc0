import Kernel

/// Something about one payment that a person has to look at.
package struct PaymentMatter: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// Money came after the attempt had been given up.
        case lateSuccess
        /// Money came that is not what was asked for.
        case mismatch
        /// Money came for a period that is paid.
        case surplus
        /// Money went back.
        case reversed
        /// The provider contradicts what is settled.
        case conflict
        /// Our own set-up is at fault; in the provider's words.
        case setup(String)
    }

    package let reference: Reference
    package let kind: Kind

    package init(_ reference: Reference, _ kind: Kind) {
        self.reference = reference
        self.kind = kind
    }

    /// Those among the actions that an event led to.
    static func all(_ actions: [ChargeAttempt.Action], _ reference: Reference) -> [PaymentMatter] {
        actions.compactMap { action in
            let kind: Kind? =
                switch action {
                case .reportLateSuccess: .lateSuccess
                case .hold: .mismatch
                case .proposeRefund: .surplus
                case .revoke: .reversed
                case .reportConflict: .conflict
                case .grant, .dun, .askPayer, .sendAgain, .verify: nil
                }
            return kind.map { PaymentMatter(reference, $0) }
        }
    }

    package var description: String {
        switch kind {
        case .lateSuccess: "\(reference): money came after it had been given up"
        case .mismatch: "\(reference): what came is not what was asked for; the subscription is held"
        case .surplus: "\(reference): money came for a period that is paid; propose a refund"
        case .reversed: "\(reference): the money went back; the subscription is held"
        case .conflict: "\(reference): the provider contradicts what is settled"
        case .setup(let text): "\(reference): refused for a fault of our own set-up: \(QuotedText.of(text))"
        }
    }
}
