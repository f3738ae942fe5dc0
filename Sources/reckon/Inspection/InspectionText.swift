import Billing
import Kernel
import Model
import Reports
import Runner

/// What `inspect` prints for a person.
struct InspectionText {
    /// More groups than fit a screen are for --format csv.
    private static let groupLimit = 20
    private static let nameLimit = 12

    private let inspection: BillInspection
    private let grouping: BillGrouping?

    init(_ inspection: BillInspection, _ grouping: BillGrouping?) {
        self.inspection = inspection
        self.grouping = grouping
    }

    var text: String {
        var text = "\(inspection.name)\n"
        text += "  \(inspection.format), \(inspection.container), \(grouped(inspection.bytes)) bytes\n"
        text += "  \(grouped(inspection.rows)) rows"
        if inspection.setAside > 0 { text += ", \(grouped(inspection.setAside)) more cannot be accounted for" }
        if let starts = inspection.chargeStarts {
            text += ", charges from \(starts.lowerBound.day) to \(starts.upperBound.day)"
        }
        text += "\n" + columns + "\n" + totals.render(width: Terminal.width)
        if grouping != nil { text += "\n" + groups }
        if !inspection.findings.isEmpty {
            text += "\n" + inspection.findings.map(\.description).joined(separator: "\n") + "\n"
        }
        return String(text.dropLast())
    }

    private var columns: String {
        let columns = inspection.columns
        var text = "  columns: \(columns.focus.count) of FOCUS"
        if !columns.custom.isEmpty { text += ", \(columns.custom.count) with x_ (\(listed(columns.custom)))" }
        if !columns.other.isEmpty { text += ", \(columns.other.count) more (\(listed(columns.other)))" }
        if !columns.missing.isEmpty { text += "; without a value: \(listed(columns.missing.map(\.rawValue)))" }
        return text + "\n"
    }

    private func listed(_ names: [String]) -> String {
        let shown = names.prefix(InspectionText.nameLimit).joined(separator: ", ")
        return names.count > InspectionText.nameLimit
            ? "\(shown) and \(names.count - InspectionText.nameLimit) more" : shown
    }

    private var totals: TextTable {
        var table = TextTable(inspection.totals)
        for (currency, rows, costs) in inspection.setAsideCosts {
            table.add(["", currency, "set aside", grouped(rows)] + costs.all.map(\.description))
        }
        return table
    }

    private var groups: String {
        guard let grouping else { return "" }
        let days: [TextTable.Column] = grouping.byDay ? [.whole("day")] : []
        var table = TextTable(
            [.whole("period"), .whole("currency")] + days + grouping.columns.map { .text($0.rawValue) }
                + [.number("rows")] + CostMetric.columnNames.map { .number($0) })
        for group in inspection.largestGroups(InspectionText.groupLimit) {
            table.add(
                [group.billingPeriod.description, group.currency.description]
                    + (group.day.map { [$0.description] } ?? []) + group.texts + [grouped(group.rows)]
                    + group.costs.all.map(\.description))
        }
        let more = inspection.groupCount - InspectionText.groupLimit
        let note = more > 0 ? "\(grouped(Int64(more))) smaller ones are not shown; --format csv has all\n" : ""
        return table.render(width: Terminal.width) + note
    }

    private func grouped(_ count: Int64) -> String { ProgressLines.grouped(count) }
}
