package import Columns
import Kernel
import Model

/// A view as CSV: every line, every digit.
package enum ViewCSV {
    package static func write(_ view: AllocationView, to sink: any ByteSink) throws {
        let keys = view.question.keys
        let writer = try CSVWriter(
            columns: [CSVColumn("BillingCurrency")] + keys.map { CSVColumn($0.title) }
                + ["Direct", "Shared", view.question.cost.columnName].map { CSVColumn($0, .number) },
            to: sink)
        for section in view.sections {
            for line in section.lines {
                writer.write(section.currency.description)
                for value in line.values { writer.write(value) }
                for amount in [line.costs.direct, line.costs.shared, line.costs.cost] {
                    writer.write(decimal: amount.units, scale: Amount.scale)
                }
                try writer.endRecord()
            }
        }
        try writer.finish()
    }
}
