package import Database
package import Kernel

/// How far the provider's lists have been read to their end.
package struct PaymentWatermarks {
    /// How far before the watermark the next list of payments begins: what was under way then may have changed since.
    package static let overlapSeconds: Int64 = 7 * 86_400
    /// The same of refunds and disputes: they are listed by when they were made, and decided weeks later.
    package static let refundOverlapSeconds: Int64 = 90 * 86_400

    private let database: Database
    private let mode: PaymentRules.Mode

    package init(_ database: Database, mode: PaymentRules.Mode) {
        self.database = database
        self.mode = mode
    }

    /// Nil before the first complete list.
    package func listedTo() throws -> Instant? {
        try database.withSystem(readOnly: true) { session in
            let rows = try session.query(
                "SELECT listed_to FROM payment_watermarks WHERE mode = \(mode.rawValue) AND list = 'all'")
            return rows.rowCount == 0 ? nil : try rows.onlyRow().value(0, as: Instant.self)
        }
    }

    /// Never goes back, and never past the time of the server, whatever the clock says: what lies before a mark that
    /// were days ahead would be on no list any more.
    package func advance(to instant: Instant) throws {
        try database.withSystem { session in
            _ = try session.execute(
                """
                INSERT INTO payment_watermarks (mode, list, listed_to)
                VALUES (\(mode.rawValue), 'all', least(\(instant), now()))
                ON CONFLICT (mode, list)
                    DO UPDATE SET listed_to = greatest(payment_watermarks.listed_to, excluded.listed_to)
                """)
        }
    }

    /// The earliest attempt of these tenants: where the first list begins.
    package func firstAttempt(of tenants: [TenantID]) throws -> Instant? {
        try tenants.compactMap { tenant in
            try database.withTenant(tenant, readOnly: true) { session in
                try session.query(
                    """
                    SELECT min(a.sent_at) FROM charge_attempts a JOIN subscriptions s USING (tenant_id, subscription)
                    WHERE s.mode = \(mode.rawValue)
                    """
                ).onlyRow().optional(0, as: Instant.self)
            }
        }.min()
    }
}
