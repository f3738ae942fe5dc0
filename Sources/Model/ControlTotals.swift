package import Documents
package import Kernel

/// Rows and the four costs of a bill by billing period, currency and charge category. Built while a bill is read and
/// again from what was written; the two must be equal.
package struct ControlTotals: Sendable, Equatable {
    package struct Key: Sendable, Hashable, Comparable {
        package let billingPeriod: Month
        package let currency: Currency
        package let category: String

        package init(billingPeriod: Month, currency: Currency, category: String) {
            self.billingPeriod = billingPeriod
            self.currency = currency
            self.category = category
        }

        package static func < (left: Key, right: Key) -> Bool {
            (left.billingPeriod, left.currency, left.category) < (right.billingPeriod, right.currency, right.category)
        }
    }

    package struct Total: Sendable, Equatable {
        package var rows: Int64
        package var costs: CostVector

        package init(rows: Int64 = 0, costs: CostVector = .zero) {
            self.rows = rows
            self.costs = costs
        }
    }

    package private(set) var totals: [Key: Total] = [:]

    package init() {}

    package mutating func add(_ key: Key, _ costs: CostVector) throws(AmountOverflow) {
        try totals[key, default: Total()].costs.add(costs)
        totals[key]?.rows += 1
    }

    /// Adds sums that were taken elsewhere.
    package mutating func add(_ key: Key, _ total: Total) throws(AmountOverflow) {
        try totals[key, default: Total()].costs.add(total.costs)
        totals[key]?.rows += total.rows
    }

    package var rows: Int64 { totals.values.reduce(0) { $0 + $1.rows } }

    /// Sums by currency, over all billing periods or one.
    package func byCurrency(billingPeriod: Month? = nil) throws(AmountOverflow) -> [Currency: CostVector] {
        var sums: [Currency: CostVector] = [:]
        for (key, total) in totals where billingPeriod == nil || key.billingPeriod == billingPeriod {
            try sums[key.currency, default: .zero].add(total.costs)
        }
        return sums
    }

    package var facts: JSONOut {
        .array(
            totals.sorted { $0.key < $1.key }.map { key, total in
                .object(
                    [
                        .init("billingPeriod", .string(key.billingPeriod.description)),
                        .init("currency", .string(key.currency.description)),
                        .init("chargeCategory", .string(key.category)),
                        .init("rows", .integer(Int(total.rows))),
                    ] + total.costs.facts)
            })
    }

    package init(facts node: JSONNode) throws {
        for element in node.array ?? [] {
            let key = Key(
                billingPeriod: try element.fact("billingPeriod") { $0.string.flatMap { Month($0) } },
                currency: try element.fact("currency") { $0.string.flatMap { Currency($0) } },
                category: try element.fact("chargeCategory", \.string))
            totals[key] = Total(
                rows: Int64(try element.fact("rows", \.int)), costs: try CostVector(facts: element))
        }
    }
}
