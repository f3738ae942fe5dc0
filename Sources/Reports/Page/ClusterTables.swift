import Kernel

/// The two tables of a cluster: its namespaces, and the costs that were spread over them.
struct ClusterTables {
    let context: SectionContext
    let cluster: ClusterCosts
    let index: Int

    private static let parts: [(title: String, isDirect: Bool, amount: @Sendable (NamespaceCost) -> Amount)] = [
        ("Compute", true, { $0.direct.compute }), ("Storage", true, { $0.direct.storage }),
        ("Project tag", true, { $0.direct.projectTag }), ("Node tag", true, { $0.direct.nodeTag }),
        ("Traffic", true, { $0.direct.traffic }), ("Load balancer", true, { $0.direct.loadBalancer }),
        ("Platform", false, { $0.distributed.platform }), ("Worker idle", false, { $0.distributed.worker }),
        ("Storage", false, { $0.distributed.storage }), ("Network", false, { $0.distributed.network }),
        ("Cluster shared", false, { $0.distributed.clusterShared }),
    ]

    func render() throws(AmountOverflow) -> HTML {
        let table = cluster.namespaces.isEmpty ? nil : try namespaceTable()
        let spread = cluster.spread.isEmpty ? nil : try spreadTable()
        return HTML.group {
            context.subheading {
                "Cluster "
                HTML.bdi { VisibleText.show(cluster.name) }
            }
            if let table { table } else { context.note("No namespace of this cluster has a cost in this period.") }
            spread
        }
    }

    private func namespaceTable() throws(AmountOverflow) -> HTML {
        let namespaces = cluster.namespaces.sorted {
            $0.final != $1.final ? $0.final > $1.final : $0.name < $1.name
        }
        // A part that no namespace has would be a column of zeros.
        let parts = Self.parts.filter { part in namespaces.contains { part.amount($0) != .zero } }
        let money = context.money
        var totals: [ReportTable.Cell] = [.name("Total")]
        for part in parts { totals.append(.number(money.rounded(try total(namespaces.map(part.amount))))) }
        let exactDecimals = money.decimals(for: namespaces.map(\.final))
        func exact(_ amount: Amount) -> ReportTable.Cell { .digits(money.exact(amount, decimals: exactDecimals)) }
        totals.append(exact(try total(namespaces.map(\.final))))
        totals.append(.number(money.rounded(try total(namespaces.map(\.finalInCoins)))))
        return ReportTable(
            id: context.id("cluster-\(index + 1)"),
            subject: cluster.name, caption: "Namespaces of %, \(context.currency), largest first",
            columns: [.text("Namespace")] + parts.map { .number($0.title) }
                + [.number("Final, exact"), .number("Final")],
            groups: groups(parts.count { $0.isDirect }, parts.count { !$0.isDirect }),
            rows: namespaces.map { namespace in
                [.name(namespace.name)] + parts.map { .number(money.rounded($0.amount(namespace))) }
                    + [exact(namespace.final), .number(money.rounded(namespace.finalInCoins))]
            },
            totals: [totals]
        ).render()
    }

    private func groups(_ direct: Int, _ distributed: Int) -> [ReportTable.Group] {
        var groups = [ReportTable.Group(title: "", span: 1)]
        if direct > 0 { groups.append(.init(title: "Direct", span: direct)) }
        if distributed > 0 { groups.append(.init(title: "Part of what the cluster shares", span: distributed)) }
        return groups + [.init(title: "", span: 2)]
    }

    private func spreadTable() throws(AmountOverflow) -> HTML {
        let order = SpreadCost.Pool.allCases
        let spread = cluster.spread.sorted {
            let ranks = (order.firstIndex(of: $0.pool) ?? 0, order.firstIndex(of: $1.pool) ?? 0)
            if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
            return $0.cost != $1.cost ? $0.cost > $1.cost : $0.name < $1.name
        }
        let money = context.money
        let sum = try total(spread.map(\.cost))
        return ReportTable(
            id: context.id("spread-\(index + 1)"),
            subject: cluster.name, caption: "What % shares, before it is spread, \(context.currency)",
            columns: [.text("Cost"), .text("Spread as"), .number("Amount")],
            rows: spread.map { [.name($0.name), .text($0.pool.label), .number(money.rounded($0.cost))] },
            totals: [[.name("Total"), .text(""), .number(money.rounded(sum))]]
        ).render()
    }
}
