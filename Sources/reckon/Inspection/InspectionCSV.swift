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
            for group in inspection.groups() {
                writer.write(inspection.name)
                writer.write(group.billingPeriod.description)
                writer.write(group.currency.description)
                if let day = group.day { writer.write(day.description) }
                for text in group.texts { writer.write(text.isEmpty ? nil : text) }
                writer.write(String(group.rows))
                for amount in group.costs.all { writer.write(amount.description) }
                try writer.endRecord()
            }
        }
        try writer.finish()
    }
}
