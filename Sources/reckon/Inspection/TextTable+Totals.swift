import Kernel
import Model
import Reports
import Runner

extension TextTable {
    /// Control totals as `inspect`, `run` and `report` show them: every digit, a line for each sum that is a bill's own.
    init(_ totals: ControlTotals) {
        self.init(
            [.whole("period"), .whole("currency"), .text("category"), .number("rows")]
                + CostMetric.columnNames.map { .number($0) })
        for (key, total) in totals.totals.sorted(by: { $0.key < $1.key }) {
            add(
                [
                    key.billingPeriod.description, key.currency.description, key.category,
                    ProgressLines.grouped(total.rows),
                ] + total.costs.all.map(\.description))
        }
    }
}
