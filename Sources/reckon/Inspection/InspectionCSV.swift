import Billing
import Columns
import Kernel
import Model

#if canImport(Glibc)
    import Glibc
#endif

/// The sums of `inspect --by` as CSV, written as they are made.
enum InspectionCSV {
    static func print(_ inspections: [BillInspection], _ grouping: BillGrouping) throws {
        let days = grouping.byDay ? [CSVColumn("Day")] : []
        let writer = try CSVWriter(
            columns: [CSVColumn("File"), CSVColumn("BillingPeriod"), CSVColumn("BillingCurrency")] + days
                + grouping.columns.map { CSVColumn($0.rawValue) } + [CSVColumn("Rows", .number)]
                + CostMetric.columnNames.map { CSVColumn($0, .number) },
            to: DescriptorSink(STDOUT_FILENO, name: "standard output"))
        for inspection in inspections {
            // Groups follow one another in time: a day's text is made once.
            var months = Latest<Month>()
            var days = Latest<CalendarDay>()
            for group in inspection.groups() {
                writer.write(inspection.name)
                writer.write(months.text(of: group.billingPeriod))
                writer.write(group.currency.description)
                if let day = group.day { writer.write(days.text(of: day)) }
                for text in group.texts { writer.write(text.isEmpty ? nil : text) }
                writer.write(decimal: Int128(group.rows), scale: 0)
                for amount in group.costs.all { writer.write(decimal: amount.units, scale: Amount.scale) }
                try writer.endRecord()
            }
        }
        try writer.finish()
    }
}

/// The text of the latest value, for values that mostly repeat.
private struct Latest<Value: Equatable & CustomStringConvertible> {
    private var latest: (value: Value, text: String)?

    mutating func text(of value: Value) -> String {
        if let latest, latest.value == value { return latest.text }
        let text = value.description
        latest = (value, text)
        return text
    }
}
