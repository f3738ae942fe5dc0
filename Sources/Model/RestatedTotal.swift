package import Documents
package import Kernel

/// A control total that two deliveries of a bill do not agree on. What only one of them has counts as nothing in the
/// other.
package struct RestatedTotal: Sendable, Equatable {
    package let key: ControlTotals.Key
    package let before: ControlTotals.Total
    package let after: ControlTotals.Total
    /// `after` minus `before`, exactly.
    package let delta: ControlTotals.Total

    package init(
        _ key: ControlTotals.Key, before: ControlTotals.Total, after: ControlTotals.Total
    ) throws(AmountOverflow) {
        self.key = key
        self.before = before
        self.after = after
        var costs = after.costs
        try costs.subtract(before.costs)
        delta = ControlTotals.Total(rows: after.rows - before.rows, costs: costs)
    }
}

extension ControlTotals {
    /// What changed since an earlier delivery, in the order of the keys; totals that are the same are left out.
    package func changes(since old: ControlTotals) throws(AmountOverflow) -> [RestatedTotal] {
        var changes: [RestatedTotal] = []
        for key in Set(totals.keys).union(old.totals.keys).sorted() {
            let (before, after) = (old.totals[key] ?? Total(), totals[key] ?? Total())
            if before != after { changes.append(try RestatedTotal(key, before: before, after: after)) }
        }
        return changes
    }
}

extension RestatedTotal {
    package var facts: JSONOut {
        .object([
            .init("billingPeriod", .string(key.billingPeriod.description)),
            .init("currency", .string(key.currency.description)), .init("chargeCategory", .string(key.category)),
            .init("before", RestatedTotal.facts(before)), .init("after", RestatedTotal.facts(after)),
            .init("delta", RestatedTotal.facts(delta)),
        ])
    }

    private static func facts(_ total: ControlTotals.Total) -> JSONOut {
        .object([.init("rows", .integer(Int(total.rows)))] + total.costs.facts)
    }

    /// Reads `facts` back; the difference is taken again.
    package init(facts node: JSONNode) throws {
        let key = ControlTotals.Key(
            billingPeriod: try node.fact("billingPeriod") { $0.string.flatMap { Month($0) } },
            currency: try node.fact("currency") { $0.string.flatMap { Currency($0) } },
            category: try node.fact("chargeCategory", \.string))
        try self.init(
            key, before: try RestatedTotal.total(node.fact("before") { $0 }),
            after: try RestatedTotal.total(node.fact("after") { $0 }))
    }

    private static func total(_ node: JSONNode) throws -> ControlTotals.Total {
        ControlTotals.Total(rows: Int64(try node.fact("rows", \.int)), costs: try CostVector(facts: node))
    }
}
