package import Kernel
package import Model

/// The part of an allocation report that is in one currency.
package struct CurrencySection: Sendable {
    package var currency: Currency
    package var headline: Headline
    /// The bill's own totals, read from its rows and not from the allocation.
    package var bill: CostVector
    package var bridge: [BridgeLine]
    package var clusters: [ClusterCosts]
    /// Empty where the allocation knows no teams.
    package var teams: [TeamCost] = []
    /// The days of the columns in `daily`.
    package var days: [CalendarDay]
    package var daily: [DailyCosts]
    package var nodes: [NodeCost]
    /// Largest first.
    package var topPods: [PodCost]
    package var outside: [OutsideItem]

    package init(
        currency: Currency, headline: Headline, bill: CostVector, bridge: [BridgeLine],
        clusters: [ClusterCosts] = [], days: [CalendarDay] = [], daily: [DailyCosts] = [], nodes: [NodeCost] = [],
        topPods: [PodCost] = [], outside: [OutsideItem] = []
    ) {
        self.currency = currency
        self.headline = headline
        self.bill = bill
        self.bridge = bridge
        self.clusters = clusters
        self.days = days
        self.daily = daily
        self.nodes = nodes
        self.topPods = topPods
        self.outside = outside
    }
}

/// The figures at the top of a report, all in the allocated cost.
///
/// bill = allocated + outside + noTelemetry + residual + difference; idle and shared are parts of allocated.
package struct Headline: Sendable, Hashable {
    package var bill: Amount
    /// What namespaces bear, after distribution.
    package var allocated: Amount
    package var idle: Amount
    package var shared: Amount
    package var outside: Amount
    package var noTelemetry: Amount
    /// What of the pools nobody received.
    package var residual: Amount
    /// Zero, or the report is wrong and says so.
    package var difference: Amount
    /// Rows of the delivery that are not in the bill.
    package var setAside = SetAside()

    /// Rows that could not be accounted for, and what could be read of their cost.
    package struct SetAside: Sendable, Hashable {
        package var rows = 0
        package var cost = Amount.zero

        package mutating func add(_ other: SetAside) throws(AmountOverflow) {
            rows += other.rows
            try cost.add(other.cost)
        }
    }

    package init(
        bill: Amount, allocated: Amount, idle: Amount = .zero, shared: Amount = .zero, outside: Amount = .zero,
        noTelemetry: Amount = .zero, residual: Amount = .zero, difference: Amount = .zero
    ) {
        self.bill = bill
        self.allocated = allocated
        self.idle = idle
        self.shared = shared
        self.outside = outside
        self.noTelemetry = noTelemetry
        self.residual = residual
        self.difference = difference
    }
}

/// One step of the bridge from nothing to the bill.
package struct BridgeLine: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case direct, idle, shared, network, storage, outside, noTelemetry, residual
    }

    package var kind: Kind
    /// In the allocated cost.
    package var cost: Amount
    package var focus: CostVector

    package init(_ kind: Kind, cost: Amount, focus: CostVector) {
        self.kind = kind
        self.cost = cost
        self.focus = focus
    }
}

/// A resource or charge that belongs to no cluster.
package struct OutsideItem: Sendable, Hashable {
    /// Resource id, or the charge type when there is none.
    package var name: String
    package var cost: Amount

    package init(name: String, cost: Amount) {
        self.name = name
        self.cost = cost
    }
}
