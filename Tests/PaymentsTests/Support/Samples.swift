import Kernel
import Testing

@testable import Payments

/// Rules, subscriptions and answers that several tests share.
enum Samples {
    static let rulesText = """
        {
          "mode": "test",
          "referencePrefix": "rk",
          "currencies": {
            "NGN": {"enabled": true, "minimumSubunits": 5000},
            "USD": {"enabled": true, "minimumSubunits": 200}
          },
          "defaultCurrency": "NGN",
          "tiers": {
            "free": {},
            "starter": {"prices": {"month": {"NGN": 7500000, "USD": 4900}, "year": {"NGN": 75000000, "USD": 49000}}},
            "pro": {"prices": {"month": {"NGN": 45000000, "USD": 29900}}},
            "enterprise": {"byQuote": true}
          }
        }
        """

    static func rules(_ text: String = rulesText, _ variables: [String: String] = [:]) throws -> PaymentRules {
        try PaymentRules(Array(text.utf8), file: "Config/payments.json", settings: CheckoutSettings(variables))
    }

    static func day(_ text: String) throws -> CalendarDay { try #require(Instant("\(text)T00:00:00Z")).day }
    static func instant(_ text: String) throws -> Instant { try #require(Instant(text)) }

    static let card = CardAuthorization(
        code: Secret("AUTH_sample"), email: Secret("payer@example.org"), expiry: Month(year: 2030, month: 12),
        isReusable: true)

    static func subscription(
        due: String = "2026-03-31", currency: Currency = .naira, state: SubscriptionState = .active
    ) throws -> Subscription {
        Subscription(
            id: try #require(SubscriptionID("s1")), tenant: try #require(TenantID("harbor")),
            tier: try #require(TierID("starter")), interval: .month, currency: currency,
            anchor: try #require(AnchorDay(31)), nextDue: try day(due), state: state, authorization: card)
    }

    static func attempt(
        _ ordinal: Int = 1, state: AttemptState = .sent, at: String = "2026-03-31T02:00:00Z",
        money: SubunitMoney = SubunitMoney(7_500_000, .naira)
    ) throws -> ChargeAttempt {
        let subscription = try subscription()
        let prefix = try #require(ReferencePrefix("rk"))
        return ChargeAttempt(
            reference: Reference(prefix, subscription.id, subscription.duePeriod.month, ordinal: ordinal),
            subscription: subscription.id, period: subscription.duePeriod, ordinal: ordinal, tier: subscription.tier,
            interval: .month, price: Price(money), card: 1, sentAt: try instant(at), state: state)
    }

    static func charge(
        _ attempt: ChargeAttempt, _ status: ObservedCharge.Status = .success, money: SubunitMoney? = nil,
        bank: String = "Approved", id: UInt64 = 7, paidAt: String = "2026-03-31T02:00:05Z"
    ) throws -> ObservedCharge {
        ObservedCharge(
            id: id, reference: attempt.reference, status: status, money: money ?? attempt.price.money, isTest: true,
            bankAnswer: bank, createdAt: try instant(paidAt), paidAt: try instant(paidAt))
    }
}
