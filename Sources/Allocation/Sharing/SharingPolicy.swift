package import Model

/// How some pools are shared. The first policy that fits a pool counts.
package struct SharingPolicy: Sendable, Hashable {
    package enum Rule: Sendable, Hashable {
        /// By effective use of the day.
        case usage([NamePattern])
        /// By direct cost of the day.
        case cost([NamePattern])
        /// Equal parts to all that were seen on the day.
        case even([NamePattern])
        /// Units sum to the whole.
        case percentage([StatedPart])
        /// Units of 10^-24 of the pool's currency, a day.
        case fixed([StatedPart])
        /// The pool keeps its cost.
        case keep
    }

    package var pools: Set<CostPool>
    /// Nil fits every cluster.
    package var cluster: String?
    package var rule: Rule
    /// Why it is so, for the reader.
    package var why: String?

    package init(pools: Set<CostPool>, cluster: String? = nil, rule: Rule, why: String? = nil) {
        self.pools = pools
        self.cluster = cluster
        self.rule = rule
        self.why = why
    }

    static let everyName = "*"

    /// What counts where no policy fits.
    static let usual = SharingPolicy(
        pools: Set(CostPool.allCases), rule: .usage([NamePattern(everyName)]))

    func fits(_ pool: CostPool, in cluster: String) -> Bool {
        pools.contains(pool) && (self.cluster == nil || self.cluster == cluster)
    }
}

extension SharingPolicy.Rule {
    /// As options and the column `Split` spell it.
    package var name: String {
        switch self {
        case .usage: "usage"
        case .cost: "cost"
        case .even: "even"
        case .percentage: "percentage"
        case .fixed: "fixed"
        case .keep: "keep"
        }
    }

    /// Patterns of the namespaces that receive; nil where they are named one by one, or nobody receives.
    var patterns: [NamePattern]? {
        switch self {
        case .usage(let patterns), .cost(let patterns), .even(let patterns): patterns
        case .percentage, .fixed, .keep: nil
        }
    }

    /// Of namespaces that are named one by one.
    var parts: [StatedPart] {
        switch self {
        case .percentage(let parts), .fixed(let parts): parts
        case .usage, .cost, .even, .keep: []
        }
    }
}
