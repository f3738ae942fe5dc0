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
                    UNION SELECT (detail->>'status') || ' ' || (detail->>'refund') FROM payment_events
                        WHERE what = 'refund'
                    """
                ).rows { known.insert(try row.value(0)) }
            }
        }
    }

    package func record(_ refund: ObservedRefund, source: PaymentEvent.Source, now: Instant) throws -> Bool {
        guard let news = refund.news, let id = refund.id, let reference = refund.reference,
            let attempt = try attempt(reference)
        else { return false }
        let owner = attempt.subscription
        let tenant = try tenant(of: owner)
        return try database.withTenant(tenant) { session in
            // Whoever adds to a subscription's history has its row.
            _ = try session.query("SELECT 1 FROM subscriptions WHERE subscription = \(owner.text) FOR UPDATE")
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
        return try update(owner) { $0.dispute(reference, now: now, source: source) }
    }

    /// Lifts a hold, by a person.
    ///
    /// - Throws: J644 when there is none.
    package func release(_ id: SubscriptionID, note: String, granting: Bool, now: Instant) throws {
        let hold = try update(id) { $0.release(note: note, granting: granting, now: now) }
        guard hold == nil else { return }
        throw Failure(
            .usage, PaymentCode.notHeld, "the subscription \(id) is not held",
            hint: "`reckon billing status` shows those that are")
    }

    /// Proves that a card of this tenant could be kept and charged again, before anybody pays: a byte is sealed and
    /// opened where cards lie, and so is the card that was stored last.
    package func proveSealing(for tenant: TenantID) throws {
        guard let id = SubscriptionID("proof") else { preconditionFailure("letters are an identifier") }
        let address = AccountRows.address("card_code", of: id, tenant)
        _ = try vault.open(try vault.seal([0], at: address), at: address)
        try database.withTenant(tenant, readOnly: true) { session in
            for row in try session.query(
                """
                SELECT \(AccountRows.subscriptionColumns) FROM subscriptions WHERE card_code IS NOT NULL
                ORDER BY created_at DESC LIMIT 1
                """
            ).rows { _ = try AccountRows(tenant: tenant, vault: vault).subscription(row) }
        }
    }
}
