import Kernel
import Model
package import Runner

/// The store's table `daily_costs`: the bill by day and service.
package enum DailyCostsTable {
    package static let table = StoreTable(
        "daily_costs",
        columns: """
            day date NOT NULL,
            billing_period text NOT NULL,
            currency text NOT NULL,
            provider text NOT NULL,
            service_category text NOT NULL,
            service text NOT NULL,
            sub_account text NOT NULL,
            charge_category text NOT NULL,
            row_count bigint NOT NULL,
            billed_cost numeric NOT NULL,
            effective_cost numeric NOT NULL,
            list_cost numeric NOT NULL,
            contracted_cost numeric NOT NULL
            """,
        key: [
            "day", "billing_period", "currency", "provider", "service_category", "service", "sub_account",
            "charge_category",
        ])

    /// The rows of one ingest, in key order.
    static func content(_ daily: DailyCosts) -> TableContent {
        var rows = daily.lines.map { key, line -> [TableContent.Value] in
            [
                .day(key.day), .text(key.billingPeriod.description), .text(key.currency.description),
                .text(daily.text(key, .providerName)), .text(daily.text(key, .serviceCategory)),
                .text(daily.text(key, .serviceName)), .text(daily.text(key, .subAccountID)),
                .text(daily.text(key, .chargeCategory)), .integer(line.rows), .amount(line.costs.billed),
                .amount(line.costs.effective), .amount(line.costs.list), .amount(line.costs.contracted),
            ]
        }
        rows.sort { left, right in
            for (a, b) in zip(left, right) where a != b { return DailyCostsTable.precedes(a, b) }
            return false
        }
        return TableContent(table: table.name, columns: table.columnNames, rows: rows)
    }

    private static func precedes(_ left: TableContent.Value, _ right: TableContent.Value) -> Bool {
        switch (left, right) {
        case (.day(let a), .day(let b)): a < b
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        case (.integer(let a), .integer(let b)): a < b
        case (.amount(let a), .amount(let b)): a < b
        default: false
        }
    }
}
