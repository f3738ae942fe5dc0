import Crypto
import Database
import Kernel

/// The outbox: a notice is written in the transaction of what it tells of, and marked when it left.
extension PostgresPaymentStore {
    /// Why a notice left the outbox and was not handed on.
    enum KeptBack: String {
        /// What it told is not so any more.
        case outOfDate = "out_of_date"
        /// Its mail was refused for good, for days.
        case undeliverable
    }

    /// Those of a tenant that wait, oldest first. One that cannot be read is added to `faults`.
    func waitingNotices(of tenant: TenantID, _ faults: inout [PaymentFault]) throws -> [WaitingNotice] {
        let rows = try database.withTenant(tenant, readOnly: true) { session in
            try session.query(
                """
                SELECT \(WaitingNotice.columns) FROM payment_notices n
                JOIN subscriptions s ON s.tenant_id = n.tenant_id AND s.subscription = n.subscription
                WHERE n.handed_on_at IS NULL AND s.mode = \(mode.rawValue)
                ORDER BY n.created_at, n.key COLLATE "C"
                """
            ).rows
        }
        return try rows.compactMap { row in
            let key: String = try row.value("key")
            return try PaymentFault.leaving("notice \(key)", &faults) { try WaitingNotice(row) }
        }
    }

    /// Marks a notice as one that has left the outbox.
    func mark(_ notice: Notice, of tenant: TenantID, _ keptBack: KeptBack? = nil, at now: Instant) throws {
        _ = try database.withTenant(tenant) { session in
            try session.execute(
                """
                UPDATE payment_notices SET handed_on_at = \(now), kept_back = \(keptBack?.rawValue)
                WHERE key = \(notice.key) AND handed_on_at IS NULL
                """)
        }
    }

    /// Notes that the mail of a notice was refused for good. The first time stands.
    func markRefused(_ notice: Notice, of tenant: TenantID, at now: Instant) throws {
        _ = try database.withTenant(tenant) { session in
            try session.execute(
                "UPDATE payment_notices SET refused_since = \(now) WHERE key = \(notice.key) AND refused_since IS NULL")
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
