package import Kernel
package import Model

/// A pool of cost that the namespaces of users share.
package enum CostPool: String, Sendable, CaseIterable, Comparable {
    /// Platform namespaces, and idle of the nodes that serve them.
    case platform = "Platform"
    /// Idle of worker nodes.
    case worker = "Worker idle"
    case storage = "Storage"
    case network = "Network"
    case clusterShared = "Cluster shared"

    package static func < (left: CostPool, right: CostPool) -> Bool { left.order < right.order }

    private var order: Int { CostPool.allCases.firstIndex(of: self)! }

    /// The pool that a directly allocated piece joins; nil when it stays where it is.
    static func joined(by recipient: Recipient) -> CostPool? {
        switch recipient.part {
        case .compute, .storage, .project:
            PlatformNamespaces.contain(recipient.namespace ?? "") ? .platform : nil
        case .platformIdle: .platform
        case .workerIdle: .worker
        case .storageUnattributed: .storage
        case .network: .network
        case .clusterShared: .clusterShared
        case .noTelemetry, .outside: nil
        }
    }
}

/// What a namespace received from a pool on a day.
package struct DistributionRow: Sendable, Hashable {
    package let day: CalendarDay
    package let cluster: String
    package let pool: CostPool
    package let currency: Currency
    /// Nil when no user namespace used anything that day: the pool's cost stays as a residual of its cluster.
    package let namespace: String?
    package let costs: CostVector
}

/// The second step: per day, cluster and currency each pool is shared by the namespaces of users, in proportion to
/// their effective use of the resource in the whole cluster (docs/allocation.md, "Shared cost").
struct Distribution {
    private struct PoolKey: Hashable, Comparable {
        let day: CalendarDay
        let cluster: String
        let currency: Currency
        let pool: CostPool

        static func < (left: PoolKey, right: PoolKey) -> Bool {
            if left.day != right.day { return left.day < right.day }
            if left.cluster != right.cluster { return left.cluster < right.cluster }
            return (left.currency, left.pool) < (right.currency, right.pool)
        }
    }

    private var pools: [PoolKey: CostVector] = [:]

    mutating func add(
        _ recipient: Recipient, day: CalendarDay, currency: Currency, costs: CostVector
    ) throws(AmountOverflow) {
        guard let pool = CostPool.joined(by: recipient), let cluster = recipient.cluster else { return }
        try pools[PoolKey(day: day, cluster: cluster, currency: currency, pool: pool), default: .zero].add(costs)
    }

    func rows(telemetry: TelemetryIndex) -> [DistributionRow] {
        var usage: [CalendarDay: [String: [(namespace: String, weight: UInt128)]]] = [:]
        var rows: [DistributionRow] = []
        for key in pools.keys.sorted() {
            guard let costs = pools[key] else { continue }
            if usage[key.day] == nil { usage[key.day] = Distribution.usage(on: key.day, telemetry) }
            let receivers = usage[key.day]?[key.cluster] ?? []
            guard let parts = costs.split(by: receivers.map(\.weight)) else {
                rows.append(row(key, namespace: nil, costs: costs))
                continue
            }
            for (receiver, part) in zip(receivers, parts) where receiver.weight > 0 {
                rows.append(row(key, namespace: receiver.namespace, costs: part))
            }
        }
        return rows
    }

    private func row(_ key: PoolKey, namespace: String?, costs: CostVector) -> DistributionRow {
        DistributionRow(
            day: key.day, cluster: key.cluster, pool: key.pool, currency: key.currency, namespace: namespace,
            costs: costs)
    }

    /// Effective use of each user namespace by cluster, in name order.
    private static func usage(
        on day: CalendarDay, _ telemetry: TelemetryIndex
    ) -> [String: [(namespace: String, weight: UInt128)]] {
        var sums: [String: [String: UInt128]] = [:]
        for (node, nodeDay) in telemetry.nodeDays[day] ?? [:] {
            for (pod, hours) in nodeDay.pods where !PlatformNamespaces.contain(pod.namespace) {
                sums[node.cluster, default: [:]][pod.namespace, default: 0] += hours[0].sum
            }
        }
        return sums.mapValues { namespaces in
            namespaces.sorted { $0.key < $1.key }.map { (namespace: $0.key, weight: $0.value) }
        }
    }
}
