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
    /// Effective use of each namespace, by day and cluster; the 24 hours of a day where hours are asked for.
    private var usage: [CalendarDay: [String: [String: UInt128]]] = [:]
    private var hourlyUsage: [CalendarDay: [String: [String: [UInt128]]]] = [:]
    /// What does not depend on the day, as it is of a month.
    private var monthly: [MonthQuestion: [String: UInt128]] = [:]
    private let days: [Month: [CalendarDay]]

    private struct MonthQuestion: Hashable {
        let month: Month
        let cluster: String
        /// Nil where no cost is asked for.
        let currency: Currency?
        let rule: SharingPolicy.Rule
    }

    init(telemetry: TelemetryIndex, platform: PlatformNamespaces, direct: [ClusterDay: [String: Amount]]) {
        self.telemetry = telemetry
        self.platform = platform
        self.direct = direct
        seen = telemetry.namespacesByCluster
        let all = Set(telemetry.namespaces.keys).union(direct.keys.map(\.day))
        days = Dictionary(grouping: all) { Month(containing: $0) }
    }

    /// - Parameters:
    ///   - costs: of the day.
    ///   - rule: none by the hour, and none of amounts by the month.
    mutating func shares(of costs: CostVector, at key: ClusterDay, _ rule: SharingPolicy.Rule) throws -> [PoolShare] {
        switch rule {
        case .usage(let some, let window), .cost(let some, let window), .even(let some, let window):
            PoolReceivers.shares(
                window == .month
                    ? try monthlyWeights(at: key, rule, some) : try weights(at: key, rule, some))
        case .percentage(let parts): known(parts, in: key.cluster, rest: 0)
        case .fixed(let parts, _):
            known(parts, in: key.cluster, rest: StatedPart.rest(of: costs.effective, after: parts))
        case .keep: []
        }
    }

    /// By use of an hour.
    mutating func shares(ofHour hour: Int, at key: ClusterDay, _ some: ReceiverSelector) -> [PoolShare] {
        let use = hourlyUse(on: key.day)[key.cluster] ?? [:]
        return PoolReceivers.shares(fitting(some, use.mapValues { $0[hour] }, key))
    }

    private static func shares(_ weights: [String: UInt128]) -> [PoolShare] {
        weights.sorted { $0.key < $1.key }.map { PoolShare(namespace: $0.key, weight: $0.value) }
    }

    /// By namespace, of a day.
    private mutating func weights(
        at key: ClusterDay, _ rule: SharingPolicy.Rule, _ some: ReceiverSelector
    ) throws -> [String: UInt128] {
        switch rule {
        case .cost:
            // A negative direct cost counts as nothing.
            let positive = (direct[key] ?? [:]).filter { $0.value > .zero }
            // Weights that sum to an amount fit a split.
            _ = try Amount.sum(positive.values)
            return fitting(some, positive.mapValues(\.units.magnitude), key)
        case .even:
            let here = (telemetry.namespaces[key.day] ?? [:]).filter { $0.value.contains(key.cluster) }
            return fitting(some, here.mapValues { _ in 1 }, key)
        default: return fitting(some, use(on: key.day)[key.cluster] ?? [:], key)
        }
    }

    /// By namespace, of a month: the sum of its days; equal parts where heads count. A namespace counts on the days on
    /// which it may receive.
    private mutating func monthlyWeights(
        at key: ClusterDay, _ rule: SharingPolicy.Rule, _ some: ReceiverSelector
    ) throws -> [String: UInt128] {
        let isByCost = if case .cost = rule { true } else { false }
        let question = MonthQuestion(
            month: Month(containing: key.day), cluster: key.cluster, currency: isByCost ? key.currency : nil,
            rule: rule)
        if let known = monthly[question] { return known }
        var sums: [String: UInt128] = [:]
        var costs: [String: Amount] = [:]
        for day in days[question.month] ?? [] {
            let place = ClusterDay(day: day, cluster: key.cluster, currency: key.currency)
            if isByCost {
                for namespace in fitting(some, (direct[place] ?? [:]).mapValues { _ in 1 }, place).keys {
                    try costs[namespace, default: .zero].add(direct[place]?[namespace] ?? .zero)
                }
                continue
            }
            let isByHead = if case .even = rule { true } else { false }
            for (namespace, weight) in try weights(at: place, rule, some) {
                sums[namespace] = isByHead ? 1 : (sums[namespace] ?? 0) + weight
            }
        }
        if isByCost {
            let positive = costs.filter { $0.value > .zero }
            _ = try Amount.sum(positive.values)
            sums = positive.mapValues(\.units.magnitude)
        }
        monthly[question] = sums
        return sums
    }

    private func fitting(
        _ some: ReceiverSelector, _ weights: [String: UInt128], _ key: ClusterDay
    ) -> [String: UInt128] {
        weights.filter { namespace, _ in
            !platform.contain(namespace)
                && some.fits(
                    namespace,
                    labels: telemetry.labels(
                        of: ClusterNamespace(cluster: key.cluster, namespace: namespace), on: key.day))
        }
    }

    /// Named namespaces receive on every day. The part of one that the cluster never had stays in the pool.
    func known(_ parts: [StatedPart], in cluster: String, rest: UInt128) -> [PoolShare] {
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

    private mutating func hourlyUse(on day: CalendarDay) -> [String: [String: [UInt128]]] {
        if let known = hourlyUsage[day] { return known }
        // Pools come in the order of days.
        hourlyUsage.removeAll()
        var sums: [String: [String: [UInt128]]] = [:]
        let none = Array(repeating: UInt128(0), count: HourlyCosts.hoursOfDay)
        for (node, nodeDay) in telemetry.nodeDays[day] ?? [:] {
            for (pod, hours) in nodeDay.pods {
                var own = sums[node.cluster]?[pod.namespace] ?? none
                for hour in own.indices { own[hour] += hours[0].value(hour: hour) }
                sums[node.cluster, default: [:]][pod.namespace] = own
            }
        }
        hourlyUsage[day] = sums
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
