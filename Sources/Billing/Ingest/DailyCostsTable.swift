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
    static func content(_ daily: GroupedCosts) -> TableContent {
        let (lines, texts, order) = (daily.lines, daily.texts, daily.order)
        return TableContent(table: table.name, columns: table.columnNames, rowCount: lines.count) { row in
            let line = lines[order[row]]
            let key = line.key
            let columns = texts.indices.map { TableContent.Value.text(texts[$0][Int(key.text($0))]) }
            return [.day(key.day), .text(key.billingPeriod.description), .text(key.currency.description)] + columns + [
                .integer(line.rows), .amount(line.costs.billed), .amount(line.costs.effective),
                .amount(line.costs.list), .amount(line.costs.contracted),
            ]
        }
    }
}
