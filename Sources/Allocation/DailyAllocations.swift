import Kernel
import Model
package import Runner

/// The store's table `daily_allocations`: cost by day, cluster, namespace and part.
///
/// Direct pieces stand under their part; what pools gave stands under `<pool> share`, and what they took from under
/// `<pool> shared out`, so that the rows of a day sum to the bill.
package struct DailyAllocations {
    package static let table = StoreTable(
        "daily_allocations", columns: "line bigint NOT NULL,\n" + figures, key: ["line"])

    /// As the table was first made, with a key as wide as its rows.
    package static let first = StoreTable(
        "daily_allocations", columns: figures, key: ["day", "currency", "cluster", "namespace", "part"])

    private static let figures = """
        day date NOT NULL,
        currency text NOT NULL,
        cluster text NOT NULL,
        namespace text NOT NULL,
        part text NOT NULL,
        billed_cost numeric NOT NULL,
        effective_cost numeric NOT NULL,
        list_cost numeric NOT NULL,
        contracted_cost numeric NOT NULL
        """

    private struct Key: Hashable, Comparable {
        let day: CalendarDay
        let currency: Currency
        let cluster: String
        let namespace: String
        let part: String

        static func < (left: Key, right: Key) -> Bool {
            if left.day != right.day { return left.day < right.day }
            if left.currency != right.currency { return left.currency < right.currency }
            return (left.cluster, left.namespace, left.part) < (right.cluster, right.namespace, right.part)
        }
    }

    package let content: TableContent

    package init(_ result: AllocationResult) throws {
        var sums: [Key: CostVector] = [:]
        for row in result.rows {
            let key = Key(
                day: result.charges[row.charge].day, currency: result.currencies[row.charge],
                cluster: row.recipient.cluster ?? "", namespace: row.recipient.namespace ?? "",
                part: row.recipient.part.rawValue)
            try sums[key, default: .zero].add(row.measures.costs)
        }
        for row in result.distribution {
            guard let namespace = row.namespace else { continue }
            let received = Key(
                day: row.day, currency: row.currency, cluster: row.cluster, namespace: namespace,
                part: "\(row.pool.rawValue) share")
            try sums[received, default: .zero].add(row.costs)
            let given = Key(
                day: row.day, currency: row.currency, cluster: row.cluster, namespace: "",
                part: "\(row.pool.rawValue) shared out")
            try sums[given, default: .zero].subtract(row.costs)
        }
        let rows = sums.sorted { $0.key < $1.key }.enumerated().map { line, sum -> [TableContent.Value] in
            let (key, costs) = (sum.key, sum.value)
            return [
                .integer(Int64(line)), .day(key.day), .text(key.currency.description), .text(key.cluster),
                .text(key.namespace),
                .text(key.part), .amount(costs.billed), .amount(costs.effective), .amount(costs.list),
                .amount(costs.contracted),
            ]
        }
        content = TableContent(
            table: DailyAllocations.table.name, columns: DailyAllocations.table.columnNames, rows: rows)
    }
}

/// The store's table `bridges`: from the bill to the allocation, line by line.
package enum BridgeTable {
    package static let table = StoreTable(
        "bridges",
        columns: """
            currency text NOT NULL,
            line text NOT NULL,
            billed_cost numeric NOT NULL,
            effective_cost numeric NOT NULL,
            list_cost numeric NOT NULL,
            contracted_cost numeric NOT NULL
            """,
        key: ["currency", "line"])

    static func content(_ bridges: [Bridge]) -> TableContent {
        let rows = bridges.flatMap { bridge in
            bridge.named.map { name, costs -> [TableContent.Value] in
                [
                    .text(bridge.currency.description), .text(name), .amount(costs.billed), .amount(costs.effective),
                    .amount(costs.list), .amount(costs.contracted),
                ]
            }
        }
        return TableContent(table: table.name, columns: table.columnNames, rows: rows)
    }
}

extension Bridge {
    /// Every figure of the bridge with its name: the bill, its lines, and what sharing made of them.
    var named: [(name: String, costs: CostVector)] {
        [("bill", bill)] + Line.allCases.map { ($0.rawValue, lines[$0] ?? .zero) }
            + [("allocated", allocated), ("residual", residual)]
    }
}
