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
        let remark = try coinRemark(series, totals)
        return frame {
            context.figure(
                drawings, caption: "Final cost of namespaces by day, \(context.currency)",
                legend: ChartLegend.list(
                    series.enumerated().map { .init(label: $1.label, fill: Self.fill($0)) }, style: "legend narrow-only"
                ))
            table
            if let remark { context.note(remark) }
        }
    }

    /// Each cluster rounds its own total, so the coins of several can add up to one more or less.
    private func coinRemark(_ series: [Series], _ totals: [Amount]) throws(AmountOverflow) -> String? {
        let coins = context.money.rounded(try total(series.map(\.coins)))
        let all = context.money.rounded(try total(totals))
        guard coins != all else { return nil }
        return
            "The totals of namespaces are those of the tables above, where each cluster is rounded by itself; they add "
            + "up to \(coins). The exact total rounds to \(all)."
    }

    private func frame(@HTMLBuilder content: () -> [HTML]) -> HTML {
        HTML.section(HTMLAttribute("aria-labelledby", context.id("days"))) {
            context.heading("days", "Day by day")
            content()
        }
    }

    private struct Series {
        var label: String
        var amounts: [Amount]
        var sum: Amount
        /// The sum in whole coins, as the table of namespaces has it.
        var coins: Amount
    }

    /// The largest namespaces of the period, then the sum of the others.
    private func series() throws(AmountOverflow) -> [Series] {
        var ranked: [Series] = []
        for costs in section.daily {
            precondition(
                costs.finals.count == section.days.count, "a namespace has more or fewer days than its section")
            let sum = try total(costs.finals)
            ranked.append(
                Series(
                    label: context.label(costs.namespace, cluster: costs.cluster), amounts: costs.finals, sum: sum,
                    coins: coins(costs, sum)))
        }
        ranked.sort {
            let sizes = ($0.sum.units.magnitude, $1.sum.units.magnitude)
            return sizes.0 != sizes.1 ? sizes.0 > sizes.1 : $0.label < $1.label
        }
        let rest = ranked.dropFirst(Self.named)
        guard !rest.isEmpty else { return ranked }
        var amounts: [Amount] = []
        for day in section.days.indices { amounts.append(try total(rest.map { $0.amounts[day] })) }
        let others = Series(
            label: rest.count == 1 ? "1 other" : "\(MoneyText.grouped(rest.count)) others", amounts: amounts,
            sum: try total(rest.map(\.sum)), coins: try total(rest.map(\.coins)))
        return ranked.prefix(Self.named) + [others]
    }

    /// Coins are handed out per cluster, so that they sum up; a sum rounded by itself could differ by one.
    private func coins(_ costs: DailyCosts, _ sum: Amount) -> Amount {
        let cluster = section.clusters.first { $0.name == costs.cluster }
        let namespace = cluster?.namespaces.first { $0.name == costs.namespace }
        if let namespace, namespace.final == sum { return namespace.finalInCoins }
        return Amount(
            units: DecimalText.roundHalfEven(sum.units, droppingDigits: Amount.scale - context.money.places)
                * MoneyText.coin(places: context.money.places))
    }

    private static func fill(_ index: Int) -> String { index < named ? "f-s\(index)" : "f-other" }

    private func chart(_ series: [Series], _ totals: [Amount]) -> DailyColumnsChart {
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
            days: section.days,
            series: series.enumerated().map { .init(label: $1.label, fill: Self.fill($0), amounts: $1.amounts) },
            money: money)
    }

    private func table(_ series: [Series], _ totals: [Amount]) throws(AmountOverflow) -> HTML {
        let money = context.money
        var sums: [ReportTable.Cell] = [.name("Total")]
        for entry in series { sums.append(.number(money.rounded(entry.coins))) }
        sums.append(.number(money.rounded(try total(totals))))
        return ReportTable(
            id: context.id("day-table"), caption: "Final cost by day, \(context.currency)",
            columns: [.text("Day")] + series.map { .number(DisplayWidth.middleTruncated($0.label, to: 40)) } + [
                .number("All")
            ],
            rows: section.days.indices.map { day in
                [.name(section.days[day].description)] + series.map { .number(money.rounded($0.amounts[day])) }
                    + [.number(money.rounded(totals[day]))]
            },
            totals: [sums]
        ).render()
    }
}
