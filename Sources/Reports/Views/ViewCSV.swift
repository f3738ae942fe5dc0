package import Columns
import Kernel
import Model

/// A view as CSV: every line, every digit.
package enum ViewCSV {
    package static func write(_ view: AllocationView, to sink: any ByteSink) throws {
        let week = view.question.weekColumn
        let wholeWeeks = view.wholeWeeks
        let efficiency = ViewEfficiency(view)
        var columns = [CSVColumn("BillingCurrency")]
        columns += view.question.columns.map { CSVColumn($0.title) }
        if week != nil { columns.append(CSVColumn("WeekIsWhole")) }
        columns += ["Direct", "Shared", view.question.cost.columnName].map { CSVColumn($0, .number) }
        if efficiency != nil { columns += ViewEfficiency.csvColumns }
        let writer = try CSVWriter(columns: columns, to: sink)
        for section in view.sections {
            for line in section.lines {
                writer.write(section.currency.description)
                for value in line.values { writer.write(value) }
                if let week { writer.write(wholeWeeks.contains(line.values[week]) ? "true" : "false") }
                for amount in [line.costs.direct, line.costs.shared, line.costs.cost] {
                    writer.write(decimal: amount.units, scale: Amount.scale)
                }
                for figure in efficiency?.figures(line.use, line.costs.direct) ?? [] {
                    if let figure {
                        writer.write(decimal: figure.units, scale: figure.scale)
                    } else {
                        writer.writeNull()
                    }
                }
                try writer.endRecord()
            }
        }
        try writer.finish()
    }
}
