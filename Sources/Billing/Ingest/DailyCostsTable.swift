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
        let (lines, texts) = (daily.lines, daily.texts)
        let order = order(daily)
        return TableContent(table: table.name, columns: table.columnNames, rowCount: lines.count) { row in
            let line = lines[order[row]]
            let key = line.key
            return [
                .day(key.day), .text(key.billingPeriod.description), .text(key.currency.description),
                .text(texts[0][Int(key.provider)]), .text(texts[1][Int(key.serviceCategory)]),
                .text(texts[2][Int(key.service)]), .text(texts[3][Int(key.subAccount)]),
                .text(texts[4][Int(key.chargeCategory)]), .integer(line.rows), .amount(line.costs.billed),
                .amount(line.costs.effective), .amount(line.costs.list), .amount(line.costs.contracted),
            ]
        }
    }

    /// Indices of the lines as their keys follow one another: days and months in time, texts by their bytes.
    private static func order(_ daily: DailyCosts) -> [Int] {
        let ranks = daily.ranks
        let keys = daily.lines.map { $0.key.mapped(ranks) }
        return keys.indices.sorted { keys[$0].precedes(keys[$1]) }
    }
}

extension DailyCosts.Key {
    fileprivate func precedes(_ other: DailyCosts.Key) -> Bool {
        if day != other.day { return day < other.day }
        if billingPeriod != other.billingPeriod { return billingPeriod < other.billingPeriod }
        if currency != other.currency { return currency < other.currency }
        if provider != other.provider { return provider < other.provider }
        if serviceCategory != other.serviceCategory { return serviceCategory < other.serviceCategory }
        if service != other.service { return service < other.service }
        if subAccount != other.subAccount { return subAccount < other.subAccount }
        return chargeCategory < other.chargeCategory
    }
}
