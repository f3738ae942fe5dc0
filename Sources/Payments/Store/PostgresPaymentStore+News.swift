import Crypto
import Database
package import Kernel

/// Refunds and disputes, from the list and from webhooks alike. The list alone names refunds by a number, so that
/// webhooks about them say only that the list has news.
extension PostgresPaymentStore: ReconciliationStore {
    package func attempts() throws -> [ChargeAttempt] {
        try tenants.flatMap { try accounts(of: $0).flatMap(\.attempts) }
    }

    package func knownRefunds() throws -> Set<String> {
        try tenants.reduce(into: []) { known, tenant in
            try database.withTenant(tenant, readOnly: true) { session in
                for row in try session.query(
                    """
                    SELECT 'processed ' || substr(about, 8) FROM invoices
                        WHERE mode = \(mode.rawValue) AND about LIKE 'refund/%'
                    UNION SELECT (detail->>'status') || ' ' || (detail->>'refund')
                        FROM payment_events JOIN subscriptions s USING (tenant_id, subscription)
                        WHERE what = 'refund' AND s.mode = \(mode.rawValue)
                    """
                ).rows { known.insert(try row.value(0)) }
            }
        }
    }

    package func takenPayments() throws -> Set<Reference> {
        try tenants.reduce(into: []) { taken, tenant in
            try database.withTenant(tenant, readOnly: true) { session in
                // A release names a payment only when it took it.
                for row in try session.query(
                    """
                    SELECT reference FROM payment_events JOIN subscriptions s USING (tenant_id, subscription)
                    WHERE what = 'released' AND reference IS NOT NULL AND s.mode = \(mode.rawValue)
                    """
                ).rows {
                    if let reference = Reference(try row.value(0)) { taken.insert(reference) }
                }
            }
        }
    }

    package func paidOtherwise(on today: CalendarDay) throws -> Set<Reference> {
        Set(
            try tenants.flatMap { try accounts(of: $0) }.flatMap { account in
                account.attempts.filter { account.isPaidOtherwise($0, on: today) }.map(\.reference)
            })
    }

    package func record(_ refund: ObservedRefund, source: PaymentEvent.Source, now: Instant) throws -> Bool {
        guard let news = refund.news, let id = refund.id, let reference = refund.reference,
            let attempt = try attempt(reference)
        else { return false }
        let owner = attempt.subscription
        let tenant = try tenant(of: owner)
        return try database.withTenant(tenant) { session in
            // Whoever adds to a subscription's history has its row.
            try PostgresPaymentStore.lockRow(session, owner)
            let isKnown =
                try session.query(
                    """
                    SELECT 1 FROM payment_events WHERE subscription = \(owner.text) AND what = 'refund'
                        AND (detail->>'status') || ' ' || (detail->>'refund') = \(news)
                    """
                ).rowCount > 0
            guard !isKnown else { return false }
            let isFailed = refund.status == .failed
            if !isFailed {
                try InvoiceBook(session: session, tenant: tenant, mode: mode)
                    .creditNote(attempt, refund: id, money: refund.money, at: now)
            }
            try AccountHistory(session: session, tenant: tenant, subscription: owner, actor: actor)
                .add([
                    PaymentEvent(
                        at: now, source: source, reference: reference,
                        what: .refund(id: id, refund.money, isFailed: isFailed))
                ])
            try settleOrder(session, tenant, owner, refund, now: now)
            return true
        }
    }

    package func record(_ dispute: ObservedDispute, source: PaymentEvent.Source, now: Instant) throws -> Bool {
        guard dispute.isOpen, let reference = dispute.reference, let owner = try owner(of: reference) else {
            return false
        }
        if try isDisputeKnown(reference, owner) { return false }
        return try update(owner) { $0.dispute(reference, now: now, source: source) }
    }

    /// Whether the subscription was held for it and not released since. No card is opened.
    private func isDisputeKnown(_ reference: Reference, _ owner: SubscriptionID) throws -> Bool {
        try database.withTenant(try tenant(of: owner), readOnly: true) { session in
            try session.query(
                """
                SELECT 1 FROM payment_events h
                WHERE subscription = \(owner.text) AND what = 'held' AND reference = \(reference.text)
                    AND detail->>'because' = \(Subscription.Hold.disputed.rawValue)
                    AND NOT EXISTS (SELECT FROM payment_events r WHERE r.subscription = h.subscription
                        AND r.what = 'released' AND r.ordinal > h.ordinal)
                """
            ).rowCount > 0
        }
    }

    /// Lifts a hold, by a person, while no run is at work on the subscription.
    ///
    /// - Returns: the account as it is then.
    /// - Throws: J644 when there is none, J650 when a run is at work on it; when a period is to be granted, J649 when
    ///   none is due and J643 when an attempt of it may still move money.
    @discardableResult
    package func release(
        _ id: SubscriptionID, note: String, granting: Bool, now: Instant
    ) throws -> SubscriptionAccount {
        let after: SubscriptionAccount? = try holding(id) {
            try update(id) { account in
                try account.release(note: note, granting: granting, now: now).map { _ in account }
            }
        }
        if let after { return after }
        throw Failure(
            .usage, PaymentCode.notHeld, "the subscription \(id) is not held",
            hint: "`reckon billing status` shows those that are")
    }

    /// Proves that a card of this tenant could be kept and charged again, before anybody pays: a byte is sealed and
    /// opened where cards lie, and each card that may still be charged is opened.
    package func proveSealing(for tenant: TenantID) throws {
        guard let id = SubscriptionID("proof") else { preconditionFailure("letters are an identifier") }
        let address = AccountRows.address("card_code", of: id, tenant)
        _ = try vault.open(try vault.seal([0], at: address), at: address)
        try database.withTenant(tenant, readOnly: true) { session in
            for row in try session.query(
                """
                SELECT \(AccountRows.subscriptionColumns) FROM subscriptions
                WHERE card_code IS NOT NULL AND state <> 'ended'
                """
            ).rows { _ = try AccountRows(tenant: tenant, vault: vault).subscription(row) }
        }
    }
}
