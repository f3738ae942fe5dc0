/// How some pools are shared. The first policy that fits a piece of a pool counts.
package struct SharingPolicy: Sendable, Hashable {
    package enum Rule: Sendable, Hashable {
        /// By effective use of the window.
        case usage(ReceiverSelector, SharingWindow)
        /// By direct cost of the window; never the hour.
        case cost(ReceiverSelector, SharingWindow)
        /// Equal parts to all that were seen in the window; never the hour.
        case even(ReceiverSelector, SharingWindow)
        /// Units sum to the whole.
        case percentage([StatedPart])
        /// Units of 10^-24 of the pool's currency for each window; never the hour.
        case fixed([StatedPart], SharingWindow)
        /// The pool keeps its cost.
        case keep
    }

    package var pools: Set<CostPool>
    /// Nil fits every cluster.
    package var cluster: String?
    /// Which pieces of the pools.
    package var selector: PoolSelector
    package var rule: Rule
    /// The higher is asked first; of equal ones that which stands first in the job.
    package var priority: Int
    /// Place in the job's list, from 1.
    package var position: Int
    /// Why it is so, for the reader.
    package var why: String?

    package init(
        pools: Set<CostPool>, cluster: String? = nil, selector: PoolSelector = PoolSelector(), rule: Rule,
        priority: Int = 0, position: Int = 0, why: String? = nil
    ) {
        self.pools = pools
        self.cluster = cluster
        self.selector = selector
        self.rule = rule
        self.priority = priority
        self.position = position
        self.why = why
    }

    /// What counts where no policy fits.
    static let usual = SharingPolicy(pools: Set(CostPool.allCases), rule: .usage(ReceiverSelector(), .day))

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

    /// What is looked at as a whole. Percentages are the same in every window.
    package var window: SharingWindow {
        switch self {
        case .usage(_, let window), .cost(_, let window), .even(_, let window), .fixed(_, let window): window
        case .percentage, .keep: .day
        }
    }

    /// Nil where receivers are named one by one, or nobody receives.
    var receivers: ReceiverSelector? {
        switch self {
        case .usage(let receivers, _), .cost(let receivers, _), .even(let receivers, _): receivers
        case .percentage, .fixed, .keep: nil
        }
    }

    /// Of namespaces that are named one by one.
    var parts: [StatedPart] {
        switch self {
        case .percentage(let parts), .fixed(let parts, _): parts
        case .usage, .cost, .even, .keep: []
        }
    }
}
