import Documents
import Kernel
import Model
import Runner

/// Commands with which a reader recomputes the report's main figures from the published files, with DuckDB.
struct CheckCommands {
    let allocation: [Publication]
    let bills: [Publication]
    let basis: CostMetric
    let period: Month

    func all() throws -> [CheckCommand] {
        guard let publication = allocation.first else { return [] }
        let allocation = CheckCommands.folder(publication)
        let costs = CostMetric.allCases.map { "sum(\($0.columnName)) AS \($0.columnName)" }.joined(separator: ", ")
        var checks = bills.map { bill in
            CheckCommand(
                title: "The bill, from its own rows (\(bill.stage))", language: .sql,
                command: """
                    SELECT BillingCurrency, count(*) AS rows, \(costs)
                    FROM read_parquet('\(CheckCommands.folder(bill))/cost_lines/billing_period=\(period)/*.parquet') GROUP BY ALL;
                    """)
        }
        checks.append(
            CheckCommand(
                title: "The allocation adds up to the bill", language: .sql,
                command: """
                    SELECT BillingCurrency, \(costs)
                    FROM read_parquet('\(allocation)/allocations/*.parquet') GROUP BY ALL;
                    """))
        let isUser = try isUser(publication)
        checks.append(
            CheckCommand(
                title: "What each namespace costs in the end", language: .sql,
                command: """
                    SELECT cluster, namespace, sum(cost) AS final FROM (
                      SELECT x_ClusterId AS cluster, x_Namespace AS namespace, \(basis.columnName) AS cost
                      FROM read_parquet('\(allocation)/allocations/*.parquet')
                      WHERE x_Namespace IS NOT NULL\(isUser)
                      UNION ALL
                      SELECT Cluster, Namespace, \(basis.columnName)
                      FROM read_parquet('\(allocation)/distributions/*.parquet') WHERE Namespace IS NOT NULL
                    ) GROUP BY ALL ORDER BY ALL;
                    """))
        return checks
    }

    /// Leaves out the namespaces whose cost is in a pool.
    private func isUser(_ allocation: Publication) throws -> String {
        let patterns = try PlatformNamespaces(facts: allocation.facts).patterns
        guard !patterns.isEmpty else { return "" }
        let expression = patterns.map(\.regularExpression).joined(separator: "|").replacing("'", with: "''")
        return " AND NOT regexp_full_match(x_Namespace, '\(expression)')"
    }

    /// The stable path of a publication below the runner's home, where the commands are to be run.
    private static func folder(_ publication: Publication) -> String {
        let parts = publication.directory.split(separator: "/")
        guard let start = parts.lastIndex(of: "published") else { return publication.stage.text }
        return (parts[start...].dropLast() + ["current"]).joined(separator: "/")
    }
}
