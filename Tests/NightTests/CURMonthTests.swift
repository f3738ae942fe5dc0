import Allocation
import Billing
import Documents
import Kernel
import Model
import Runner
import Telemetry
import Testing

/// The example month as AWS's Cost and Usage Report is the same bill as its FOCUS export, and is allocated alike.
struct CURMonthTests {
    private static let shared = Result { try run() }
    private static let metrics = CostMetric.allCases.map(\.columnName)

    private let bench: Bench
    private let focus: Bench

    init() throws {
        bench = try CURMonthTests.shared.get()
        focus = try ExampleMonth.shared.get()
    }

    private static func run() throws -> Bench {
        let bench = try Bench("2026-04")
        try bench.run(
            "bill", IngestFocusStage.kind,
            #"{"source": "harbor-aws", "files": ["Tests/Fixtures/aws/cur_{period}.csv.gz"]}"#)
        try bench.run("usage-both", IngestOperatorStage.kind, ExampleMonth.usage(["harbor-eu", "harbor-us"]))
        for resource in ["cpu", "memory", "blend"] {
            try bench.run(
                ExampleMonth.allocation(.both, resource), AllocateStage.kind,
                ExampleMonth.options(.both, resource, join: "day"))
        }
        return bench
    }

    /// By category, service, category of service, account and day: the count of rows and all four costs.
    private static func groups(_ bill: Publication) throws -> Figures {
        let keys = ["ChargeCategory", "ServiceName", "ServiceCategory", "SubAccountId", "CommitmentDiscountStatus"]
        let table = try Table(bill, .costLines, keys + ["ChargePeriodStart"] + metrics)
        let days = table.day("ChargePeriodStart")
        let costs = metrics.map { table.exact($0) }
        var figures: Figures = [:]
        for row in 0..<table.count {
            let key = keys.map { table.cell($0, row) }.joined(separator: " ") + " \(days[row])"
            figures.add(Exact(units: Exact.one), to: "\(key) rows")
            for (metric, column) in zip(metrics, costs) { figures.add(column[row], to: "\(key) \(metric)") }
        }
        return figures
    }

    @Test func everyGroupHasTheRowsAndCostsOfTheFOCUSExport() throws {
        let found = try CURMonthTests.groups(bench.publication("bill"))
        let expected = try CURMonthTests.groups(focus.publication("bill"))
        let differences = found.differences(from: expected, tolerance: .zero)
        #expect(differences.isEmpty, "\(differences.count) figures differ:\n\(differences.joined(separator: "\n"))")
        #expect(expected.count > 1000)
    }

    /// Figures of a program in Python, which reads the report with decimals of its own.
    @Test func totalsAreThoseOfTheOracle() throws {
        let bill = try bench.publication("bill")
        let table = try Table(bill, .costLines, CURMonthTests.metrics)
        #expect(table.count == 19_952)
        let totals = [
            "BilledCost": "3003.108000048", "EffectiveCost": "2308.924000048", "ListCost": "3736.356000048",
            "ContractedCost": "3736.356000048",
        ]
        for (metric, total) in totals { #expect(table.sum(metric) == Exact(total)) }
        #expect(bill.diagnostics.isEmpty)
    }

    static let cases = ExampleMonthTests.cases.filter { $0.clusters == .both }

    @Test(arguments: cases) func allocationIsTheExpectedOne(wanted: ExampleMonthTests.Case) throws {
        let expected = try ExampleMonthTests.expected(wanted)
        var found = try AllocatedFigures(
            bench.publication(ExampleMonth.allocation(.both, wanted.resource)), metric: wanted.metric,
            lineItemTypes: LineItemTypes(bench.publication("bill"))
        ).all
        let days = Set(expected.keys.compactMap { ExampleMonthTests.day($0) })
        found = found.filter { path, _ in ExampleMonthTests.day(path).map { days.contains($0) } ?? true }
        if !wanted.hasControllers { found = found.filter { !$0.key.contains("/by_controller/") } }
        let differences = found.differences(from: expected, tolerance: ExampleMonthTests.tolerance)
        #expect(differences.isEmpty, "\(differences.count) figures differ:\n\(differences.joined(separator: "\n"))")
    }

    @Test(arguments: ["cpu", "memory", "blend"]) func bridgesAreTheSame(resource: String) throws {
        let name = ExampleMonth.allocation(.both, resource)
        let (found, expected) = (try bench.publication(name), try focus.publication(name))
        let bridges = try [found, expected].map { publication in
            try #require(publication.facts["bridges"]?.array?.first?["lines"])
                .figures("bridge", list: CURMonthTests.line)
        }
        #expect(bridges[0] == bridges[1])
        #expect(bridges[0].count > 5)
    }

    private static func line(_ node: JSONNode) -> (String, Exact)? {
        guard let name = node["line"]?.string, let cost = node["EffectiveCost"]?.string.flatMap({ Exact($0) }) else {
            return nil
        }
        return (name, cost)
    }
}
