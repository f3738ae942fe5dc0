package import Kernel

/// Who makes the page on which a payer pays for the first time.
///
/// As with `PaymentProvider`, what can be answered is a value; an error thrown means that nothing is known.
package protocol PaymentCheckout {
    func initialize(_ request: CheckoutRequest) throws -> CheckoutAnswer
}

/// A first payment. The currency is always said: left out, the account's default would be taken.
package struct CheckoutRequest: Sendable, Hashable {
    package let reference: Reference
    package let money: SubunitMoney
    package let email: Secret
    /// Both go into the metadata, by which a payment is known again whose reference was lost.
    package let subscription: SubscriptionID
    package let period: BillingPeriod

    package init(
        reference: Reference, money: SubunitMoney, email: Secret, subscription: SubscriptionID, period: BillingPeriod
    ) {
        self.reference = reference
        self.money = money
        self.email = email
        self.subscription = subscription
        self.period = period
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(reference)
        hasher.combine(money)
    }
}

/// What came of asking for a page. None of it moves money.
package enum CheckoutAnswer: Sendable, Hashable {
    case page(url: String)
    case rejected(Decline)
    case duplicate
    /// 429, or no connection: nothing was processed.
    case notProcessed
    case keyRefused
    case unknown(String)
}
