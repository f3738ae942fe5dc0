import Kernel
import Model

/// The bridge from the allocation to the bill: a chart, the same figures as a table, and all four FOCUS costs.
struct BridgeSection {
    let context: SectionContext
    let section: CurrencySection
    let basis: CostBasis

    func render() throws(AmountOverflow) -> HTML {
        let sum = try total(section.bridge.map(\.cost))
        var difference = section.headline.bill
        try difference.subtract(sum)
        let drawings = try chart(sum: sum).drawings()
        let everyCost = try focusTable()
        return HTML.section(HTMLAttribute("aria-labelledby", context.id("bridge"))) {
            context.heading("bridge", "From direct use to the bill")
            HTML.p(.class("prose")) {
                "Each line adds a part of the bill; the last one ends where the bill ends. The cost shown is "
                HTML.strong { HTML.bdi { VisibleText.show(basis.name) } }
                "."
            }
            context.figure(
                drawings, caption: "Parts of the bill, \(context.currency). The dashed line marks the bill.")
            summaryTable(sum: sum, difference: difference)
            everyCost
        }
    }

    private func chart(sum: Amount) -> BridgeChart {
        let money = context.money
        let parts = section.bridge.map { "\($0.kind.label) \(money.rounded($0.cost))" }.joined(separator: ", ")
        return BridgeChart(
            id: context.id("bridge-chart"), title: "How the bill is made up",
            description: "\(parts). Together \(money.rounded(sum)); bill \(money.rounded(section.headline.bill)).",
            total: .init(label: "Bill", amount: section.headline.bill, fill: "f-bill"),
            steps: section.bridge.map { .init(label: $0.kind.label, amount: $0.cost, fill: $0.kind.fill) },
            money: money)
    }

    private func summaryTable(sum: Amount, difference: Amount) -> HTML {
        let money = context.money
        let bill = section.headline.bill
        return ReportTable(
            id: context.id("bridge-table"), subject: basis.name,
            caption: "The bridge in %, \(context.currency)",
            columns: [.text("Line"), .number("Cost"), .number("Share")],
            rows: section.bridge.map {
                [
                    .term($0.kind.label, $0.kind.explanation), .number(money.rounded($0.cost)),
                    .number(PercentText.of($0.cost, bill)),
                ]
            },
            totals: [
                [.name("Sum of the lines"), .number(money.rounded(sum)), .number(PercentText.of(sum, bill))],
                [.term("Bill", "read from the bill’s own rows"), .number(money.rounded(bill)), .text("")],
                [.term("Difference", "exact"), .number(difference.description), .text("")],
            ]
        ).render()
    }

    private func focusTable() throws(AmountOverflow) -> HTML {
        var sum = CostVector.zero
        for line in section.bridge { try sum.add(line.focus) }
        var difference = section.bill
        try difference.subtract(sum)
        let money = context.money
        let decimals = money.decimals(for: (section.bridge.map(\.focus) + [section.bill]).flatMap(\.all))
        func cells(_ costs: CostVector) -> [ReportTable.Cell] {
            costs.all.map { .digits(money.exact($0, decimals: decimals)) }
        }
        return ReportTable(
            id: context.id("focus-table"),
            caption: "The same lines in all four FOCUS costs, every digit, \(context.currency)",
            columns: [.text("Line")] + CostMetric.columnNames.map { .number($0) },
            rows: section.bridge.map { [.name($0.kind.label)] + cells($0.focus) },
            totals: [
                [.name("Sum of the lines")] + cells(sum), [.name("Bill")] + cells(section.bill),
                [.name("Difference")] + difference.all.map { .digits($0.description) },
            ]
        ).render()
    }
}
