import Kernel

/// What each node cost and how much of it was used.
struct NodeSection {
    static let chartRows = 50
    static let tableRows = 500

    let context: SectionContext
    let section: CurrencySection

    private static let series: [StackedBarsChart.Series] = [
        .init(label: "Allocated to pods", fill: "f-direct"), .init(label: "Idle", fill: "f-idle"),
        .init(label: "No telemetry", fill: "f-noTelemetry"),
    ]

    func render() throws(AmountOverflow) -> HTML {
        let nodes = section.nodes.sorted {
            if $0.cost != $1.cost { return $0.cost > $1.cost }
            return ($0.cluster, $0.name) < ($1.cluster, $1.name)
        }
        let chart = self.chart(nodes)
        let drawings = try chart.drawings()
        let table = try self.table(nodes)
        return HTML.section(HTMLAttribute("aria-labelledby", context.id("nodes"))) {
            context.heading("nodes", "Nodes")
            if nodes.isEmpty {
                context.note("No node was billed in this period.")
            } else {
                HTML.p(.class("prose")) {
                    "Utilisation is what pods used or reserved, whichever was more in each hour, against the capacity "
                    "of the node; above 100 % the node was over-committed."
                }
                context.figure(
                    drawings, caption: "Cost of nodes, \(context.currency), with their CPU utilisation",
                    legend: ChartLegend.list(chart.series))
                if nodes.count > Self.chartRows {
                    context.note("The chart shows the \(Self.chartRows) most expensive nodes.")
                }
                table
            }
        }
    }

    private func utilisation(_ node: NodeCost) -> String {
        PercentText.of(node.effectiveCoreHours.units, node.capacityCoreHours.units)
    }

    /// Host names up to their first point, where that tells them apart: the domain is the same for most of them.
    private static func labels(_ names: [String]) -> [String: String] {
        func host(_ name: String) -> String { String(name.prefix { $0 != "." }) }
        let hosts = Dictionary(grouping: Set(names), by: host)
        return Dictionary(
            Set(names).map { name in
                let short = host(name)
                let tells = hosts[short]?.count == 1 && short.contains { $0.isLetter }
                return (name, VisibleText.show(tells ? short : name))
            }, uniquingKeysWith: { first, _ in first })
    }

    private func chart(_ nodes: [NodeCost]) -> StackedBarsChart {
        let shown = nodes.prefix(Self.chartRows)
        let labels = Self.labels(shown.map(\.name))
        let first = shown.prefix(5).map { "\(labels[$0.name] ?? $0.name) \(utilisation($0))" }.joined(separator: ", ")
        return StackedBarsChart(
            id: context.id("node-chart"), title: "Cost of nodes: allocated, idle and without telemetry",
            description: "\(nodes.count) nodes, most expensive first, with utilisation: \(first). "
                + "The table below has every figure.",
            series: Self.series,
            rows: shown.map {
                StackedBarsChart.Row(
                    label: labels[$0.name] ?? $0.name, parts: [$0.allocated, $0.idle, $0.noTelemetry],
                    figure: utilisation($0))
            },
            money: context.money
        ).withoutEmptySeries
    }

    private func table(_ nodes: [NodeCost]) throws(AmountOverflow) -> HTML {
        let money = context.money
        let shown = nodes.prefix(Self.tableRows)
        func amounts(_ nodes: some Sequence<NodeCost>) throws(AmountOverflow) -> [ReportTable.Cell] {
            var cells: [ReportTable.Cell] = []
            for part: (NodeCost) -> Amount in [{ $0.cost }, { $0.allocated }, { $0.idle }, { $0.noTelemetry }] {
                cells.append(.number(money.rounded(try total(nodes.map(part)))))
            }
            return cells
        }
        var rows: [[ReportTable.Cell]] = []
        for node in shown {
            rows.append(
                [.name(node.name), .plainName(node.cluster), .plainName(node.role)] + (try amounts([node])) + [
                    .number(QuantityText.tenths(node.effectiveCoreHours)),
                    .number(QuantityText.tenths(node.capacityCoreHours)), .number(utilisation(node)),
                ])
        }
        let blank: [ReportTable.Cell] = [.text(""), .text(""), .text("")]
        var totals: [[ReportTable.Cell]] = []
        if shown.count < nodes.count {
            let rest = nodes.dropFirst(shown.count)
            totals.append(
                [.name("\(MoneyText.grouped(rest.count)) more nodes"), .text(""), .text("")] + (try amounts(rest))
                    + blank)
        }
        totals.append([.name("Total"), .text(""), .text("")] + (try amounts(nodes)) + blank)
        return ReportTable(
            id: context.id("node-table"), caption: "Nodes, \(context.currency), most expensive first",
            columns: [
                .text("Node"), .text("Cluster"), .text("Role"), .number("All"), .number("Allocated"), .number("Idle"),
                .number("No telemetry"), .number("Used"), .number("Capacity"), .number("Utilisation"),
            ],
            groups: [
                .init(title: "", span: 3), .init(title: "Cost", span: 4), .init(title: "Core-hours", span: 3),
            ], rows: rows, totals: totals
        ).render()
    }
}

/// Prints quantities for reading.
enum QuantityText {
    /// `2,972.2`, half-even.
    static func tenths(_ quantity: Quantity) -> String {
        let units = DecimalText.roundHalfEven(quantity.units, droppingDigits: Quantity.scale - 1)
        let text = DecimalText.print(units, scale: 1)
        return MoneyText.grouped(text.contains(".") ? text : text + ".0")
    }
}
