import Kernel
import Model

/// Puts the sums of one currency into the order and the words of the report.
struct SectionBuilder {
    /// Pods listed by cost; the dataset has them all.
    private static let topPodCount = 20

    let currency: Currency
    let basis: CostMetric
    let bridge: [String: CostVector]
    let sums: ReportBuilder.Sums
    let nodeFacts: [ReportBuilder.NodeKey: (role: String, effective: Int128, capacity: Int128)]
    let clusters: [String]
    let platform: PlatformNamespaces

    func section() throws -> CurrencySection {
        CurrencySection(
            currency: currency, headline: try headline(), bill: costs("bill"), bridge: bridgeLines(),
            clusters: try clusters.map { try cluster($0) }, days: sums.days.sorted(), daily: daily(),
            nodes: try nodes(),
            topPods: pods(), outside: outside())
    }

    private func costs(_ line: String) -> CostVector { bridge[line] ?? .zero }

    private func amount(_ line: String) -> Amount { costs(line)[basis] }

    private func headline() throws -> Headline {
        var difference = amount("bill")
        for line in ["allocated", "residual", "outside", "no telemetry"] { try difference.subtract(amount(line)) }
        return Headline(
            bill: amount("bill"), allocated: amount("allocated"), idle: amount("idle"), shared: amount("shared"),
            outside: amount("outside"), noTelemetry: amount("no telemetry"), residual: amount("residual"),
            difference: difference)
    }

    /// The lines of the direct step. They hold every pool whole, so a residual of sharing is no line of its own.
    private func bridgeLines() -> [BridgeLine] {
        let kinds: [(BridgeLine.Kind, String)] = [
            (.direct, "direct"), (.idle, "idle"), (.shared, "shared"), (.network, "network"), (.storage, "storage"),
            (.outside, "outside"), (.noTelemetry, "no telemetry"),
        ]
        return kinds.map { BridgeLine($0, cost: amount($1), focus: costs($1)) }
    }

    private func cluster(_ name: String) throws -> ClusterCosts {
        let keys = Set(sums.direct.keys).union(sums.distributed.keys).filter { $0.cluster == name }
        let users = keys.filter { !platform.contain($0.namespace) }.sorted { $0.namespace < $1.namespace }
        var namespaces: [NamespaceCost] = []
        for key in users { namespaces.append(try namespace(key)) }
        let coins = try Split.rounded(namespaces.map(\.final), toPlaces: MoneyText(currency).places)
        for index in namespaces.indices { namespaces[index].finalInCoins = coins[index] }
        return ClusterCosts(name: name, namespaces: namespaces, spread: try spread(name, keys))
    }

    private func namespace(_ key: ReportBuilder.NamespaceKey) throws -> NamespaceCost {
        let direct = sums.direct[key] ?? [:]
        let given = sums.distributed[key] ?? [:]
        var final = Amount.zero
        for amount in Array(direct.values) + Array(given.values) { try final.add(amount) }
        return NamespaceCost(
            name: key.namespace,
            direct: .init(
                compute: direct["Compute"] ?? .zero, storage: direct["Storage"] ?? .zero,
                projectTag: direct["Project tag"] ?? .zero, traffic: direct["Traffic"] ?? .zero,
                loadBalancer: direct["Load balancer"] ?? .zero),
            distributed: .init(
                platform: given["Platform"] ?? .zero, worker: given["Worker idle"] ?? .zero,
                storage: given["Storage"] ?? .zero, network: given["Network"] ?? .zero,
                clusterShared: given["Cluster shared"] ?? .zero),
            final: final, finalInCoins: .zero)
    }

    /// What was spread over the namespaces of users: platform namespaces, then the pools.
    private func spread(_ cluster: String, _ keys: Set<ReportBuilder.NamespaceKey>) throws -> [SpreadCost] {
        var lines: [SpreadCost] = []
        for key in keys.sorted(by: { $0.namespace < $1.namespace }) where platform.contain(key.namespace) {
            let cost = try Amount.sum((sums.direct[key] ?? [:]).values)
            lines.append(SpreadCost(name: key.namespace, pool: .platform, cost: cost))
        }
        let pools: [(String, SpreadCost.Pool)] = [
            ("Platform idle", .platform), ("Worker idle", .worker), ("Storage unattributed", .storage),
            ("Network", .network), ("Cluster shared", .clusterShared),
        ]
        let held = sums.spread[ReportBuilder.NamespaceKey(cluster: cluster, namespace: "")] ?? [:]
        for (part, pool) in pools {
            if let cost = held[part] { lines.append(SpreadCost(name: part, pool: pool, cost: cost)) }
        }
        return lines
    }

    private func daily() -> [DailyCosts] {
        let days = sums.days.sorted()
        return sums.daily.sorted { ($0.key.cluster, $0.key.namespace) < ($1.key.cluster, $1.key.namespace) }
            .map { key, amounts in
                DailyCosts(
                    cluster: key.cluster, namespace: key.namespace, finals: days.map { amounts[$0] ?? .zero })
            }
    }

    private func nodes() throws -> [NodeCost] {
        try sums.nodes.sorted { ($0.key.cluster, $0.key.node) < ($1.key.cluster, $1.key.node) }
            .filter { nodeFacts[$0.key] != nil }
            .map { key, parts in
                let facts = nodeFacts[key] ?? ("", 0, 0)
                return NodeCost(
                    cluster: key.cluster, name: key.node, role: facts.role,
                    cost: try Amount.sum([parts.allocated, parts.idle, parts.noTelemetry]), allocated: parts.allocated,
                    idle: parts.idle, noTelemetry: parts.noTelemetry,
                    effectiveCoreHours: SectionBuilder.coreHours(facts.effective),
                    capacityCoreHours: SectionBuilder.coreHours(facts.capacity))
            }
    }

    /// Core-hours from core-nanoseconds, cut to 18 decimals: for the eye.
    private static func coreHours(_ nanoseconds: Int128) -> Quantity {
        // Hours are 3600 x 10^9 nanoseconds, quantities count 10^-18.
        Quantity(units: nanoseconds * 1_000_000_000 / 3600)
    }

    private func pods() -> [PodCost] {
        sums.pods.sorted { left, right in
            if left.value != right.value { return left.value > right.value }
            return (left.key.cluster, left.key.namespace, left.key.pod, left.key.node)
                < (right.key.cluster, right.key.namespace, right.key.pod, right.key.node)
        }
        .prefix(SectionBuilder.topPodCount)
        .map { key, cost in
            PodCost(
                cluster: key.cluster, namespace: key.namespace, pod: key.pod, node: key.node, directCompute: cost)
        }
    }

    private func outside() -> [OutsideItem] {
        sums.outside.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
            .map { OutsideItem(name: $0.key, cost: $0.value) }
    }
}
