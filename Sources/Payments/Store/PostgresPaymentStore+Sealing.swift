package import Crypto
import Database
import Documents
package import Kernel
import Runner

/// Which keys the sealed values of a tenant need, and what was sealed again.
package struct SealedCards: Sendable {
    /// The key that seals what is new; nil when the tenant has none.
    package let current: KeyName?
    /// Values that were sealed again, or would be.
    package internal(set) var resealed = 0
    /// Rows that hold no sealed values: which keys they need is not known.
    package internal(set) var unreadable = 0
    /// How many values each key opens, after that.
    package internal(set) var values: [KeyName: Int] = [:]
    /// Subscriptions that could not be opened, and were left as they are.
    package internal(set) var faults: [PaymentFault] = []
}

extension PostgresPaymentStore {
    private struct Card {
        let id: SubscriptionID
        let code: SealedValue
        let email: SealedValue

        init(_ row: Row) throws {
            guard let id = SubscriptionID(try row.value(0)) else {
                throw DatabaseError(.unreadableValue, detail: "a subscription has a name that is none")
            }
            self.id = id
            code = try SealedValue(try row.value(1))
            email = try SealedValue(try row.value(2))
        }
    }

    /// Seals again what another key than the tenant's current one sealed, of both modes, in one transaction. What was
    /// sealed again is not touched by the next call, so that a call that was broken off is simply made again.
    package func reseal(_ tenant: TenantID, isDryRun: Bool, now: Instant) throws -> SealedCards {
        try database.withTenant(tenant, readOnly: isDryRun) { session in
            var cards = SealedCards(current: vault.currentKey(for: tenant))
            // Whoever writes a card has its row.
            let lock: SQL = isDryRun ? "" : "FOR UPDATE"
            let rows = try session.query(
                """
                SELECT subscription, card_code, card_email FROM subscriptions WHERE card_code IS NOT NULL
                ORDER BY subscription COLLATE "C" \(lock)
                """
            ).rows
            for row in rows {
                let name: String = try row.value(0)
                guard let card = try PaymentFault.leaving(name, &cards.faults, { try Card(row) }) else {
                    cards.unreadable += 1
                    continue
                }
                let old = [card.code, card.email].filter { $0.key != cards.current }.count
                guard let current = cards.current, old > 0 else {
                    for value in [card.code, card.email] { cards.values[value.key, default: 0] += 1 }
                    continue
                }
                let isDone: Void? = try PaymentFault.leaving(name, &cards.faults) {
                    try reseal(card, of: tenant, isDryRun ? nil : session)
                }
                cards.resealed += isDone == nil ? 0 : old
                for value in [card.code, card.email] {
                    cards.values[isDone == nil ? value.key : current, default: 0] += 1
                }
            }
            if let current = cards.current, cards.resealed > 0, !isDryRun {
                try AuditLog.append(
                    session, tenant, actor: actor, action: "payment.resealed", subject: "\(current)",
                    detail: .object([.init("values", .integer(cards.resealed))]), at: now)
            }
            return cards
        }
    }

    /// - Parameter session: nil to find out only whether the card opens.
    private func reseal(_ card: Card, of tenant: TenantID, _ session: Session?) throws {
        func sealed(_ value: SealedValue, _ column: String) throws(Failure) -> [UInt8] {
            let address = AccountRows.address(column, of: card.id, tenant)
            return try vault.seal(try vault.open(value, at: address), at: address).bytes
        }
        let (code, email) = (try sealed(card.code, "card_code"), try sealed(card.email, "card_email"))
        try session?.execute(
            """
            UPDATE subscriptions SET card_code = \(code), card_email = \(email)
            WHERE subscription = \(card.id.text)
            """)
    }
}
