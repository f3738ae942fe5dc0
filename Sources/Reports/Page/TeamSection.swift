import Kernel

/// What each team answers for.
struct TeamSection {
    private static let series: [StackedBarsChart.Series] = [
        .init(label: "Direct", fill: "f-direct"), .init(label: "From pools", fill: "f-shared"),
        .init(label: "Outside the clusters", fill: "f-outside"),
    ]

    let context: SectionContext
    let teams: [TeamCost]

    func render() throws(AmountOverflow) -> HTML {
        let figure = context.figure(
            try chart.drawings(), caption: "Cost by team and its parts, \(context.currency)",
            legend: ChartLegend.list(chart.series))
        let table = try self.table()
        return HTML.section(HTMLAttribute("aria-labelledby", context.id("teams"))) {
            context.heading("teams", "Teams")
            HTML.p(.class("prose")) {
                "The whole bill by the teams that the job's rules name: what runs in their namespaces, its part of what "
                "clusters share, and their part of what is outside of clusters."
            }
            figure
            table
        }
    }

    private func label(_ team: TeamCost) -> String { team.name.map { VisibleText.show($0) } ?? "no team" }

    private var chart: StackedBarsChart {
        let money = context.money
        let shown = teams.filter { $0.final != .zero }.prefix(NamespaceSection.chartRows)
        let first = shown.prefix(5).map { "\(label($0)) \(money.rounded($0.finalInCoins))" }.joined(separator: ", ")
        return StackedBarsChart(
            id: context.id("team-chart"), title: "Cost by team",
            description: "\(teams.count) teams, largest first: \(first). The table below has every figure.",
            series: Self.series,
            rows: shown.map {
                .init(
                    label: label($0), parts: [$0.direct, $0.shared, $0.outside],
                    figure: money.rounded($0.finalInCoins))
            }, money: money
        ).withoutEmptySeries
    }

    private func table() throws(AmountOverflow) -> HTML {
        let money = context.money
        let decimals = money.decimals(for: teams.map(\.final))
        func cells(_ amounts: [Amount], _ coins: Amount, _ exact: Amount) -> [ReportTable.Cell] {
            amounts.map { .number(money.rounded($0)) }
                + [.number(money.rounded(coins)), .digits(money.exact(exact, decimals: decimals))]
        }
        let rows = teams.map { team -> [ReportTable.Cell] in
            let head: ReportTable.Cell =
                team.name.map { .name($0) } ?? .term("no team", "what no rule gives to a team")
            return [head] + cells([team.direct, team.shared, team.outside], team.finalInCoins, team.final)
        }
        let sums = [
            try total(teams.map(\.direct)), try total(teams.map(\.shared)), try total(teams.map(\.outside)),
        ]
        return ReportTable(
            id: context.id("team-table"), caption: "Cost by team, \(context.currency)",
            columns: [
                .text("Team"), .number("Direct"), .number("From pools"), .number("Outside"), .number("Cost"),
                .number("Exact"),
            ],
            rows: rows,
            totals: [
                [.name("Total")]
                    + cells(sums, try total(teams.map(\.finalInCoins)), try total(teams.map(\.final)))
            ]
        ).render()
    }
}
