package import Database
package import Kernel

/// What a tenant may use: the one answer for all who ask.
package struct Entitlement: Sendable, Hashable {
    package let tier: TierID
    /// Grace is over and nothing was paid: limited access, and nothing is deleted.
    package let isRestricted: Bool
    /// The first day that is not paid for; nil for "free", which has no end.
    package let paidUntil: CalendarDay?

    package static let free = Entitlement(tier: .free, isRestricted: false, paidUntil: nil)

    /// - Returns: "free" for a tenant without a subscription of that mode that has been paid.
    package static func of(
        _ tenant: TenantID, _ mode: PaymentRules.Mode, in database: Database
    ) throws -> Entitlement {
        try database.withTenant(tenant, readOnly: true) { session in
            let rows = try session.query(
                """
                SELECT tier, state = 'restricted', next_due FROM subscriptions
                WHERE mode = \(mode.rawValue) AND state IN ('active', 'past_due', 'restricted')
                ORDER BY state = 'restricted', next_due DESC, subscription LIMIT 1
                """)
            guard rows.rowCount > 0 else { return .free }
            let row = try rows.onlyRow()
            return Entitlement(
                tier: try row.value(0), isRestricted: try row.value(1), paidUntil: try row.value(2))
        }
    }
}
