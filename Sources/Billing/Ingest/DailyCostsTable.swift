import Kernel
import Model
package import Runner

/// The store's table `daily_costs`: the bill by day and service.
package enum DailyCostsTable {
    package static let table = StoreTable(
        "daily_costs", columns: "line bigint NOT NULL,\n" + figures, key: ["line"])

    /// As the table was first made: a key of eight columns took the server most of the time of publishing.
    package static let first = StoreTable(
        "daily_costs", columns: figures,
        key: [
            "day", "billing_period", "currency", "provider", "service_category", "service", "sub_account",
            "charge_category",
        ])

    private static let figures = """
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
        """

    /// The rows of one ingest, numbered in the order of what they are about.
    static func content(_ daily: GroupedCosts) -> TableContent {
        let (lines, texts, order) = (daily.lines, daily.texts, daily.order)
        return TableContent(table: table.name, columns: table.columnNames, rowCount: lines.count) { row in
            let line = lines[order[row]]
            let key = line.key
            let columns = texts.indices.map { TableContent.Value.text(texts[$0][Int(key.text($0))]) }
            let keys: [TableContent.Value] = [
                .integer(Int64(row)), .day(key.day), .text(key.billingPeriod.description),
                .text(key.currency.description),
            ]
            return keys + columns + [
                .integer(line.rows), .amount(line.costs.billed), .amount(line.costs.effective),
                .amount(line.costs.list), .amount(line.costs.contracted),
            ]
        }
    }
}
