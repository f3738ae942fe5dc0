import Documents
package import Kernel
package import Runner

extension PaymentRules {
    /// Whether the rules limit what jobs do, whatever else is wrong with them. True where they do not say clearly.
    ///
    /// - Throws: exit 65 or 78 when the file is no JSON.
    package static func mayEnforceLimits(_ bytes: [UInt8], file: String) throws(Failure) -> Bool {
        let node = try JSONText.parse(bytes, file: file)
        guard node.members != nil else { return true }
        guard let stated = node["enforceLimits"] else { return false }
        return stated.bool ?? true
    }

    /// What the runner lets a tenant's jobs do; nil when nothing is limited.
    ///
    /// A restricted tenant has the limits of "free", and so has one whose tier is not in the rules any more.
    ///
    /// - Parameter accounts: of all jobs of the tenant, in a fixed order.
    package func allowance(_ entitlement: Entitlement, accounts: [StageAccount]) -> TenantAllowance? {
        guard enforcesLimits else { return nil }
        let isKnown = tiers[entitlement.tier] != nil && !entitlement.isRestricted
        let id = isKnown ? entitlement.tier : .free
        return TenantAllowance(
            tier: .init(name: id.text, limits: tiers[id]?.limits ?? TierLimits()),
            owedTier: entitlement.isRestricted ? entitlement.tier.text : nil,
            tiers: byPrice.compactMap { id in tiers[id].map { .init(name: id.text, limits: $0.limits) } },
            accounts: accounts)
    }

    /// Cheapest first, and last what is sold by quote.
    private var byPrice: [TierID] {
        func price(_ id: TierID) -> Int64 {
            guard id != .free, let tier = tiers[id] else { return 0 }
            if tier.isByQuote { return .max }
            let year = tier.prices[.year]?[defaultCurrency]
            return tier.prices[.month]?[defaultCurrency].map { $0 * 12 } ?? year ?? .max
        }
        return tiers.keys.sorted { (price($0), $0.text) < (price($1), $1.text) }
    }
}
