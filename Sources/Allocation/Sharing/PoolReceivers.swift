import Kernel
import Model

/// Where the parts of a pool go. The remainder that stays in the pool has no namespace.
struct PoolShare {
    let namespace: String?
    let weight: UInt128
}

/// Who can receive a part of a pool, and by which weight: namespaces in name order, what stays behind first.
struct PoolReceivers {
    struct ClusterDay: Hashable {
        let day: CalendarDay
        let cluster: String
        let currency: Currency
    }

    private let telemetry: TelemetryIndex
    private let platform: PlatformNamespaces
    /// Direct cost of user namespaces; empty when no policy asks for it.
    private let direct: [ClusterDay: [String: Amount]]
    /// Namespaces that telemetry saw at any time, by cluster.
    let seen: [String: Set<String>]
    private var usage: [CalendarDay: [String: [String: UInt128]]] = [:]

    init(telemetry: TelemetryIndex, platform: PlatformNamespaces, direct: [ClusterDay: [String: Amount]]) {
        self.telemetry = telemetry
        self.platform = platform
        self.direct = direct
        seen = telemetry.namespacesByCluster
    }

    mutating func shares(of costs: CostVector, at key: ClusterDay, _ rule: SharingPolicy.Rule) throws -> [PoolShare] {
        switch rule {
        case .usage(let patterns): matching(patterns, use(on: key.day)[key.cluster] ?? [:])
        case .cost(let patterns): try byCost(patterns, key)
        case .even(let patterns):
            matching(
                patterns,
                (telemetry.namespaces[key.day] ?? [:]).filter { $0.value.contains(key.cluster) }.mapValues { _ in 1 })
        case .percentage(let parts): known(parts, in: key.cluster, rest: 0)
        case .fixed(let parts):
            known(parts, in: key.cluster, rest: StatedPart.rest(of: costs.effective, after: parts))
        case .keep: []
        }
    }

    private func matching(_ patterns: [NamePattern], _ weights: [String: UInt128]) -> [PoolShare] {
        weights.filter { entry in
            !platform.contain(entry.key) && patterns.contains { $0.matches(entry.key) }
        }
        .sorted { $0.key < $1.key }.map { PoolShare(namespace: $0.key, weight: $0.value) }
    }

    /// A negative direct cost counts as nothing.
    private func byCost(_ patterns: [NamePattern], _ key: ClusterDay) throws -> [PoolShare] {
        let positive = (direct[key] ?? [:]).filter { $0.value > .zero }
        // Weights that sum to an amount fit a split.
        _ = try Amount.sum(positive.values)
        return matching(patterns, positive.mapValues(\.units.magnitude))
    }

    /// Named namespaces receive on every day. The part of one that the cluster never had stays in the pool.
    private func known(_ parts: [StatedPart], in cluster: String, rest: UInt128) -> [PoolShare] {
        let here = seen[cluster] ?? []
        var rest = rest
        var shares: [PoolShare] = []
        for part in parts.sorted(by: { $0.name < $1.name }) {
            guard here.contains(part.name) else {
                rest += part.units
                continue
            }
            shares.append(PoolShare(namespace: part.name, weight: part.units))
        }
        return [PoolShare(namespace: nil, weight: rest)] + shares
    }

    /// Effective use of each namespace by cluster.
    private mutating func use(on day: CalendarDay) -> [String: [String: UInt128]] {
        if let known = usage[day] { return known }
        var sums: [String: [String: UInt128]] = [:]
        for (node, nodeDay) in telemetry.nodeDays[day] ?? [:] {
            for (pod, hours) in nodeDay.pods {
                sums[node.cluster, default: [:]][pod.namespace, default: 0] += hours[0].sum
            }
        }
        usage[day] = sums
        return sums
    }
}

extension TelemetryIndex {
    /// Namespaces that had a pod or a volume on any day.
    var namespacesByCluster: [String: Set<String>] {
        var seen: [String: Set<String>] = [:]
        for (_, namespaces) in namespaces {
            for (namespace, clusters) in namespaces {
                for cluster in clusters { seen[cluster, default: []].insert(namespace) }
            }
        }
        return seen
    }
}
