/// Why no money came.
package struct Decline: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Worth trying again: no funds, a limit, a bank that does not answer. What is not understood is soft.
        case soft
        /// This card will not pay any more: another one is needed.
        case hard
        /// Our own set-up is at fault (currency, amount, request): the payer is not to blame, dunning does not count it.
        case setup
        /// The payer never finished a page, or never confirmed a charge.
        case abandoned
        /// The provider never got it, and it is not wanted any more.
        case withdrawn
    }

    package let kind: Kind
    /// The provider's words, cut to a length; never a card number.
    package let text: String

    package init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = String(text.prefix(120))
    }

    /// The kind of a bank's answer, by words that its text holds.
    package static func byBank(_ text: String) -> Decline {
        let lowered = text.lowercased()
        return Decline(hardWords.contains { lowered.contains($0) } ? .hard : .soft, text)
    }

    private static let hardWords = [
        "expired", "lost", "stolen", "pick up", "pick-up", "pickup", "invalid card", "card is invalid",
        "restricted card", "closed account", "authorization code is invalid", "authorization may be inactive",
        "authorization is inactive", "not reusable",
    ]

    /// The kind of a request that the provider refused with 400 and made no transaction of.
    package static func byRejection(_ text: String) -> Decline {
        let lowered = text.lowercased()
        let isCard =
            lowered.contains("authorization code is invalid") || lowered.contains("email does not match")
            || lowered.contains("authorization may be inactive")
        return Decline(isCard ? .hard : .setup, text)
    }
}
