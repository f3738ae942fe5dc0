import Kernel

/// Final costs by day: stacked columns of the largest namespaces, and the same figures as a table.
struct DailySection {
    /// Namespaces with a colour of their own; the others are added up.
    static let named = 6

    let context: SectionContext
    let section: CurrencySection

    func render() throws(AmountOverflow) -> HTML {
        guard !section.days.isEmpty, !section.daily.isEmpty else {
            return frame { context.note("No day of this period has a cost in a namespace.") }
        }
        let series = try self.series()
        var totals: [Amount] = []
        for day in section.days.indices { totals.append(try total(series.map { $0.amounts[day] })) }
        let drawings = try chart(series, totals).drawings()
        let table = try self.table(series, totals)
        return frame {
            context.figure(
                drawings, caption: "Final cost of namespaces by day, \(context.currency)",
                legend: ChartLegend.list(series.reversed().map { .init(label: $0.label, fill: $0.fill) }))
            table
        }
    }

    private func frame(@HTMLBuilder content: () -> [HTML]) -> HTML {
        HTML.section(HTMLAttribute("aria-labelledby", context.id("days"))) {
            context.heading("days", "Day by day")
            content()
        }
    }

    /// The largest namespaces of the period, then the sum of the others.
    private func series() throws(AmountOverflow) -> [DailyColumnsChart.Series] {
        var ranked: [(costs: DailyCosts, label: String, total: Amount)] = []
        for costs in section.daily {
            precondition(costs.finals.count == section.days.count, "a namespace has another number of days than the section")
            ranked.append((costs, context.label(costs.namespace, cluster: costs.cluster), try total(costs.finals)))
        }
        ranked.sort {
            let sizes = ($0.total.units.magnitude, $1.total.units.magnitude)
            return sizes.0 != sizes.1 ? sizes.0 > sizes.1 : $0.label < $1.label
        }
        let count = ranked.count <= Self.named ? ranked.count : Self.named
        var series = ranked.prefix(count).enumerated().map {
            DailyColumnsChart.Series(label: $1.label, fill: "f-s\($0)", amounts: $1.costs.finals)
        }
        let rest = ranked.dropFirst(count)
        if !rest.isEmpty {
            var amounts: [Amount] = []
            for day in section.days.indices { amounts.append(try total(rest.map { $0.costs.finals[day] })) }
            let label = rest.count == 1 ? "1 other" : "\(MoneyText.grouped(rest.count)) others"
            series.append(DailyColumnsChart.Series(label: label, fill: "f-other", amounts: amounts))
        }
        return series
    }

    private func chart(_ series: [DailyColumnsChart.Series], _ totals: [Amount]) -> DailyColumnsChart {
        let money = context.money
        var description = "A column for each of \(totals.count) days."
        if let low = totals.indices.min(by: { totals[$0] < totals[$1] }),
            let high = totals.indices.max(by: { totals[$0] < totals[$1] })
        {
            description +=
                " Lowest: \(section.days[low]) with \(money.rounded(totals[low]))."
                + " Highest: \(section.days[high]) with \(money.rounded(totals[high])). The table below has every figure."
        }
        return DailyColumnsChart(
            id: context.id("day-chart"), title: "Cost of namespaces by day", description: description,
            days: section.days, series: series, money: money)
    }

    private func table(_ series: [DailyColumnsChart.Series], _ totals: [Amount]) throws(AmountOverflow) -> HTML {
        let money = context.money
        var sums: [ReportTable.Cell] = [.name("Total")]
        for entry in series { sums.append(.number(money.rounded(try total(entry.amounts)))) }
        sums.append(.number(money.rounded(try total(totals))))
        return ReportTable(
            id: context.id("day-table"), caption: "Final cost by day, \(context.currency)",
            columns: [.text("Day")] + series.map { .number($0.label) } + [.number("All")],
            rows: section.days.indices.map { day in
                [.name(section.days[day].description)] + series.map { .number(money.rounded($0.amounts[day])) }
                    + [.number(money.rounded(totals[day]))]
            },
            totals: [sums]
        ).render()
    }
}
