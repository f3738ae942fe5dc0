import Columns
import Documents
import Kernel
import Model
import Runner

/// Reads a published allocation back and adds it up for people: the report says what anybody can recompute from the
/// published datasets.
struct ReportBuilder {
    struct NamespaceKey: Hashable {
        let cluster: String
        let namespace: String
    }

    struct NodeKey: Hashable {
        let cluster: String
        let node: String
    }

    struct PodKey: Hashable {
        let cluster: String
        let namespace: String
        let pod: String
        let node: String
    }

    /// Sums of one currency, on the report's basis unless they are vectors.
    struct Sums {
        var direct: [NamespaceKey: [String: Amount]] = [:]
        var distributed: [NamespaceKey: [String: Amount]] = [:]
        /// What pools hold before they are shared, by cluster and name.
        var spread: [NamespaceKey: [String: Amount]] = [:]
        var daily: [NamespaceKey: [CalendarDay: Amount]] = [:]
        var days: Set<CalendarDay> = []
        var nodes: [NodeKey: (allocated: Amount, idle: Amount, noTelemetry: Amount)] = [:]
        var pods: [PodKey: Amount] = [:]
        var outside: [String: Amount] = [:]
    }

    let basis: CostMetric
    private(set) var sums: [Currency: Sums] = [:]
    private var bridges: [Currency: [String: CostVector]] = [:]
    private var nodeFacts: [NodeKey: (role: String, effective: Int128, capacity: Int128)] = [:]
    private var clusters: Set<String> = []
    private var platform = PlatformNamespaces([])
    private(set) var rules: String?

    init(basis: CostMetric) { self.basis = basis }

    mutating func add(_ publication: Publication) throws {
        try readFacts(publication.facts)
        for path in publication.paths(below: Dataset.allocations.rawValue) { try readAllocations(path) }
        for path in publication.paths(below: Dataset.distributions.rawValue) { try readDistributions(path) }
    }

    private mutating func readFacts(_ facts: JSONNode) throws {
        platform = try PlatformNamespaces(facts: facts)
        rules = facts["rules"]?.string ?? rules
        for cluster in try facts.fact("clusters", \.array) { clusters.insert(cluster.string ?? "") }
        for bridge in try facts.fact("bridges", \.array) {
            let currency: Currency = try bridge.fact("currency") { $0.string.flatMap { Currency($0) } }
            for line in try bridge.fact("lines", \.array) {
                bridges[currency, default: [:]][try line.fact("line", \.string)] = try CostVector(facts: line)
            }
        }
        // A blend states its nodes' core-hours too.
        let isCPU = facts["resource"]?.string != "memory"
        for node in try facts.fact("nodes", \.array) {
            let key = NodeKey(cluster: try node.fact("cluster", \.string), node: try node.fact("node", \.string))
            let use = isCPU ? try node.fact("effective") { $0.string.flatMap { Int128($0) } } : 0
            let capacity = isCPU ? try node.fact("capacity") { $0.string.flatMap { Int128($0) } } : 0
            nodeFacts[key] = (try node.fact("role", \.string), use, capacity)
        }
    }

    private mutating func readAllocations(_ path: String) throws {
        let reader = try ParquetReader(
            path: path,
            columns: [
                "ChargePeriodStart", "BillingCurrency", basis.columnName, "x_AllocationPart", "x_ClusterId",
                "x_Namespace", "x_Node", "x_Pod", "ResourceId", "ChargeCategory", "ChargeDescription",
            ])
        while let batch = try reader.nextBatch() {
            let texts = [1, 3, 4, 5, 6, 7, 8, 9, 10].map { batch.texts($0) }
            let starts = batch.instants(0)
            let costs = batch.decimals(2)
            for row in 0..<batch.rowCount {
                guard let currency = texts[0].string(row).flatMap({ Currency($0) }), let start = starts[row] else {
                    preconditionFailure("an allocation has no currency or no period")
                }
                let piece = Piece(
                    day: start.day, part: texts[1].string(row) ?? "", cluster: texts[2].string(row) ?? "",
                    namespace: texts[3].string(row), node: texts[4].string(row), pod: texts[5].string(row),
                    outsideName: texts[6].string(row)
                        ?? "\(texts[7].string(row) ?? "Charge"): \(texts[8].string(row) ?? "no description")",
                    cost: Amount(units: costs[row] ?? 0))
                try sums[currency, default: Sums()].add(piece, platform)
            }
        }
    }

