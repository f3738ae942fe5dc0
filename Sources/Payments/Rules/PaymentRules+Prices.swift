package import Kernel

extension PaymentRules {
    /// The currency of a checkout: what is asked for, else the default. Blanks and case do not count.
    ///
    /// - Throws: J610 for a currency that cannot be paid in, J611 for one that is not enabled.
    package func checkoutCurrency(asked: String?) throws(Failure) -> Currency {
        guard let asked else { return try open(defaultCurrency) }
        let text = asked.trimmed.uppercased()
        guard let currency = Currency(text), currencies[currency] != nil else {
            let allowed = currencies.filter(\.value.isEnabled).keys.sorted().map(\.description)
            throw Failure(
                .usage, PaymentCode.currencyUnknown, "nothing is sold in the currency \(QuotedText.of(asked))",
                hint: "allowed: \(QuotedText.list(allowed))")
        }
        return try open(currency)
    }

    private func open(_ currency: Currency) throws(Failure) -> Currency {
        if isOpen(currency) { return currency }
        throw PaymentFailure.currencyClosed(currency)
    }

    /// The price of one period.
    ///
    /// Whether the tenant brings an encryption key of its own is not asked: it changes no price.
    ///
    /// - Throws: J612 for "free", J613, J614, J602 where there is no price, J615 where only an old rate would give one.
    package func price(
        of tier: TierID, every interval: BillingInterval, in currency: Currency, on today: CalendarDay
    ) throws(Failure) -> Price {
        if tier == .free {
            throw Failure(
                .usage, PaymentCode.freeCheckout, "the tier \"free\" is not sold",
                hint: "a tenant without a subscription has it; end the subscription instead")
        }
        guard let rule = tiers[tier] else {
            throw Failure(
                .usage, PaymentCode.tierUnknown, "there is no tier \(QuotedText.of(tier.text))",
                hint: "allowed: \(QuotedText.list(tiers.keys.filter { $0 != .free }.sorted().map(\.text)))")
        }
        if rule.isByQuote {
            throw Failure(
                .usage, PaymentCode.tierByQuote, "the tier \(QuotedText.of(tier.text)) is sold by quote",
                hint: "agree on a price, and give it a tier of its own")
        }
        guard let prices = rule.prices[interval] else {
            throw Failure(
                .usage, PaymentCode.tierUnknown,
                "the tier \(QuotedText.of(tier.text)) is not sold by the \(interval.rawValue)",
                hint: "allowed: \(QuotedText.list(rule.prices.keys.map(\.rawValue).sorted()))")
        }
        if let subunits = prices[currency] { return Price(SubunitMoney(subunits, currency)) }
        return try converted(prices, to: currency, label: "\(tier) by the \(interval.rawValue)", on: today)
    }

    private func converted(
        _ prices: [Currency: Int64], to currency: Currency, label: String, on today: CalendarDay
    ) throws(Failure) -> Price {
        guard currency == .naira, let rate = nairaRate, let dollars = prices[.dollar],
            let naira = rate.naira(for: SubunitMoney(dollars, .dollar))
        else {
            throw Failure(
                .configuration, PaymentCode.priceMissing, "\(label) has no price in \(currency)",
                hint: "add it in Config/payments.json, \"tiers\"")
        }
        guard rate.isUsable(on: today) else {
            throw Failure(
                .configuration, PaymentCode.rateOutOfDate,
                "the rate of \(rate.day) cannot price \(label) on \(today)",
                hint: "it may be \(rate.maximumAgeDays) days old; enter a recent one under \"nairaRate\"")
        }
        let minimum = currencies[.naira]?.minimumSubunits ?? 0
        guard naira.subunits >= minimum else {
            throw Failure(
                .configuration, PaymentCode.priceBelowMinimum,
                "\(label) comes to \(naira), the smallest charge is \(SubunitMoney(minimum, .naira))",
                hint: "check the rate of \(rate.day)")
        }
        return Price(naira, rate: rate)
    }
}
