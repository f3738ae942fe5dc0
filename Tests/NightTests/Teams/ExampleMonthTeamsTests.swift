import Allocation
import Documents
import Kernel
import Model
import Reports
import Runner
import Telemetry
import Testing

/// What the teams of the example month pay, against figures that Tests/Oracles/teams computed.
struct ExampleMonthTeamsTests {
    @Test func teamsPayWhatIsExpected() throws {
        let bench = try Bench("2026-04", after: ExampleMonth.shared.get())
        let folder = "Tests/Fixtures/example-month"
        let clusters = ["harbor-eu", "harbor-us"].map { cluster in
            """
            {"id": "\(cluster)", "podUsage": ["\(folder)/\(cluster)/ocp_pod_usage-{period}.csv.gz"],
            "storageUsage": ["\(folder)/\(cluster)/ocp_storage_usage-{period}.csv.gz"],
            "nodeLabels": ["\(folder)/\(cluster)/ocp_node_label-{period}.csv.gz"],
            "namespaceLabels": ["\(folder)/\(cluster)/ocp_namespace_label-{period}.csv.gz"]}
            """
        }
        try bench.run("usage", IngestOperatorStage.kind, #"{"clusters": [\#(clusters.joined(separator: ", "))]}"#)
        let allocation = try bench.run(
            "allocation", AllocateStage.kind,
            """
            {"bill": ["bill"], "usage": ["usage"], "join": "day", "teams": [{"label": "team"}, {"label": "owner"}],
            "outside": [
              {"services": ["Amazon Virtual Private Cloud"], "split": "percentage",
               "percentages": {"freight-team": 75, "ledger-team": 25}},
              {"services": ["AWS Support"], "split": "fixed", "amounts": {"ledger-team": 20}},
              {"categories": ["Tax"], "split": "cost"}]}
            """)
        #expect(allocation.diagnostics.isEmpty)
        let view = try AllocationView(
            allocation, ViewQuestion(keys: [.team]), job: nil, period: #require(Month("2026-04")))
        let expected = try Fixtures.json("example-month/expected-teams.json")
        var found: Figures = [:]
        var nobody = Exact(units: 0)
        for line in view.sections[0].lines where line.costs.cost != .zero {
            if line.values[0].hasPrefix("__") {
                nobody = nobody + Exact(units: line.costs.cost.units)
            } else {
                found["/\(line.values[0])"] = Exact(units: line.costs.cost.units)
            }
        }
        found["no team"] = nobody
        var wanted = try #require(expected["teams"]).figures("")
        wanted["no team"] = Exact(try #require(expected["no team"]?.string))
        #expect(found.count == 8)
        #expect(found.differences(from: wanted, tolerance: ExampleMonthTests.tolerance).isEmpty)
    }
}
