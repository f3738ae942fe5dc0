package import Kernel

/// What a team answers for, by the rules of the allocation.
package struct TeamCost: Sendable, Hashable {
    /// Nil for what belongs to no team.
    package var name: String?
    /// Of its pods, claims and tagged charges.
    package var direct: Amount
    /// Received from pools.
    package var shared: Amount
    /// Its part of what is outside of clusters.
    package var outside: Amount
    package var final: Amount
    /// In the smallest unit of the currency; all teams together come to the rounded bill.
    package var finalInCoins: Amount

    package init(
        name: String?, direct: Amount, shared: Amount, outside: Amount, final: Amount, finalInCoins: Amount
    ) {
        self.name = name
        self.direct = direct
        self.shared = shared
        self.outside = outside
        self.final = final
        self.finalInCoins = finalInCoins
    }
}
