import Kernel

/// What each namespace costs: a ranking over all clusters, then every namespace of each cluster with its parts.
struct NamespaceSection {
    /// More bars than this are a texture, not a chart; the table has them all.
    static let chartRows = 50

    static let series: [StackedBarsChart.Series] = [
        .init(label: "Direct", fill: "f-direct"), .init(label: "Platform", fill: "f-platform"),
        .init(label: "Worker idle", fill: "f-idle"), .init(label: "Storage", fill: "f-storage"),
        .init(label: "Network", fill: "f-network"), .init(label: "Cluster shared", fill: "f-shared"),
    ]

    let context: SectionContext
    let section: CurrencySection

    func render() throws(AmountOverflow) -> HTML {
        var tables: [HTML] = []
        for (index, cluster) in section.clusters.enumerated() {
            tables.append(try ClusterTables(context: context, cluster: cluster, index: index).render())
        }
        let figure = try self.figure()
        return HTML.section(HTMLAttribute("aria-labelledby", context.id("namespaces"))) {
            context.heading("namespaces", "Namespaces")
            if section.clusters.isEmpty {
                context.note("No cluster reported in this period.")
            } else {
                HTML.p(.class("prose")) {
                    "What a namespace costs is what it uses itself plus its part of what its cluster shares. "
                    "Shared costs follow the use of each day."
                }
                figure
                tables
            }
        }
    }

    private struct Ranked {
        var label: String
        var parts: [Amount]
        var final: Amount
        var coins: Amount
    }

    private func figure() throws(AmountOverflow) -> HTML {
        var ranked: [Ranked] = []
        for cluster in section.clusters {
            for namespace in cluster.namespaces {
                ranked.append(
                    Ranked(
                        label: context.label(namespace.name, cluster: cluster.name),
                        parts: [try total(namespace.direct.all)] + namespace.distributed.all, final: namespace.final,
                        coins: namespace.finalInCoins))
            }
        }
        guard !ranked.isEmpty else { return context.note("No namespace has a cost in this period.") }
        ranked.sort { $0.final != $1.final ? $0.final > $1.final : $0.label < $1.label }
        let cut = ranked.count > Self.chartRows
        let shown = cut ? ranked.prefix(Self.chartRows) : ranked[...]
        let rows = shown.map { StackedBarsChart.Row(label: $0.label, parts: $0.parts, figure: figureText($0.coins)) }
        let rest = ranked.dropFirst(shown.count)
        let restTotal = try total(rest.map(\.coins))
        let first = ranked.prefix(5).map { "\($0.label) \(figureText($0.coins))" }.joined(separator: ", ")
        let chart = StackedBarsChart(
            id: context.id("namespace-chart"), title: "Cost by namespace",
            description: "\(ranked.count) namespaces, largest first: \(first). The tables below have every figure.",
            series: Self.series, rows: rows, money: context.money
        ).withoutEmptySeries
        let drawings = try chart.drawings()
        return HTML.group {
            context.figure(
                drawings, caption: "Cost by namespace and its parts, \(context.currency)",
                legend: ChartLegend.list(chart.series))
            if cut {
                context.note(
                    "The chart shows the first \(Self.chartRows) of \(MoneyText.grouped(ranked.count)) namespaces; "
                        + "the other \(MoneyText.grouped(rest.count)) cost \(figureText(restTotal)) together. "
                        + "The tables have them all.")
            }
        }
    }

    private func figureText(_ amount: Amount) -> String { context.money.rounded(amount) }
}
