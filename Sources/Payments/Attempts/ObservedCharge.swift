package import Kernel

/// A payment as the provider shows it: in the answer to a charge, by verify, in the list, in a webhook.
package struct ObservedCharge: Sendable, Hashable {
    package enum Status: Sendable, Hashable {
        case success, failed, abandoned, reversed
        /// The payer must act: a code, a page of the bank.
        case ongoing
        /// The provider or a bank is at work.
        case pending
        /// A word that is not known.
        case other(String)
    }

    package var id: UInt64
    /// Nil when the text is no reference at all.
    package var reference: Reference?
    package var status: Status
    package var money: SubunitMoney
    /// What was asked for, where the provider says so; another amount than `money` is a part payment.
    package var requestedSubunits: Int64?
    package var isTest: Bool
    package var bankAnswer: String
    package var createdAt: Instant?
    package var paidAt: Instant?
    package var actionURL: String?
    /// The subscription and period that our own metadata names.
    package var ownSubscription: SubscriptionID?
    /// A card that can be charged again, with the e-mail it goes with.
    package var authorization: CardAuthorization?

    package init(
        id: UInt64, reference: Reference?, status: Status, money: SubunitMoney, requestedSubunits: Int64? = nil,
        isTest: Bool, bankAnswer: String = "", createdAt: Instant? = nil, paidAt: Instant? = nil,
        actionURL: String? = nil, ownSubscription: SubscriptionID? = nil,
        authorization: CardAuthorization? = nil
    ) {
        self.id = id
        self.reference = reference
        self.status = status
        self.money = money
        self.requestedSubunits = requestedSubunits
        self.isTest = isTest
        self.bankAnswer = bankAnswer
        self.createdAt = createdAt
        self.paidAt = paidAt
        self.actionURL = actionURL
        self.ownSubscription = ownSubscription
        self.authorization = authorization
    }
}

/// A card that may be charged without its owner: the code charges only together with the e-mail of the first payment.
package struct CardAuthorization: Sendable, Hashable {
    package var code: Secret
    package var email: Secret
    package var expiry: Month?
    package var isReusable: Bool

    package init(code: Secret, email: Secret, expiry: Month?, isReusable: Bool) {
        self.code = code
        self.email = email
        self.expiry = expiry
        self.isReusable = isReusable
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code.reveal())
        hasher.combine(email.reveal())
    }
}
