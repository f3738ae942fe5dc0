package import Kernel
package import Runner

/// What Config/payments.json says, checked: nothing in it contradicts itself.
package struct PaymentRules: Sendable {
    package enum Mode: String, Sendable, CaseIterable { case test, live }

    package struct CurrencyRule: Sendable, Hashable {
        /// The gate: closed, nothing is charged in the currency and nobody is moved to another one.
        package var isEnabled: Bool
        package var minimumSubunits: Int64

        package init(isEnabled: Bool, minimumSubunits: Int64) {
            self.isEnabled = isEnabled
            self.minimumSubunits = minimumSubunits
        }
    }

    package struct Tier: Sendable, Hashable {
        package var isByQuote: Bool
        package var prices: [BillingInterval: [Currency: Int64]]
        package var limits: TierLimits

        package init(
            isByQuote: Bool = false, prices: [BillingInterval: [Currency: Int64]], limits: TierLimits = TierLimits()
        ) {
            self.isByQuote = isByQuote
            self.prices = prices
            self.limits = limits
        }
    }

    package var mode: Mode
    package var referencePrefix: ReferencePrefix
    package var currencies: [Currency: CurrencyRule]
    package var defaultCurrency: Currency
    package var tiers: [TierID: Tier]
    package var dunning: DunningRules
    package var nairaRate: NairaRate?
    /// Nil: notices wait in the store.
    package var notices: NoticeSettings?
    /// Whether jobs are held to the limits of their tenant's tier.
    package var enforcesLimits: Bool

    package init(
        mode: Mode, referencePrefix: ReferencePrefix, currencies: [Currency: CurrencyRule], defaultCurrency: Currency,
        tiers: [TierID: Tier], dunning: DunningRules, nairaRate: NairaRate? = nil, notices: NoticeSettings? = nil,
        enforcesLimits: Bool = false
    ) {
        self.mode = mode
        self.referencePrefix = referencePrefix
        self.currencies = currencies
        self.defaultCurrency = defaultCurrency
        self.tiers = tiers
        self.dunning = dunning
        self.nairaRate = nairaRate
        self.notices = notices
        self.enforcesLimits = enforcesLimits
    }

    package func isOpen(_ currency: Currency) -> Bool { currencies[currency]?.isEnabled ?? false }
}

/// A price with the rate it was converted at, if it was.
package struct Price: Sendable, Hashable {
    package let money: SubunitMoney
    package let rate: NairaRate?

    package init(_ money: SubunitMoney, rate: NairaRate? = nil) {
        self.money = money
        self.rate = rate
    }
}