    private mutating func readDistributions(_ path: String) throws {
        let reader = try ParquetReader(
            path: path, columns: ["Day", "Cluster", "Pool", "BillingCurrency", "Namespace", basis.columnName])
        while let batch = try reader.nextBatch() {
            let (days, clusters, pools) = (batch.days(0), batch.texts(1), batch.texts(2))
            let (currencies, namespaces, costs) = (batch.texts(3), batch.texts(4), batch.decimals(5))
            for row in 0..<batch.rowCount {
                guard let currency = currencies.string(row).flatMap({ Currency($0) }), let day = days[row] else {
                    preconditionFailure("a distribution has no currency or no day")
                }
                guard let namespace = namespaces.string(row) else { continue }
                let key = NamespaceKey(cluster: clusters.string(row) ?? "", namespace: namespace)
                let cost = Amount(units: costs[row] ?? 0)
                try sums[currency, default: Sums()].distributed[key, default: [:]][
                    pools.string(row) ?? "", default: .zero
                ].add(cost)
                try sums[currency]?.addDaily(key, day, cost)
            }
        }
    }

    /// The report's sections, one a currency.
    func sections() throws -> [CurrencySection] {
        try bridges.keys.sorted().map { currency in
            try SectionBuilder(
                currency: currency, basis: basis, bridge: bridges[currency] ?? [:], sums: sums[currency] ?? Sums(),
                nodeFacts: nodeFacts, clusters: clusters.sorted(), platform: platform
            ).section()
        }
    }
}

/// A row of `allocations` as far as the report cares.
private struct Piece {
    let day: CalendarDay
    let part: String
    let cluster: String
    let namespace: String?
    let node: String?
    let pod: String?
    let outsideName: String
    let cost: Amount
}

extension ReportBuilder.Sums {
    fileprivate mutating func add(_ piece: Piece, _ platform: PlatformNamespaces) throws {
        days.insert(piece.day)
        switch piece.part {
        case "Outside": try outside[piece.outsideName, default: .zero].add(piece.cost)
        case "No telemetry": try nodes[node(piece), default: (.zero, .zero, .zero)].noTelemetry.add(piece.cost)
        case "Platform idle", "Worker idle":
            try nodes[node(piece), default: (.zero, .zero, .zero)].idle.add(piece.cost)
            try addSpread(piece)
        case "Compute":
            try nodes[node(piece), default: (.zero, .zero, .zero)].allocated.add(piece.cost)
            let pod = ReportBuilder.PodKey(
                cluster: piece.cluster, namespace: piece.namespace ?? "", pod: piece.pod ?? "", node: piece.node ?? "")
            try pods[pod, default: .zero].add(piece.cost)
            try addNamespace(piece, platform)
        case "Storage", "Project tag", "Traffic", "Load balancer": try addNamespace(piece, platform)
        default: try addSpread(piece)
        }
    }

    private func node(_ piece: Piece) -> ReportBuilder.NodeKey {
        ReportBuilder.NodeKey(cluster: piece.cluster, node: piece.node ?? "")
    }

    private mutating func addNamespace(_ piece: Piece, _ platform: PlatformNamespaces) throws {
        let key = ReportBuilder.NamespaceKey(cluster: piece.cluster, namespace: piece.namespace ?? "")
        try direct[key, default: [:]][piece.part, default: .zero].add(piece.cost)
        if !platform.contain(key.namespace) { try addDaily(key, piece.day, piece.cost) }
    }

    private mutating func addSpread(_ piece: Piece) throws {
        let key = ReportBuilder.NamespaceKey(cluster: piece.cluster, namespace: "")
        try spread[key, default: [:]][piece.part, default: .zero].add(piece.cost)
    }

    mutating func addDaily(_ key: ReportBuilder.NamespaceKey, _ day: CalendarDay, _ cost: Amount) throws {
        days.insert(day)
        try daily[key, default: [:]][day, default: .zero].add(cost)
    }
}
