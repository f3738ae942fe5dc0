import Documents
import Kernel
import Model
import Runner

/// The option `sharing`: its shape, and how it is read.
extension SharingPolicy {
    static let shape = TaggedShape(
        "sharing policy", "how some pools are shared; the first policy that fits a cost counts", tag: "split",
        "how the pools are shared", placement: .inline,
        common: [
            .required(
                "pool", .either([.oneOf(pools), .array(of: .oneOf(pools), count: 1...5, unique: .value)]),
                "the pool that it is for, or several"),
            .optional("cluster", .text(length: 1...253), "the cluster it is for; any without it"),
            .optional("of", .object(PoolSelector.shape), "which costs of the pools it is for; all without it"),
            .optional(
                "priority", .integer(-1_000_000...1_000_000), default: 0,
                "the higher is asked first; of equal ones that which stands first"),
            .optional("why", .text(), "why it is so, for who reads the result"),
        ],
        choices: [
            .init(
                "usage",
                ObjectShape(
                    "sharing policy by usage", "by effective use",
                    [receivers, receiverLabels, window("whose use counts", SharingWindow.allCases)])),
            .init(
                "cost",
                ObjectShape(
                    "sharing policy by cost", "by direct EffectiveCost; below zero counts as 0",
                    [receivers, receiverLabels, window("whose cost counts", [.day, .month])])),
            .init(
                "even",
                ObjectShape(
                    "sharing policy by head", "equal parts to every namespace that was seen",
                    [receivers, receiverLabels, window("in which a namespace must have been seen", [.day, .month])])),
            .init(
                "percentage",
                ObjectShape(
                    "sharing policy by percentage", "a percentage for each namespace",
                    [
                        .required(
                            "percentages", named(StatedPart.percentage),
                            "percentage by namespace; they must sum to 100")
                    ])),
            .init(
                "fixed",
                ObjectShape(
                    "sharing policy by amount", "an amount for each namespace, and never more than there is",
                    [
                        .required(
                            "amounts", named(StatedPart.amount),
                            "EffectiveCost by namespace, in the currency of the bill; what is left stays a residual"
                        ),
                        window("for which the amounts are", [.day, .month]),
                    ])),
            .init("keep", ObjectShape("sharing policy that keeps", "the cost stays in the pool, as a residual", [])),
        ])

    private static let pools = CostPool.allCases.map(\.option)

    private static let name = StringRule.text(length: 1...253)

    private static let receivers = FieldShape.optional(
        "namespaces", .array(of: .string(name), count: 1...1000, unique: .value),
        default: [.string(ReceiverSelector.everyName)],
        "patterns of the namespaces that receive, with * and ?; platform namespaces never do")

    private static let receiverLabels = FieldShape.optional(
        "labels", .map(of: .text(length: 0...1000), keys: .text(length: 1...317), count: 0...20), default: [:],
        "patterns of values by label that the namespace itself carries on the day; all must fit")

    private static func window(_ what: String, _ windows: [SharingWindow]) -> FieldShape {
        .optional(
            "window", .oneOf(windows.map(\.rawValue)), default: .string(SharingWindow.day.rawValue),
            "the time \(what)")
    }

    private static func named(_ value: ValueShape) -> ValueShape { .map(of: value, keys: name, count: 1...1000) }

    /// The policies in the order in which they are asked, checked against one another.
    ///
    /// - Parameter platform: whose cost is shared, and who therefore cannot receive.
    static func list(_ nodes: [JSONNode], platform: PlatformNamespaces) throws -> [SharingPolicy] {
        let all = try nodes.enumerated().map { index, node in
            (node: node, policy: try SharingPolicy(option: node, position: index + 1, platform: platform))
        }
        let ordered = all.sorted { left, right in
            (-left.policy.priority, left.policy.position) < (-right.policy.priority, right.policy.position)
        }
        for (index, (node, policy)) in ordered.enumerated() {
            for pool in try poolNodes(node) {
                let isTaken = ordered[..<index].contains { $0.policy.takes(pool.string ?? "", from: policy) }
                guard isTaken else { continue }
                throw Failure(
                    .configuration, AllocationCode.policyNeverApplies,
                    "an earlier policy shares the pool '\(pool.string ?? "")' already, so this one would never apply",
                    at: pool.place,
                    hint:
                        "the first policy that fits counts, the highest \"priority\" first; put one with \"cluster\" or \"of\" first, or leave one out"
                )
            }
        }
        return ordered.map(\.policy)
    }

    /// True when nothing of the pool is left to a later one.
    private func takes(_ pool: String, from later: SharingPolicy) -> Bool {
        pools.contains { $0.option == pool } && (cluster == nil || cluster == later.cluster)
            && (selector.isEmpty || selector == later.selector)
    }

    private init(option node: JSONNode, position: Int, platform: PlatformNamespaces) throws {
        self.init(
            pools: Set(try SharingPolicy.poolNodes(node).compactMap { $0.string.flatMap(CostPool.init(option:)) }),
            cluster: node["cluster"]?.string,
            selector: try node["of"].map { try PoolSelector(option: $0) } ?? PoolSelector(),
            rule: try Rule(option: node, platform: platform), priority: try node.option("priority", \.int),
            position: position, why: node["why"]?.string)
    }

    private static func poolNodes(_ node: JSONNode) throws -> [JSONNode] {
        try node.option("pool") { $0.array ?? [$0] }
    }
}

extension SharingPolicy.Rule {
    fileprivate init(option node: JSONNode, platform: PlatformNamespaces) throws {
        func receivers() throws -> ReceiverSelector {
            ReceiverSelector(
                namespaces: NamePattern.list(try node.option("namespaces", \.array)),
                labels: NamePattern.byLabel(try node.option("labels", \.members)))
        }
        func window() throws -> SharingWindow {
            try node.option("window") { $0.string.flatMap(SharingWindow.init(rawValue:)) }
        }
        switch try node.option("split", \.string) {
        case "usage": self = .usage(try receivers(), try window())
        case "cost": self = .cost(try receivers(), try window())
        case "even": self = .even(try receivers(), try window())
        case "percentage":
            try Self.refusePlatform(node, "percentages", platform)
            self = .percentage(
                try StatedPart.percentages(
                    node, "percentages", restTo: "a namespace, or use \"split\": \"usage\" with \"namespaces\""))
        case "fixed":
            try Self.refusePlatform(node, "amounts", platform)
            self = .fixed(try StatedPart.amounts(node, "amounts"), try window())
        case "keep": self = .keep
        default: preconditionFailure("the shape admits known splits only")
        }
    }

    private static func refusePlatform(_ node: JSONNode, _ key: String, _ platform: PlatformNamespaces) throws {
        for member in try node.option(key, \.members) where platform.contain(member.key) {
            throw Failure(
                .configuration, AllocationCode.platformReceives,
                "'\(member.key)' is a platform namespace and cannot receive", at: member.keyPlace,
                hint: "its cost is in the pool 'platform'; \"platformNamespaces\" says which namespaces are")
        }
    }
}
