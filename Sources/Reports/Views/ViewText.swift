package import Kernel
import Model

/// A view as tables for a person, one a currency: whole coins that add up.
package struct ViewText {
    /// More lines than fit a few screens are for a file.
    package static let lineLimit = 50

    private let view: AllocationView
    private let limit: Int

    /// - Parameter all: show every line.
    package init(_ view: AllocationView, all: Bool) {
        self.view = view
        limit = all ? Int.max : ViewText.lineLimit
    }

    /// - Parameter width: columns of the terminal.
    package func render(width: Int) throws(AmountOverflow) -> String {
        var parts: [String] = []
        for section in view.sections { parts.append(try render(section, width: width)) }
        for section in view.sections where section.withoutContainer != .zero {
            let cost = MoneyText(section.currency).rounded(section.withoutContainer)
            parts.append(
                "of pods whose containers telemetry does not know: \(cost) \(section.currency), under \(ViewMark.unallocated.text)\n"
            )
        }
        if let weeks = view.partWeeks, !weeks.isEmpty {
            parts.append(
                "weeks begin on Monday; of \(weeks.joined(separator: ", ")) only what the bill of \(view.period) charges is here\n"
            )
        }
        return parts.joined(separator: "\n")
    }

    private func render(_ section: AllocationView.Section, width: Int) throws(AmountOverflow) -> String {
        let keys = view.question.columns.map { TextTable.Column.text($0.name) }
        let unit = "\(view.question.cost.columnName), \(section.currency)"
        let efficiency = ViewEfficiency(view)
        let costColumns: [TextTable.Column] = [.number("direct"), .number("shared"), .number(unit)]
        var table = TextTable(keys + costColumns + (efficiency?.columns ?? []))
        let smaller = section.lines.dropFirst(limit)
        var costs = section.lines.prefix(limit).map(\.costs)
        var uses = section.lines.prefix(limit).map(\.use)
        var labels = section.lines.prefix(limit).map(\.values)
        if !smaller.isEmpty {
            var sum = AllocationView.Costs()
            var use: ResourceUse?
            for line in smaller {
                try sum.add(line.costs)
                if let more = line.use { use = (use ?? ResourceUse()) + more }
            }
            costs.append(sum)
            uses.append(use)
            labels.append(label("\(MoneyText.grouped(smaller.count)) smaller"))
        }
        // What is not shown is rounded with the rest, so that both sums are those of the lines.
        let coins = try ViewCoins(costs + [section.notShown], MoneyText(section.currency))
        func cells(_ use: ResourceUse?, _ costs: AllocationView.Costs) -> [String] {
            efficiency?.cells(use, costs.direct) ?? []
        }
        for (index, values) in labels.enumerated() {
            table.add(values + coins.cells(index..<index + 1) + cells(uses[index], costs[index]))
        }
        table.addRule()
        let total = cells(section.use, section.shown)
        let none = total.map { _ in "" }
        if view.question.filter != nil {
            table.add(label("shown") + coins.cells(0..<costs.count) + total)
            table.add(label("not shown") + coins.cells(costs.count..<costs.count + 1) + none)
        }
        let ofTotal = view.question.filter == nil ? total : none
        table.addTotal(label("total") + coins.cells(0..<costs.count + 1) + ofTotal)
        return table.render(width: width)
    }

    private func label(_ text: String) -> [String] {
        [text] + Array(repeating: "", count: view.question.columns.count - 1)
    }
}

/// Costs rounded to coins so that each column adds up to its rounded total, and each line adds up across.
private struct ViewCoins {
    private let money: MoneyText
    private let direct: [Amount]
    private let cost: [Amount]

    init(_ costs: [AllocationView.Costs], _ money: MoneyText) throws(AmountOverflow) {
        self.money = money
        direct = try Split.rounded(costs.map(\.direct), toPlaces: money.places)
        cost = try Split.rounded(costs.map(\.cost), toPlaces: money.places)
    }

    func cells(_ range: Range<Int>) -> [String] {
        let sums = [direct, cost].map { amounts in range.reduce(Int128(0)) { $0 + amounts[$1].units } }
        return [sums[0], sums[1] - sums[0], sums[1]].map { money.rounded(Amount(units: $0)) }
    }
}
