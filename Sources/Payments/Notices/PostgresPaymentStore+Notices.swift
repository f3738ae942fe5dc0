import Crypto
import Database
import Kernel

/// The outbox: a notice is written in the transaction of what it tells of, and marked when it was handed on.
extension PostgresPaymentStore {
    /// Those of a tenant that wait, oldest first.
    func waitingNotices(of tenant: TenantID) throws -> [WaitingNotice] {
        try database.withTenant(tenant, readOnly: true) { session in
            try session.query(
                """
                SELECT \(WaitingNotice.columns) FROM payment_notices n
                JOIN subscriptions s ON s.tenant_id = n.tenant_id AND s.subscription = n.subscription
                WHERE n.handed_on_at IS NULL AND s.mode = \(mode.rawValue)
                ORDER BY n.created_at, n.key COLLATE "C"
                """
            ).rows.map(WaitingNotice.init)
        }
    }

    func markHandedOn(_ notice: Notice, of tenant: TenantID, at now: Instant) throws {
        _ = try database.withTenant(tenant) { session in
            try session.execute(
                "UPDATE payment_notices SET handed_on_at = \(now) WHERE key = \(notice.key) AND handed_on_at IS NULL")
        }
    }

    /// The e-mail that goes with the card; the card itself stays closed. Nil when no card was ever kept.
    func payerAddress(of id: SubscriptionID, _ tenant: TenantID) throws -> Secret? {
        let sealed: [UInt8]? = try database.withTenant(tenant, readOnly: true) { session in
            try session.query("SELECT card_email FROM subscriptions WHERE subscription = \(id.text)").onlyRow()
                .optional(0)
        }
        guard let sealed else { return nil }
        let plain = try vault.open(
            try SealedValue(sealed), at: AccountRows.address("card_email", of: id, tenant))
        return Secret(String(decoding: plain, as: UTF8.self))
    }
}
