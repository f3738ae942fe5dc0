import Crypto
import Database
import Kernel

/// Writes what a transaction changed of an account. What was fixed when an attempt was made is never written again.
struct AccountChanges {
    let session: Session
    let tenant: TenantID
    let vault: Vault

    func write(_ after: SubscriptionAccount, before: SubscriptionAccount) throws {
        if after.subscription != before.subscription {
            try update(
                after.subscription,
                cardChanged: after.subscription.authorization != before.subscription.authorization
                    || after.subscription.cardCount != before.subscription.cardCount)
        }
        // First those that exist: what one leaves, another may take.
        for position in before.attempts.indices where after.attempts[position] != before.attempts[position] {
            try update(after.attempts[position], position)
        }
        for position in after.attempts.indices.dropFirst(before.attempts.count) {
            try insert(after.attempts[position], position)
        }
    }

    func insert(_ subscription: Subscription, _ mode: PaymentRules.Mode, at now: Instant) throws {
        let card = try sealed(subscription)
        try session.execute(
            """
            INSERT INTO subscriptions (tenant_id, subscription, tier, billing_interval, currency,
                anchor_day, next_due, state, past_due_since, restricted_since, cancelled_on, hold, card_code, card_email,
                card_expiry, card_is_reusable, card_count, created_at, mode)
            VALUES (\(tenant), \(subscription.id.text), \(subscription.tier),
                \(subscription.interval.rawValue), \(subscription.currency), \(subscription.anchor.day),
                \(subscription.nextDue), \(subscription.state.rawValue), \(subscription.pastDueSince),
                \(subscription.restrictedSince), \(subscription.cancelledOn), \(subscription.hold?.rawValue), \(card.code), \(card.email),
                \(card.expiry), \(card.isReusable), \(subscription.cardCount), \(now), \(mode.rawValue))
            """)
    }

    private func update(_ subscription: Subscription, cardChanged: Bool) throws {
        try session.execute(
            """
            UPDATE subscriptions SET tier = \(subscription.tier), billing_interval = \(subscription.interval.rawValue),
                next_tier = \(subscription.nextTerms?.tier),
                next_interval = \(subscription.nextTerms?.interval.rawValue),
                next_due = \(subscription.nextDue), state = \(subscription.state.rawValue),
                past_due_since = \(subscription.pastDueSince),
                restricted_since = \(subscription.restrictedSince), cancelled_on = \(subscription.cancelledOn),
                hold = \(subscription.hold?.rawValue)
            WHERE subscription = \(subscription.id.text)
            """)
        guard cardChanged else { return }
        let card = try sealed(subscription)
        try session.execute(
            """
            UPDATE subscriptions SET card_code = \(card.code), card_email = \(card.email),
                card_expiry = \(card.expiry), card_is_reusable = \(card.isReusable),
                card_count = \(subscription.cardCount)
            WHERE subscription = \(subscription.id.text)
            """)
    }

    private struct SealedCard {
        var code: [UInt8]?
        var email: [UInt8]?
        var expiry: CalendarDay?
        var isReusable: Bool?
    }

    private func sealed(_ subscription: Subscription) throws(Failure) -> SealedCard {
        guard let card = subscription.authorization else { return SealedCard() }
        return SealedCard(
            code: try seal(card.code, "card_code", subscription.id),
            email: try seal(card.email, "card_email", subscription.id), expiry: card.expiry?.firstDay,
            isReusable: card.isReusable)
    }

    private func seal(_ secret: Secret, _ column: String, _ id: SubscriptionID) throws(Failure) -> [UInt8] {
        try vault.seal(Array(secret.reveal().utf8), at: AccountRows.address(column, of: id, tenant)).bytes
    }

    private func insert(_ attempt: ChargeAttempt, _ position: Int) throws {
        let (rate, upgrade) = (attempt.price.rate, attempt.upgrade)
        try session.execute(
            """
            INSERT INTO charge_attempts (tenant_id, subscription, position, reference, period, starts_on,
                ends_on, ordinal, tier, billing_interval, subunits, currency, rate_per_dollar, rate_day, rate_source,
                rate_age_days, card, sent_at, calls, called_at, state, upgrade, base_starts_on, base_ends_on, from_tier,
                from_interval, credit_subunits, credit_of_days)
            VALUES (\(tenant), \(attempt.subscription.text), \(position), \(attempt.reference.text),
                \(attempt.slot.month.firstDay), \(attempt.period.start),
                \(attempt.period.end), \(attempt.ordinal), \(attempt.tier), \(attempt.interval.rawValue),
                \(attempt.price.money.subunits), \(attempt.price.money.currency), \(rate?.perDollar), \(rate?.day),
                \(rate?.source), \(rate?.maximumAgeDays), \(attempt.card), \(attempt.sentAt), \(attempt.calls),
                \(attempt.calledAt), \(attempt.state.rawValue), \(upgrade?.number), \(upgrade?.base.start),
                \(upgrade?.base.end), \(upgrade?.from.tier), \(upgrade?.from.interval.rawValue),
                \(upgrade?.credit.subunits), \(upgrade?.creditOfDays))
            """)
        // One made and answered in one transaction, as a checkout is.
        try update(attempt, position)
    }

    private func update(_ attempt: ChargeAttempt, _ position: Int) throws {
        var mismatch: (kind: String, money: SubunitMoney)?
        switch attempt.mismatch {
        case .currency(let money): mismatch = ("currency", money)
        case .amount(let money): mismatch = ("amount", money)
        case nil: break
        }
        try session.execute(
            """
            UPDATE charge_attempts SET calls = \(attempt.calls), called_at = \(attempt.calledAt),
                state = \(attempt.state.rawValue), decline_kind = \(attempt.decline?.kind.rawValue),
                decline_text = \(attempt.decline.map { AccountChanges.storable($0.text) }),
                provider_id = \(attempt.providerID.map { "\($0)" }), paid_at = \(attempt.paidAt),
                action_url = \(attempt.actionURL.map(AccountChanges.storable)), mismatch = \(mismatch?.kind),
                mismatch_subunits = \(mismatch?.money.subunits), mismatch_currency = \(mismatch?.money.currency)
            WHERE subscription = \(attempt.subscription.text) AND position = \(position)
            """)
    }

    /// Words of others may hold what PostgreSQL's text cannot; that must not keep a payment from being written.
    static func storable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0 }))
    }
}
