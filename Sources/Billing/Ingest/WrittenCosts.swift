import Columns
import Kernel
import Model

/// Reads the costs back from a file of `cost_lines`, to compare their sums with those taken while the bill was read.
enum WrittenCosts {
    static func add(_ path: String, billingPeriod: Month, to totals: inout RunningTotals) throws {
        let names = ["BillingCurrency", "ChargeCategory"] + CostMetric.allCases.map(\.columnName)
        let spellings = Spellings(RunningTotals.categories)
        let reader = try ParquetReader(path: path, columns: names)
        while let batch = try reader.nextBatch() {
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
}
