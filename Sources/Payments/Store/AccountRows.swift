import Crypto
import Database
import Kernel

/// Reads a subscription and its attempts from the store's rows.
struct AccountRows {
    let tenant: TenantID
    /// Nil: cards stay closed, and no key is asked for. Subscriptions then read as if they had none.
    let vault: Vault?

    static let subscriptionColumns: SQL = """
        subscription, tier, billing_interval, currency, anchor_day, next_due, state, past_due_since,
        restricted_since, cancelled_on, next_tier, next_interval, hold, card_code, card_email, card_expiry, card_is_reusable, card_count
        """

    static let attemptColumns: SQL = """
        subscription, reference, starts_on, ends_on, ordinal, tier, billing_interval, subunits, currency,
        rate_per_dollar, rate_day, rate_source, rate_age_days, card, sent_at, calls, called_at, state, decline_kind,
        decline_text, provider_id, paid_at, action_url, mismatch, mismatch_subunits, mismatch_currency, upgrade,
        base_starts_on, base_ends_on, from_tier, from_interval, credit_subunits, credit_of_days
        """

    /// Where the sealed parts of a card lie.
    static func address(_ column: String, of id: SubscriptionID, _ tenant: TenantID) -> CellAddress {
        CellAddress(tenant: tenant, table: "subscriptions", column: column, row: [id.text])
    }

    func subscription(_ row: Row) throws -> Subscription {
        let id = try Self.text(row, "subscription", SubscriptionID.init)
        var subscription = Subscription(
            id: id, tenant: tenant, tier: try row.value("tier"),
            interval: try Self.text(row, "billing_interval", BillingInterval.init(rawValue:)),
            currency: try row.value("currency"),
            anchor: try Self.made(row, "anchor_day", AnchorDay.init, as: Int.self),
            nextDue: try row.value("next_due"),
            state: try Self.text(row, "state", SubscriptionState.init(rawValue:)), authorization: try card(row, id))
        subscription.pastDueSince = try row.optional("past_due_since")
        subscription.cancelledOn = try row.optional("cancelled_on")
        subscription.restrictedSince = try row.optional("restricted_since")
        if let tier: TierID = try row.optional("next_tier") {
            subscription.nextTerms = SubscriptionTerms(
                tier: tier, interval: try Self.text(row, "next_interval", BillingInterval.init(rawValue:)))
        }
        subscription.hold = try Self.optionalText(row, "hold", Subscription.Hold.init(rawValue:))
        subscription.cardCount = try row.value("card_count")
        return subscription
    }

    private func card(_ row: Row, _ id: SubscriptionID) throws -> CardAuthorization? {
        guard let vault, let code: [UInt8] = try row.optional("card_code") else { return nil }
        let expiry: CalendarDay? = try row.optional("card_expiry")
        return CardAuthorization(
            code: try open(code, "card_code", id, vault),
            email: try open(try row.value("card_email"), "card_email", id, vault),
            expiry: expiry.map { Month(containing: $0) }, isReusable: try row.value("card_is_reusable"))
    }

    private func open(
        _ bytes: [UInt8], _ column: String, _ id: SubscriptionID, _ vault: Vault
    ) throws(Failure) -> Secret {
        let plain = try vault.open(try SealedValue(bytes), at: AccountRows.address(column, of: id, tenant))
        return Secret(String(decoding: plain, as: UTF8.self))
    }

    static func attempt(_ row: Row) throws -> ChargeAttempt {
        guard let period = BillingPeriod(start: try row.value("starts_on"), end: try row.value("ends_on")) else {
            throw unreadable("starts_on")
        }
        var attempt = ChargeAttempt(
            reference: try text(row, "reference") { Reference($0) },
            subscription: try text(row, "subscription", SubscriptionID.init),
            period: period, ordinal: try row.value("ordinal"),
            tier: try row.value("tier"),
            interval: try text(row, "billing_interval", BillingInterval.init(rawValue:)),
            price: Price(try money(row, "subunits", "currency"), rate: try rate(row)), card: try row.value("card"),
            sentAt: try row.value("sent_at"), state: try text(row, "state", AttemptState.init(rawValue:)))
        attempt.upgrade = try upgrade(row)
        attempt.calls = try row.value("calls")
        attempt.calledAt = try row.value("called_at")
        if let kind = try optionalText(row, "decline_kind", Decline.Kind.init(rawValue:)) {
            attempt.decline = Decline(kind, try row.value("decline_text"))
        }
        attempt.providerID = try optionalText(row, "provider_id") { UInt64($0) }
        attempt.paidAt = try row.optional("paid_at")
        attempt.actionURL = try row.optional("action_url")
        switch try row.optional("mismatch", as: String.self) {
        case "currency": attempt.mismatch = .currency(try money(row, "mismatch_subunits", "mismatch_currency"))
        case "amount": attempt.mismatch = .amount(try money(row, "mismatch_subunits", "mismatch_currency"))
        default: break
        }
        return attempt
    }

    private static func rate(_ row: Row) throws -> NairaRate? {
        guard let perDollar: Quantity = try row.optional("rate_per_dollar") else { return nil }
        return NairaRate(
            perDollar: perDollar, day: try row.value("rate_day"), source: try row.value("rate_source"),
            maximumAgeDays: try row.value("rate_age_days"))
    }

    private static func upgrade(_ row: Row) throws -> Upgrade? {
        guard let number: Int = try row.optional("upgrade") else { return nil }
        guard let base = BillingPeriod(start: try row.value("base_starts_on"), end: try row.value("base_ends_on"))
        else {
            throw unreadable("base_starts_on")
        }
        return Upgrade(
            number: number, base: base,
            from: SubscriptionTerms(
                tier: try row.value("from_tier"),
                interval: try text(row, "from_interval", BillingInterval.init(rawValue:))),
            credit: try money(row, "credit_subunits", "currency"), creditOfDays: try row.value("credit_of_days"))
    }

    private static func money(_ row: Row, _ subunits: String, _ currency: String) throws -> SubunitMoney {
        guard let money = SubunitMoney(checking: try row.value(subunits), try row.value(currency)) else {
            throw unreadable(subunits)
        }
        return money
    }

    private static func text<Value>(_ row: Row, _ column: String, _ make: (String) -> Value?) throws -> Value {
        try made(row, column, make, as: String.self)
    }

    private static func made<Raw: SQLDecodable, Value>(
        _ row: Row, _ column: String, _ make: (Raw) -> Value?, as type: Raw.Type
    ) throws -> Value {
        guard let value = make(try row.value(column)) else { throw unreadable(column) }
        return value
    }

    private static func optionalText<Value>(
        _ row: Row, _ column: String, _ make: (String) -> Value?
    ) throws -> Value? {
        guard let text: String = try row.optional(column) else { return nil }
        guard let value = make(text) else { throw unreadable(column) }
        return value
    }

    private static func unreadable(_ column: String) -> DatabaseError {
        DatabaseError(.unreadableValue, detail: "a value of column \(column) is not one that this version writes")
    }
}
