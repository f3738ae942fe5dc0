import Kernel
import Model

/// Sums of rows by billing period, currency and charge category, for loops: a bill has a handful of groups, which are
/// looked through faster than a table of hashes is asked.
struct RunningTotals {
    private struct Group {
        let billingPeriod: Month
        let currency: Currency
        let category: Int
        var total = ControlTotals.Total()
    }

    /// Charge categories in the order of the specification.
    static let categories: [String] = {
        guard case .enumeration(let values) = FocusColumn.chargeCategory.kind else { return [] }
        return values
    }()

    private var groups: [Group] = []
    private var latest = 0
    private(set) var rows: Int64 = 0

    /// - Parameter category: index in `categories`.
    mutating func add(
        billingPeriod: Month, currency: Currency, category: Int, _ costs: CostVector
    ) throws(AmountOverflow) {
        if !isLatest(billingPeriod, currency, category) { find(billingPeriod, currency, category) }
        try groups[latest].total.costs.add(costs)
        groups[latest].total.rows += 1
        rows += 1
    }

    private func isLatest(_ billingPeriod: Month, _ currency: Currency, _ category: Int) -> Bool {
        guard latest < groups.count else { return false }
        return groups[latest].category == category && groups[latest].currency == currency
            && groups[latest].billingPeriod.isSame(as: billingPeriod)
    }

    private mutating func find(_ billingPeriod: Month, _ currency: Currency, _ category: Int) {
        for index in groups.indices {
            latest = index
            if isLatest(billingPeriod, currency, category) { return }
        }
        latest = groups.count
        groups.append(Group(billingPeriod: billingPeriod, currency: currency, category: category))
    }

    func add(to totals: inout ControlTotals) throws {
        for group in groups {
            try totals.add(
                ControlTotals.Key(
                    billingPeriod: group.billingPeriod, currency: group.currency,
                    category: RunningTotals.categories[group.category]), group.total)
        }
    }
}
