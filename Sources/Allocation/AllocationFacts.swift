import Documents
import Kernel
import Model

/// What an allocation says about itself: bridges, and nodes with what they could and did carry.
struct AllocationFacts {
    let result: AllocationResult
    let bridges: [Bridge]
    let options: AllocationOptions
    let unbilled: Unbilled

    var json: JSONOut { .object(rules + containers + network + rows + members) }

    /// An allocation that does not say whose rules it followed followed ours.
    private var rules: [JSONOut.Member] {
        options.rules == .reckon ? [] : [.init("rules", .string(options.rules.rawValue))]
    }

    /// Nothing where pods stay whole.
    private var containers: [JSONOut.Member] { options.containers ? [.init("containers", .bool(true))] : [] }

    /// Nothing where traffic is a pool.
    private var network: [JSONOut.Member] {
        options.network == .pool ? [] : [.init("network", .string(options.network.rawValue))]
    }

    /// Nothing where rows are of days.
    private var rows: [JSONOut.Member] {
        options.rows == .day ? [] : [.init("rows", .string(options.rows.rawValue))]
    }

    private var members: [JSONOut.Member] {
        [
            .init("method", .string(AllocationWriter.methodID(options))),
            .init("resource", .string(options.resource.rawValue)),
            .init("join", .string(options.join.rawValue)),
            .init("prices", .array(options.prices.lines.map(\.facts))),
            .init("charges", .integer(result.charges.count)),
            .init("pieces", .integer(result.rows.count)),
            .init("clusters", .strings(result.telemetry.clusters.sorted())),
            .init(
                "bridges",
                .array(
                    bridges.map { bridge in
                        .object([
                            .init("currency", .string(bridge.currency.description)),
                            .init(
                                "lines",
                                .array(
                                    bridge.named.map { name, costs in
                                        .object([.init("line", .string(name))] + costs.facts)
                                    })),
                        ])
                    })),
            .init("nodes", .array(nodes)),
            .init("unbilled", unbilled.facts),
            options.platform.facts,
            .init("sharing", .array(options.sharing.map(\.facts))),
            .init("teams", .array(options.teams.map(\.facts))),
            .init("outside", .array(options.outside.map(\.facts))),
        ]
    }

    /// Use and capacity in core-nanoseconds or byte-seconds over the period, as decimal text.
    private var nodes: [JSONOut] {
        var use: [NodeKey: (effective: UInt128, capacity: UInt128)] = [:]
        for (_, nodeDays) in result.telemetry.nodeDays {
            for (node, day) in nodeDays {
                let effective = day.pods.values.reduce(UInt128(0)) { $0 + $1[0].sum }
                use[node, default: (0, 0)].effective += effective
                use[node]?.capacity += day.capacities[0].sum
            }
        }
        return use.sorted { $0.key < $1.key }.map { node, sums in
            .object([
                .init("cluster", .string(node.cluster)), .init("node", .string(node.node)),
                .init("role", .string(result.telemetry.role(of: node).rawValue)),
                .init("effective", .string(String(sums.effective))),
                .init("capacity", .string(String(sums.capacity))),
            ])
        }
    }
}
