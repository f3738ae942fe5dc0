package import Kernel
package import Model

/// What a namespace received from a pool on a day.
package struct DistributionRow: Sendable, Hashable {
    package let day: CalendarDay
    package let cluster: String
    package let pool: CostPool
    package let currency: Currency
    /// Nil for what nobody received: it stays as a residual of its cluster.
    package let namespace: String?
    package let costs: CostVector
    /// The rule that was followed, as options spell it.
    package let split: String
}

/// The second step: per day, cluster and currency each pool is shared by the namespaces of users, by the first policy
/// that fits it or else by their effective use in the whole cluster (docs/allocation.md, "Step 3").
struct Distribution {
    private struct PoolKey: Hashable, Comparable {
        let place: PoolReceivers.ClusterDay
        let pool: CostPool

        static func < (left: PoolKey, right: PoolKey) -> Bool {
            if left.place.day != right.place.day { return left.place.day < right.place.day }
            if left.place.cluster != right.place.cluster { return left.place.cluster < right.place.cluster }
            return (left.place.currency, left.pool) < (right.place.currency, right.pool)
        }
    }

    private let policies: [SharingPolicy]
    private let platform: PlatformNamespaces
    private let asksForCost: Bool
    private var pools: [PoolKey: CostVector] = [:]
    private var direct: [PoolReceivers.ClusterDay: [String: Amount]] = [:]

    init(options: AllocationOptions) {
        policies = options.sharing
        platform = options.platform
        asksForCost = policies.contains { if case .cost = $0.rule { true } else { false } }
    }

    mutating func add(
        _ recipient: Recipient, day: CalendarDay, currency: Currency, costs: CostVector
    ) throws(AmountOverflow) {
        guard let cluster = recipient.cluster else { return }
        let place = PoolReceivers.ClusterDay(day: day, cluster: cluster, currency: currency)
        if let pool = pool(joinedBy: recipient) {
            try pools[PoolKey(place: place, pool: pool), default: .zero].add(costs)
        } else if asksForCost, let namespace = recipient.namespace {
            try direct[place, default: [:]][namespace, default: .zero].add(costs.effective)
        }
    }

    /// The pool that a directly allocated piece joins; nil when it stays where it is.
    private func pool(joinedBy recipient: Recipient) -> CostPool? {
        switch recipient.part {
        case .compute, .storage, .project: platform.contain(recipient.namespace ?? "") ? .platform : nil
        case .platformIdle: .platform
        case .workerIdle: .worker
        case .storageUnattributed: .storage
        case .network: .network
        case .clusterShared: .clusterShared
        case .noTelemetry, .outside: nil
        }
    }

    func rows(telemetry: TelemetryIndex) throws -> [DistributionRow] {
        var receivers = PoolReceivers(telemetry: telemetry, platform: platform, direct: direct)
        var rows: [DistributionRow] = []
        for (key, costs) in pools.sorted(by: { $0.key < $1.key }) {
            let rule = (policies.first { $0.fits(key.pool, in: key.place.cluster) } ?? .usual).rule
            let shares = try receivers.shares(of: costs, at: key.place, rule)
            guard let parts = costs.split(by: shares.map(\.weight)) else {
                rows.append(row(key, rule, namespace: nil, costs: costs))
                continue
            }
            for (share, part) in zip(shares, parts) where share.weight > 0 {
                rows.append(row(key, rule, namespace: share.namespace, costs: part))
            }
        }
        return rows
    }

    private func row(
        _ key: PoolKey, _ rule: SharingPolicy.Rule, namespace: String?, costs: CostVector
    ) -> DistributionRow {
        DistributionRow(
            day: key.place.day, cluster: key.place.cluster, pool: key.pool, currency: key.place.currency,
            namespace: namespace, costs: costs, split: rule.name)
    }
}
