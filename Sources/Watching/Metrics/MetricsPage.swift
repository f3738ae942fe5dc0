import Documents
package import Kernel
import Model
package import Runner

/// Figures of the latest runs in the text format of Prometheus, for the text file collector of node_exporter.
///
/// Labels are names of tenants, jobs, stages and currencies and nothing that grows with time. Amounts are written as
/// exact decimal text; Prometheus itself keeps binary fractions.
package struct MetricsPage {
    /// One metric with its values, in the order in which they were added.
    private struct Family {
        let help: String
        var samples: [(labels: [(name: String, value: String)], value: String)] = []
    }

    private var families: [(name: String, family: Family)] = []

    package init() {
        for (name, help) in MetricsPage.helps { families.append((name, Family(help: help))) }
    }

    private static let attempt = "reckon_job_last_attempt_timestamp_seconds"
    private static let success = "reckon_job_last_success_timestamp_seconds"
    private static let duration = "reckon_job_last_duration_seconds"
    private static let exit = "reckon_job_last_exit_code"
    private static let rows = "reckon_stage_rows"
    private static let bill = "reckon_bill_cost"
    private static let allocation = "reckon_allocation_cost"

    private static let helps: KeyValuePairs = [
        attempt: "When the latest run of the job that ended by itself ended.",
        success: "When the latest successful run of the job ended.",
        duration: "How long the latest run of the job took.",
        exit: "Exit code of the latest run of the job.",
        rows: "Rows that the stage has published, as of the latest successful run.",
        bill: "Costs of the bill that the stage read, for the period of the latest successful run.",
        allocation: "Lines of the bridge from bill to allocation, for the period of the latest successful run.",
    ]

    /// Adds a job.
    ///
    /// - Parameter published: what is published for the period of its latest successful run.
    package mutating func add(_ runs: LatestRuns, published: [StageID: Publication]) throws {
        let labels = [("job", runs.attempt.job.text), ("tenant", runs.attempt.tenant.text)]
        if let ended = runs.attempt.endedAt {
            add(MetricsPage.attempt, labels, MetricsPage.seconds(ended.microseconds))
            let span = ended.microseconds - runs.attempt.startedAt.microseconds
            add(MetricsPage.duration, labels, MetricsPage.seconds(max(0, span)))
        }
        if let status = runs.attempt.exitStatus { add(MetricsPage.exit, labels, String(status)) }
        guard let success = runs.success else { return }
        if let ended = success.endedAt { add(MetricsPage.success, labels, MetricsPage.seconds(ended.microseconds)) }
        for stage in success.stages {
            let labels = labels + [("stage", stage.id.text)]
            if let rows = stage.rows { add(MetricsPage.rows, labels, String(rows)) }
            guard let facts = published[stage.id]?.facts else { continue }
            try addBill(facts, labels)
            try addAllocation(facts, labels)
        }
    }

    private mutating func addBill(_ facts: JSONNode, _ labels: [(String, String)]) throws {
        guard let totals = facts["totals"] else { return }
        let sums = try ControlTotals(facts: totals).byCurrency()
        for (currency, costs) in sums.sorted(by: { $0.key < $1.key }) {
            add(MetricsPage.bill, labels + [("currency", currency.description)], costs)
        }
    }

    private mutating func addAllocation(_ facts: JSONNode, _ labels: [(String, String)]) throws {
        for bridge in facts["bridges"]?.array ?? [] {
            let currency: String = try bridge.fact("currency", \.string)
            for line in try bridge.fact("lines", \.array) {
                let name: String = try line.fact("line", \.string)
                add(
                    MetricsPage.allocation, labels + [("currency", currency), ("line", name)],
                    try CostVector(facts: line))
            }
        }
    }

    private mutating func add(_ name: String, _ labels: [(String, String)], _ costs: CostVector) {
        for metric in CostMetric.allCases {
            add(name, labels + [("cost", metric.rawValue)], costs[metric].description)
        }
    }

    private mutating func add(_ name: String, _ labels: [(String, String)], _ value: String) {
        guard let index = families.firstIndex(where: { $0.name == name }) else { return }
        families[index].family.samples.append((labels, value))
    }

    /// Metrics that have no value are left out.
    package var text: String {
        families.filter { !$0.family.samples.isEmpty }.map { name, family in
            let samples = family.samples.map { labels, value in
                let pairs = labels.map { "\($0.name)=\"\(MetricsPage.escaped($0.value))\"" }
                return "\(name){\(pairs.joined(separator: ","))} \(value)\n"
            }
            return "# HELP \(name) \(family.help)\n# TYPE \(name) gauge\n\(samples.joined())"
        }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "\\": "\\\\"
            case "\"": "\\\""
            case "\n": "\\n"
            default: String(character)
            }
        }.joined()
    }

    /// Exact decimal text.
    private static func seconds(_ microseconds: Int64) -> String {
        let (whole, part) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        guard part != 0 else { return String(whole) }
        let digits = String(part)
        return "\(whole).\(String(repeating: "0", count: 6 - digits.count))\(digits)"
    }
}
