import Documents
import Kernel
import Model

/// Rows in quarantine and what can be read of their costs, so that the bill's whole can be told: kept + set aside.
struct SetAsideCosts {
    private(set) var rows: Int64 = 0
    /// By currency code; "unknown" where the row's currency cannot be read.
    private(set) var byCurrency: [String: (rows: Int64, costs: CostVector)] = [:]

    mutating func add(_ other: SetAsideCosts) throws {
        rows += other.rows
        for (currency, sum) in other.byCurrency {
            try byCurrency[currency, default: (0, .zero)].costs.add(sum.costs)
            byCurrency[currency]?.rows += sum.rows
        }
    }

    mutating func add(_ readable: (currency: Currency?, costs: CostVector)) throws {
        let key = readable.currency?.description ?? "unknown"
        rows += 1
        try byCurrency[key, default: (0, .zero)].costs.add(readable.costs)
        byCurrency[key]?.rows += 1
    }

    var facts: JSONOut {
        .array(
            byCurrency.sorted { $0.key < $1.key }.map { currency, sum in
                .object(
                    [.init("currency", .string(currency)), .init("rows", .integer(Int(sum.rows)))] + sum.costs.facts)
            })
    }
}
