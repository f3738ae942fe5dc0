import Columns
import Documents
import Kernel
import Model
package import Runner

/// Allocates a bill to the workloads of clusters, and proves that it adds up.
package struct AllocateStage: Stage {
    package static let use = "allocate"
    static let billRole = "bill"
    static let usageRole = "usage"

    let options: AllocationOptions
    package let inputs: [StageInput]

    package func run(_ context: StageContext) throws -> StageOutcome {
        try refuseSharedFiles(context)
        let telemetry = try readTelemetry(context)
        var bill: [Currency: CostVector] = [:]
        let charges = try readCharges(context, telemetry, &bill)
        let progress = { try context.progress(StageProgress()) }
        // Measured on 10,000 pods: without it what reading and splitting have freed is a fifth of the peak.
        Memory.giveBack()
        let result = try AllocationResult.allocate(
            charges, telemetry: telemetry, options: options, progress: progress)
        Memory.giveBack()
        let bridges = try result.bridges(bill: bill)
        try AllocationWriter(result: result, options: options).write(to: context.directory, progress: progress)
        let daily = try DailyAllocations(result)
        let unbilled = Unbilled(result, period: context.period)
        let facts = AllocationFacts(result: result, bridges: bridges, options: options, unbilled: unbilled)
        return StageOutcome(
            tables: [daily.content, BridgeTable.content(bridges)], facts: facts.json,
            rowCount: Int64(result.rows.count),
            diagnostics: try otherPeriods(context) + warnings(telemetry, context.period)
                + SharingFindings(options: options, telemetry: telemetry, used: result.usedPolicies).warnings
                + TeamFindings(options: options, rows: result.rows, telemetry: telemetry).warnings
                + unbilled.warnings)
    }

    private func readTelemetry(_ context: StageContext) throws -> TelemetryIndex {
        var index = TelemetryIndex(
            resource: options.resource, keepsMounts: options.rules == .koku, keepsTraffic: options.network == .bytes)
        let progress = context.progress
        for publication in context.publications(role: AllocateStage.usageRole) {
            if options.containers {
                for path in publication.paths(below: Dataset.containerHours.rawValue) {
                    try TelemetryReader.readContainers(path, into: &index) { try progress(StageProgress()) }
                }
            }
            for dataset in [
                Dataset.usageHours, .volumeHours, .nodeLabels, .namespaceLabels, .loadBalancers, .nodeHours,
            ] {
                for path in publication.paths(below: dataset.rawValue) {
                    try TelemetryReader.read(path, dataset, into: &index) { try progress(StageProgress()) }
                }
            }
        }
        return index
    }

    /// A file that two of the bills were read from would be allocated twice.
    private func refuseSharedFiles(_ context: StageContext) throws {
        var readers: [String: (stage: StageID, file: String)] = [:]
        for publication in context.publications(role: AllocateStage.billRole) {
            guard publication.rowCount > 0 else { continue }
            for file in try publication.facts.fact("files", \.array) {
                let digest: String = try file.fact("sha256", \.string)
                let name: String = try file.fact("name", \.string)
                if let other = readers[digest], other.stage != publication.stage {
                    throw Failure(
                        .badInput, AllocationCode.billTwice,
                        "stages '\(other.stage)' and '\(publication.stage)' both read the bytes of '\(name)'",
                        hint: "its charges would be allocated twice; leave one of the stages out of \"bill\"")
                }
                readers[digest] = (publication.stage, name)
            }
        }
    }

    /// The charges of the run's billing period, and nothing of others that the same delivery may hold.
    private func readCharges(
        _ context: StageContext, _ telemetry: TelemetryIndex, _ bill: inout [Currency: CostVector]
    ) throws -> [Charge] {
        var groups = ChargeGroups(rowTime: options.rows)
        let disks = IdentifierSuffix(telemetry.clusterByDisk.keys)
        let nodes = IdentifierSuffix(options.join == .hour ? Array(telemetry.nodeByResourceID.keys) : [])
        let folder = "\(Dataset.costLines.rawValue)/billing_period=\(context.period)"
        var rows: Int64 = 0
        for publication in context.publications(role: AllocateStage.billRole) {
            for path in publication.paths(below: folder) {
                try ChargeReader.read(
                    path, into: &groups, bill: &bill, isDisk: { disks.match($0) != nil },
                    keepsHours: { nodes.match($0) != nil }
                ) {
                    rows += $0
                    try context.progress(StageProgress(rows: rows))
                }
            }
        }
        guard groups.count > 0 else {
            throw Failure(
                .missingInput, AllocationCode.emptyBill, "the bill has no rows of billing period \(context.period)",
                hint: "choose another period with --period, or check what the bill's stage reads")
        }
        return groups.sorted()
    }

    /// Rows of other billing periods in the same delivery: they are not part of this period's bill.
    private func otherPeriods(_ context: StageContext) throws -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        for publication in context.publications(role: AllocateStage.billRole) {
            let totals = try ControlTotals(facts: publication.facts.fact("totals") { $0 }).totals
            for month in Set(totals.keys.map(\.billingPeriod)).sorted() where month != context.period {
                let own = totals.filter { $0.key.billingPeriod == month }
                let rows = own.values.reduce(0) { $0 + $1.rows }
                warnings.append(
                    .warning(
                        AllocationCode.otherPeriods,
                        "the bill of stage '\(publication.stage)' also holds \(rows) rows of billing period \(month); they are not allocated in this run",
                        hint: "the report lists them; allocate them with --period \(month)"))
            }
        }
        return warnings
    }

    private func warnings(_ telemetry: TelemetryIndex, _ period: Month) -> [Diagnostic] {
        var warnings: [Diagnostic] = []
        let days = telemetry.nodeDays.keys
        if !days.contains(where: { Month(containing: $0) == period }) {
            let seen =
                days.min().map { "it covers \($0) to \(days.max() ?? $0)" } ?? "it holds no row of a pod on a node"
            warnings.append(
                .warning(
                    AllocationCode.telemetryElsewhere, "the telemetry has no hour of period \(period): \(seen)",
                    hint: "everything stays outside the clusters; check which files the telemetry's stage reads"))
        }
        if telemetry.repeatedPodHours > 0 {
            warnings.append(
                .warning(
                    AllocationCode.repeatedTelemetry,
                    "\(telemetry.repeatedPodHours) rows of telemetry name an hour, node and pod already seen; the largest use counts",
                    hint: "look for a report that was delivered twice"))
        }
        if telemetry.podHoursWithoutNode > 0 {
            warnings.append(
                .warning(
                    AllocationCode.telemetryWithoutNode,
                    "\(telemetry.podHoursWithoutNode) rows of telemetry name no node and carry no cost"))
        }
        if options.network == .bytes, !telemetry.knowsTraffic {
            warnings.append(
                .warning(
                    AllocationCode.withoutTraffic,
                    "telemetry does not know what pods sent, so that all traffic stays in the pool \"network\"",
                    hint: "stages of telemetry publish it with \"networkBytes\": true; the operator's reports have none"
                ))
        }
        return warnings + containerWarnings(telemetry)
    }

    private func containerWarnings(_ telemetry: TelemetryIndex) -> [Diagnostic] {
        guard options.containers else { return [] }
        let (all, known) = telemetry.podDays
        guard known < all else { return [] }
        let message =
            known == 0
            ? "telemetry knows no container, so every pod stays whole"
            : "of \(all) days of pods telemetry knows the containers of \(known); the other pods stay whole"
        return [
            .warning(
                AllocationCode.withoutContainers, message,
                hint: "stages of telemetry publish containers with \"containerHours\": true")
        ]
    }
}

