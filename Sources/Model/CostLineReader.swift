import Columns
package import Kernel

/// Reads costs back from `cost_lines`.
package enum CostLineReader {
    /// Currency, charge category and the four costs of every row of a file, in order; null costs are zero.
    package static func forEachCost(
        _ path: String, _ body: (Currency, String, CostVector) throws -> Void
    ) throws {
        let names = ["BillingCurrency", "ChargeCategory"] + CostMetric.allCases.map(\.columnName)
        let reader = try ParquetReader(path: path, columns: names)
        while let batch = try reader.nextBatch() {
            let currencies = batch.texts(0)
            let categories = batch.texts(1)
            let costs = (2..<6).map { batch.decimals($0) }
            for row in 0..<batch.rowCount {
                guard let currency = currencies.string(row).flatMap({ Currency($0) }) else {
                    preconditionFailure("cost_lines holds a row without a currency")
                }
                let category = canonical(categories.string(row) ?? "")
                try body(
                    currency, category,
                    CostVector(
                        billed: Amount(units: costs[0][row] ?? 0), effective: Amount(units: costs[1][row] ?? 0),
                        list: Amount(units: costs[2][row] ?? 0), contracted: Amount(units: costs[3][row] ?? 0)))
            }
        }
    }

    /// The spelling of the specification, since the row keeps that of the file.
    private static func canonical(_ category: String) -> String {
        guard case .enumeration(let values) = FocusColumn.chargeCategory.kind else { return category }
        return values.first { $0.lowercased() == category.lowercased() } ?? category
    }
}
