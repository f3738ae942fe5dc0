import Columns
import Kernel
import Model

/// Reads the costs back from a file of `cost_lines`, to compare their sums with those taken while the bill was read.
enum WrittenCosts {
    private static let names = ["BillingCurrency", "ChargeCategory"] + CostMetric.columnNames

    /// - Parameter lanes: threads; each reads row groups of its own.
    static func add(_ path: String, billingPeriod: Month, lanes: Int, to totals: inout ControlTotals) throws {
        let groups = try ParquetReader(path: path, columns: names).rowGroupCount
        let sums = try OrderedWork.run(
            units: groups, lanes: lanes, ahead: groups,
            makeLane: { (reader: try ParquetReader(path: path, columns: names), totals: RunningTotals()) },
            work: { lane, group in
                try lane.reader.read(group: group)
                while let batch = try lane.reader.nextBatch() {
                    try add(batch, billingPeriod: billingPeriod, to: &lane.totals)
                }
            },
            consume: { _, _ in })
        for lane in sums { try lane.totals.add(to: &totals) }
    }

    private static func add(_ batch: ColumnBatch, billingPeriod: Month, to totals: inout RunningTotals) throws {
        let spellings = Spellings(RunningTotals.categories)
        let (currencies, categories) = (batch.texts(0), batch.texts(1))
        let (billed, effective) = (batch.decimals(2), batch.decimals(3))
        let (list, contracted) = (batch.decimals(4), batch.decimals(5))
        for row in 0..<batch.rowCount {
            guard let currency = Currency(utf8: currencies.bytes(row)) else {
                preconditionFailure("cost_lines holds a row without a currency")
            }
            // The row keeps the spelling of the file.
            let category = spellings.indexIgnoringCase(of: categories.bytes(row))
            precondition(category >= 0, "cost_lines holds a row without a charge category")
            try totals.add(
                billingPeriod: billingPeriod, currency: currency, category: category,
                CostVector(
                    billed: Amount(units: billed[row] ?? 0), effective: Amount(units: effective[row] ?? 0),
                    list: Amount(units: list[row] ?? 0), contracted: Amount(units: contracted[row] ?? 0)))
        }
    }
}
