import Documents
import Kernel
import Model
import Runner

/// The option `sharing`: its shape, and how it is read.
extension SharingPolicy {
    static let shape = TaggedShape(
        "sharing policy", "how some pools are shared; the first policy that fits a pool counts", tag: "split",
        "how the pools are shared", placement: .inline,
        common: [
            .required(
                "pool", .either([.oneOf(pools), .array(of: .oneOf(pools), count: 1...5, unique: .value)]),
                "the pool that it is for, or several"),
            .optional("cluster", .text(length: 1...253), "the cluster it is for; any without it"),
            .optional("why", .text(), "why it is so, for who reads the result"),
        ],
        choices: [
            .init("usage", ObjectShape("sharing policy by usage", "by effective use of the day", [receivers])),
            .init(
                "cost",
                ObjectShape(
                    "sharing policy by cost", "by direct EffectiveCost of the day; below zero counts as 0",
                    [receivers])),
            .init(
                "even",
                ObjectShape("sharing policy by head", "equal parts to every namespace seen on the day", [receivers])),
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
                    "sharing policy by amount", "an amount a day for each namespace, and never more than there is",
                    [
                        .required(
                            "amounts", named(StatedPart.amount),
                            "EffectiveCost a day by namespace, in the currency of the bill; what is left stays a residual"
                        )
                    ])),
            .init("keep", ObjectShape("sharing policy that keeps", "the cost stays in the pool, as a residual", [])),
        ])

    private static let pools = CostPool.allCases.map(\.option)

    private static let name = StringRule.text(length: 1...253)

    private static let receivers = FieldShape.optional(
        "namespaces", .array(of: .string(name), count: 1...1000, unique: .value), default: [.string(everyName)],
        "patterns of the namespaces that receive, with * and ?; platform namespaces never do")

    private static func named(_ value: ValueShape) -> ValueShape { .map(of: value, keys: name, count: 1...1000) }

    /// The policies, checked against one another.
    ///
    /// - Parameter platform: whose cost is shared, and who therefore cannot receive.
    static func list(_ nodes: [JSONNode], platform: PlatformNamespaces) throws -> [SharingPolicy] {
        var policies: [SharingPolicy] = []
        for node in nodes {
            let policy = try SharingPolicy(option: node, platform: platform)
            for pool in try poolNodes(node) {
                let isTaken = policies.contains { earlier in
                    earlier.pools.contains { $0.option == pool.string }
                        && (earlier.cluster == nil || earlier.cluster == policy.cluster)
                }
                guard isTaken else { continue }
                throw Failure(
                    .configuration, AllocationCode.policyNeverApplies,
                    "an earlier policy shares the pool '\(pool.string ?? "")' already, so this one would never apply",
                    at: pool.place,
                    hint: "the first policy that fits counts; put one with \"cluster\" first, or leave one out")
            }
            policies.append(policy)
        }
        return policies
    }

    private init(option node: JSONNode, platform: PlatformNamespaces) throws {
        self.init(
            pools: Set(try SharingPolicy.poolNodes(node).compactMap { $0.string.flatMap(CostPool.init(option:)) }),
            cluster: node["cluster"]?.string, rule: try Rule(option: node, platform: platform),
            why: node["why"]?.string)
    }

    private static func poolNodes(_ node: JSONNode) throws -> [JSONNode] {
        try node.option("pool") { $0.array ?? [$0] }
    }
}

extension SharingPolicy.Rule {
    fileprivate init(option node: JSONNode, platform: PlatformNamespaces) throws {
        func patterns() throws -> [NamePattern] {
            try node.option("namespaces", \.array).compactMap { $0.string.map { NamePattern($0) } }
        }
        switch try node.option("split", \.string) {
        case "usage": self = .usage(try patterns())
        case "cost": self = .cost(try patterns())
        case "even": self = .even(try patterns())
        case "percentage":
            try Self.refusePlatform(node, "percentages", platform)
            self = .percentage(
                try StatedPart.percentages(
                    node, "percentages", restTo: "a namespace, or use \"split\": \"usage\" with \"namespaces\""))
        case "fixed":
            try Self.refusePlatform(node, "amounts", platform)
            self = .fixed(try StatedPart.amounts(node, "amounts"))
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