extension AllocateStage {
    package static let kind = StageKind(
        use: use, version: 10, options: shape,
        publishes: [Dataset.allocations.rawValue, Dataset.distributions.rawValue]
    ) { try AllocateStage(options: $0) }

    private static let shape = ObjectShape(
        "options of \(use)", "allocate a bill to namespaces and pods, reconciled to the bill",
        [
            .required(
                "bill", .array(of: .identifier, count: 1...100, unique: .value), "stages that published the bill"),
            .required(
                "usage", .array(of: .identifier, count: 1...100, unique: .value), "stages that published telemetry"),
            .optional(
                "rules",
                .oneOf([
                    "reckon": "every cost is shared as it was used; nothing below zero comes of a cost",
                    "koku": "those of koku: by the day, idle below zero on nodes that are over-committed",
                ]), default: "reckon", "whose rules are followed"),
            .optional(
                "resource",
                .oneOf([
                    "cpu": "core-seconds", "memory": "byte-seconds",
                    "blend": "all three by \"prices\"; pools are shared by core-seconds",
                ]), default: "cpu", "the resource whose use parts a node's cost and shares the pools"),
            .optional(
                "join",
                .oneOf(["hour": "the use of the hours it covers", "day": "the use of its whole day"]),
                "what the bill's row of a node is split by; \"hour\" without it, and \"day\" with koku's rules"),
            .optional(
                "containers", .boolean, default: false,
                "part what pods cost among their containers; the stages of telemetry must publish them (containerHours)"
            ),
            .optional(
                "network",
                .oneOf([
                    "pool": "the namespaces of the node's cluster share it",
                    "bytes":
                        "its pods pay by what they sent in the hours of the charge; where nothing is known it stays a pool",
                ]), default: .string(AllocationOptions.Network.pool.rawValue),
                "what becomes of a node's traffic; the stages of telemetry must publish bytes (networkBytes)"),
            .optional(
                "rows",
                .oneOf([
                    "day": "one for each day",
                    "hour": "as fine as the bill's rows, down to the hour, for views by hour: up to 24 times as many",
                ]), default: .string(AllocationOptions.RowTime.day.rawValue),
                "how many rows are stored of a charge that recurs within a day"),
            .optional(
                "prices", .array(of: .object(priceShape), count: 0...1000), default: [],
                "what an hour of CPU, memory and GPU is worth beside the others, for \"blend\"; the first line that fits a node and a day counts"
            ),
            .optional("tags", .object(tagShape), default: [:], "tags of the bill that name where a charge belongs"),
            .optional(
                "platformNamespaces", .array(of: .text(length: 1...253), count: 0...1000, unique: .value),
                default: .strings(PlatformNamespaces.usual.patterns.map(\.text)),
                "patterns of the namespaces that run the platform, with * and ?; their cost is shared"),
            .optional(
                "sharing", .array(of: .tagged(SharingPolicy.shape), count: 0...1000), default: [],
                "how pools are shared; costs that no policy fits are shared by effective use of the day"),
            .optional(
                "teams", .array(of: .object(TeamRule.shape), count: 0...1000), default: [],
                "whose namespaces are whose; the first rule that fits and says a team counts"),
            .optional(
                "outside", .array(of: .tagged(OutsideRule.shape), count: 0...1000), default: [],
                "which teams pay for charges outside of clusters; the first rule that fits a charge counts"),
        ])

