package import Kernel

/// A bill that was read in the same night and is not allocated here.
package struct OtherBill: Sendable {
    package struct Category: Sendable, Hashable {
        /// FOCUS ServiceCategory.
        package var name: String
        package var costs: FocusCosts

        package init(name: String, costs: FocusCosts) {
            self.name = name
            self.costs = costs
        }
    }

    /// The name that the job gives it.
    package var source: String
    package var provider: String
    package var billingPeriod: Month
    package var currency: Currency
    package var rows: Int
    package var costs: FocusCosts
    package var categories: [Category]

    package init(
        source: String, provider: String, billingPeriod: Month, currency: Currency, rows: Int, costs: FocusCosts,
        categories: [Category] = []
    ) {
        self.source = source
        self.provider = provider
        self.billingPeriod = billingPeriod
        self.currency = currency
        self.rows = rows
        self.costs = costs
        self.categories = categories
    }
}
