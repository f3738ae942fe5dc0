package import Kernel
package import Model

/// A bill that was read in the same night and is not allocated here; one per source and currency.
package struct OtherBill: Sendable {
    /// What one provider charges for one service category in one billing period.
    package struct Line: Sendable, Hashable {
        package var provider: String
        package var billingPeriod: Month
        /// FOCUS ServiceCategory.
        package var category: String
        package var costs: CostVector

        package init(provider: String, billingPeriod: Month, category: String, costs: CostVector) {
            self.provider = provider
            self.billingPeriod = billingPeriod
            self.category = category
            self.costs = costs
        }
    }

    /// The name that the job gives it.
    package var source: String
    package var currency: Currency
    package var rows: Int
    package var costs: CostVector
    package var lines: [Line]

    package init(source: String, currency: Currency, rows: Int, costs: CostVector, lines: [Line] = []) {
        self.source = source
        self.currency = currency
        self.rows = rows
        self.costs = costs
        self.lines = lines
    }

    /// `AWS, Microsoft`.
    var providers: String { Set(lines.map(\.provider)).sorted().joined(separator: ", ") }

    /// `2024-09`, or `2024-09 to 2024-10`.
    var periods: String {
        let months = lines.map(\.billingPeriod)
        guard let first = months.min(), let last = months.max() else { return "" }
        return first == last ? first.description : "\(first) to \(last)"
    }
}
