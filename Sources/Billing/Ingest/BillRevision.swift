import Documents
import Kernel
import Model
package import Runner

/// What a delivery of a bill changes of the one before it, told by the control totals of the two.
package enum BillRevision {
    /// The store's table `restated_totals`: rows stay, those of a change under the generation of its run.
    package static let table = StoreTable(
        "restated_totals",
        columns: (["line bigint", "billing_period text", "currency text", "charge_category text"] + figures)
            .map { "\($0) NOT NULL" }.joined(separator: ",\n"),
        key: ["line"], keeping: .all)

    /// Before, after and the difference, of rows and of each cost.
    private static let figures =
        ["rows_before", "rows_after", "rows_delta"].map { "\($0) bigint" }
        + CostMetric.allCases.flatMap { metric in
            ["before", "after", "delta"].map { "\(metric.rawValue)_cost_\($0) numeric" }
        }

    /// More lines than this are counted, not printed: a bill has five categories, and rarely a second currency.
    private static let printedLimit = 20

    /// - Returns: nil when files and totals are the same: one delivery read twice, or read by another version.
    static func compare(_ old: JSONNode, _ new: JSONNode) throws -> Revision? {
        let after = try ControlTotals(facts: new.fact("totals") { $0 })
        guard let before = totalsBefore(old) else {
            let text = "what was published before cannot be compared: its facts have no control totals"
            return Revision(
                tables: [], facts: .object([.init("totals", .array([]))]), summary: [text],
                diagnostics: [.warning(BillCode.notComparable, text)])
        }
        let changes = try after.changes(since: before)
        if changes.isEmpty, deliveredFiles(old) == deliveredFiles(new) { return nil }
        return Revision(
            tables: [content(changes)], facts: .object([.init("totals", .array(changes.map(\.facts)))]),
            summary: try summary(changes), diagnostics: diagnostics(changes))
    }

    /// Nil for facts of another kind of stage, or of another version of this one: the change is told, its size cannot be.
    private static func totalsBefore(_ old: JSONNode) -> ControlTotals? {
        guard let node = old["totals"] else { return nil }
        do { return try ControlTotals(facts: node) } catch { return nil }
    }

    /// Digests of the bill's files, whatever they are called.
    private static func deliveredFiles(_ facts: JSONNode) -> [String] {
        (facts["files"]?.array ?? []).compactMap { $0["sha256"]?.string }.sorted()
    }

    private static func content(_ changes: [RestatedTotal]) -> TableContent {
        let rows = changes.enumerated().map { line, change -> [TableContent.Value] in
            let totals = [change.before, change.after, change.delta]
            return [
                .integer(Int64(line)), .text(change.key.billingPeriod.description),
                .text(change.key.currency.description), .text(change.key.category),
            ] + totals.map { .integer($0.rows) }
                + CostMetric.allCases.flatMap { metric in totals.map { .amount($0.costs[metric]) } }
        }
        return TableContent(table: table.name, columns: table.columnNames, rows: rows)
    }

    /// One sentence a currency, over its billing periods and categories.
    private static func summary(_ changes: [RestatedTotal]) throws(AmountOverflow) -> [String] {
        guard !changes.isEmpty else { return ["other bytes, the same totals"] }
        var sums: [Currency: ControlTotals.Total] = [:]
        for change in changes {
            try sums[change.key.currency, default: ControlTotals.Total()].costs.add(change.delta.costs)
            sums[change.key.currency]?.rows += change.delta.rows
        }
        return sums.sorted { $0.key < $1.key }.map { currency, sum in
            let figures = CostMetric.allCases.filter { sum.costs[$0] != .zero }.map {
                "\($0.columnName) \(signed(sum.costs[$0].description))"
            }
            let costs = figures.isEmpty ? "costs moved, their sums stay" : figures.joined(separator: ", ")
            return "\(currency): \(costs)\(sum.rows == 0 ? "" : ", rows \(signed(String(sum.rows)))")"
        }
    }

    private static func diagnostics(_ changes: [RestatedTotal]) -> [Diagnostic] {
        guard !changes.isEmpty else {
            return [.warning(BillCode.sameTotals, "the bill was delivered with other bytes and the same totals")]
        }
        var lines = changes.prefix(printedLimit).map {
            Diagnostic.warning(BillCode.restated, "the bill has changed: \(words($0))")
        }
        if changes.count > printedLimit {
            lines.append(
                .warning(
                    BillCode.restated, "the bill has changed: \(changes.count - printedLimit) more totals",
                    hint: "`reckon restatements` lists all of them"))
        }
        return lines
    }

    /// `USD Usage of 2026-06: BilledCost 1.04 -> 1.14 (+0.1), rows 6 -> 7 (+1)`.
    private static func words(_ change: RestatedTotal) -> String {
        var figures = CostMetric.allCases.filter { change.delta.costs[$0] != .zero }.map { metric in
            let (before, after) = (change.before.costs[metric], change.after.costs[metric])
            return "\(metric.columnName) \(before) -> \(after) (\(signed(change.delta.costs[metric].description)))"
        }
        if change.delta.rows != 0 {
            figures.append(
                "rows \(change.before.rows) -> \(change.after.rows) (\(signed(String(change.delta.rows))))")
        }
        let key = change.key
        return "\(key.currency) \(key.category) of \(key.billingPeriod): \(figures.joined(separator: ", "))"
    }

    private static func signed(_ number: String) -> String { number.hasPrefix("-") ? number : "+\(number)" }
}
