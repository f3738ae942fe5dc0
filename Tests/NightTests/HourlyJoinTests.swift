import Documents
import Model
import Runner
import Testing

/// The example month with costs of nodes joined by the hour, against figures of `Tests/Oracles/hourly-month`.
struct HourlyJoinTests {
    private let bench: Bench

    init() throws { bench = try ExampleMonth.shared.get() }

    @Test(arguments: ["cpu", "memory", "blend"]) func everyFigureOfNodesIsTheExpectedOne(resource: String) throws {
        let document = try Fixtures.json("example-month/expected-hour.json")
        var expected: Figures = [:]
        for member in try #require(document[resource]?.members) {
            expected[member.key] = Exact(try #require(member.value.string))
        }
        let allocation = try bench.publication(ExampleMonth.hourlyAllocation(resource))
        let found = try AllocatedFigures(
            allocation, metric: "EffectiveCost", lineItemTypes: LineItemTypes(bench.publication("bill"))
        ).all
        let kept = found.filter { path, _ in expected[path] != nil }
        let differences = kept.differences(from: expected, tolerance: ExampleMonthTests.tolerance)
        #expect(differences.isEmpty, "\(differences.count) figures differ:\n\(differences.joined(separator: "\n"))")
        #expect(kept.count > 100)
        #expect(kept["harbor-us/by_node/ip-10-88-16-7.ec2.internal/no_telemetry"] == Exact("2.496"))
    }

    @Test(arguments: ["cpu", "memory", "blend"]) func allFiguresSumToTheBill(resource: String) throws {
        let allocation = try bench.publication(ExampleMonth.hourlyAllocation(resource))
        for metric in CostMetric.allCases.map(\.columnName) {
            let bill = try Table(bench.publication("bill"), .costLines, [metric]).sum(metric)
            #expect(try Table(allocation, .allocations, [metric]).sum(metric) == bill)
        }
        let found = try AllocatedFigures(
            allocation, metric: "EffectiveCost", lineItemTypes: LineItemTypes(bench.publication("bill"))
        ).all
        #expect(found["totals/without_telemetry"] == Exact("5.52"))
        #expect(found["totals/outside_cluster"] == Exact("222.552000016"))
    }
}