    private static let price = ValueShape.decimal("0", "10000", decimals: PriceBook.decimals)

    private static let priceShape = ObjectShape(
        "line of prices", "prices of some nodes; only their proportions matter, as the bill says what a node costs",
        [
            .optional("cluster", .text(length: 1...253), "the cluster it is for; any without it"),
            .optional(
                "labels", .map(of: .text(), keys: .text(length: 1...500), count: 0...20), default: [:],
                "labels that the node carries, as telemetry spells them, such as label_node_kubernetes_io_instance_type"
            ),
            .optional("from", .day, "first day; any without it"),
            .optional("until", .day, "day after the last; any without it"),
            .required("cpuCoreHour", price, "a core for an hour"),
            .required("memoryGibibyteHour", price, "a GiB for an hour"),
            .required("gpuHour", price, "a GPU for an hour; 0 parts nothing to GPUs"),
            .required("source", .text(), "where the prices were taken from, for who reads the result"),
        ])

    private static let tagShape = ObjectShape(
        "tags", "keys of tags",
        [
            .optional("project", .text(), default: "openshift_project", "its value names a namespace"),
            .optional("node", .text(), default: "openshift_node", "its value names a node"),
            .optional("cluster", .text(), default: "openshift_cluster", "its value names a cluster"),
        ])

    private init(options node: JSONNode) throws {
        let tags = try node.option("tags") { $0.members == nil ? nil : $0 }
        let rules = try node.option("rules") { $0.string.flatMap(AllocationOptions.Rules.init(rawValue:)) }
        if rules == .koku { try AllocationOptions.refuseWhatKokuLacks(node) }
        let resource = try node.option("resource") { $0.string.flatMap(AllocationOptions.Resource.init(rawValue:)) }
        let prices = PriceBook(lines: try node.option("prices", \.array).map(PriceBook.Line.init(option:)))
        guard (resource == .blend) != prices.lines.isEmpty else {
            throw Failure(
                .configuration, AllocationCode.pricesWithoutBlend,
                resource == .blend ? "\"blend\" needs \"prices\"" : "\"prices\" are for \"resource\": \"blend\" only",
                at: node.place, hint: "give both, or leave both out")
        }
        let platform = PlatformNamespaces(try node.option("platformNamespaces", \.array).compactMap(\.string))
        let join = node["join"]?.string.flatMap(AllocationOptions.Join.init(rawValue:))
        options = AllocationOptions(
            rules: rules, resource: resource, join: join ?? (rules == .koku ? .day : .hour), prices: prices,
            projectTag: try tags.option("project", \.string), nodeTag: try tags.option("node", \.string),
            clusterTag: try tags.option("cluster", \.string),
            sharing: try SharingPolicy.list(try node.option("sharing", \.array), platform: platform),
            platform: platform, teams: try TeamRule.list(try node.option("teams", \.array)),
            outside: try OutsideRule.list(try node.option("outside", \.array)),
            containers: try node.option("containers", \.bool),
            network: try node.option("network") { $0.string.flatMap(AllocationOptions.Network.init(rawValue:)) },
            rows: try node.option("rows") { $0.string.flatMap(AllocationOptions.RowTime.init(rawValue:)) })
        inputs =
            try StageInput.stages(node, "bill", role: AllocateStage.billRole, needs: Dataset.costLines.rawValue)
            + StageInput.stages(node, "usage", role: AllocateStage.usageRole, needs: Dataset.usageHours.rawValue)
    }
}

extension PriceBook.Line {
    fileprivate init(option node: JSONNode) throws {
        func price(_ key: String) throws -> UInt64 {
            try node.option(key) { node in
                node.quantity.flatMap { UInt64(exactly: $0.units / 1_000_000) }
            }
        }
        func day(_ key: String) -> CalendarDay? {
            node[key]?.string.flatMap { Instant("\($0)T00:00:00Z")?.day }
        }
        self.init(
            cluster: node["cluster"]?.string,
            labels: try node.option("labels", \.members).compactMap { member in
                member.value.string.map { "\(member.key):\($0)" }
            },
            from: day("from"), until: day("until"), cpu: try price("cpuCoreHour"),
            memory: try price("memoryGibibyteHour"), gpu: try price("gpuHour"),
            source: try node.option("source", \.string))
    }
}
