import Documents
import Kernel
import Model
import Reports
import Runner
import Testing

/// Views of the example month against figures that were computed apart from this program.
struct AllocationViewTests {
    private let bench: Bench

    init() throws { bench = try ExampleMonth.shared.get() }

    private func view(_ wanted: ExampleMonthTests.Case, _ keys: [ViewKey]) throws -> AllocationView {
        let question = ViewQuestion(keys: keys, cost: wanted.metric == "BilledCost" ? .billed : .effective)
        let month = try #require(Month("2026-04"))
        return try AllocationView(
            bench.publication(ExampleMonth.allocation(wanted.clusters, wanted.resource)), question,
            job: JobID("night"), period: month)
    }

    @Test(arguments: ExampleMonthTests.cases) func namespacesCostWhatIsExpected(wanted: ExampleMonthTests.Case) throws {
        let expected = try ExampleMonthTests.expected(wanted).filter {
            $0.key.contains("/by_namespace/") && $0.key.hasSuffix("/final")
        }
        // By pod as well, so that what was split comes together again.
        for keys in [[ViewKey.cluster, .namespace], [.cluster, .namespace, .pod]] {
            let view = try view(wanted, keys)
            #expect(view.sections.count == 1)
            var found: Figures = [:]
            for line in view.sections.first?.lines ?? [] {
                let path = "\(line.values[0])/by_namespace/\(line.values[1])/final"
                found.add(Exact(units: line.costs.cost.units), to: path)
            }
            found = found.filter { expected[$0.key] != nil }
            #expect(found.differences(from: expected, tolerance: ExampleMonthTests.tolerance).isEmpty)
        }
        #expect(expected.count >= (wanted.clusters == .both ? 8 : 4))
    }

    /// The bill's rows by the week in which they start, as `Tests/Oracles/views` adds them up.
    @Test(arguments: [true, false]) func weeksAddUpToTheBillOfTheirDays(shares: Bool) throws {
        let document = try Fixtures.json("example-month/expected-views.json")
        let weeks = try #require(document["bill_by_week"]?.array)
        var expected: [String: Amount] = [:]
        for week in weeks {
            expected[try #require(week["week"]?.string)] = try Amount(#require(week["effective_cost"]?.string))
        }
        let publication = try bench.publication(ExampleMonth.hourlyAllocation("cpu"))
        for keys in [[ViewKey.week], [.week, .cluster, .namespace], [.pod, .week, .provider]] {
            let question = ViewQuestion(keys: keys, sharesIdle: shares, sharesPools: shares)
            let view = try AllocationView(
                publication, question, job: JobID("night"), period: #require(Month("2026-04")))
            let place = try #require(keys.firstIndex(of: .week))
            var found: [String: Amount] = [:]
            for line in try #require(view.sections.first).lines {
                try found[line.values[place], default: .zero].add(line.costs.cost)
            }
            #expect(found == expected)
        }
        #expect(expected.count == 5)
    }

    /// Every line as DuckDB adds it up from the published Parquet, with `Tests/Oracles/week-view.sql`.
    @Test func weeksOfNamespacesAreThoseOfDuckDB() throws {
        let golden = try Fixtures.text("example-month/expected-weeks.csv")
        let view = try AllocationView(
            bench.publication(ExampleMonth.hourlyAllocation("cpu")),
            ViewQuestion(keys: [.week, .cluster, .namespace]), job: JobID("night"),
            period: #require(Month("2026-04")))
        var expected: [[String]: [Amount]] = [:]
        for line in golden.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",").map(String.init)
            expected[Array(fields[0...2])] = try fields[3...5].map { try Amount($0) }
        }
        var found: [[String]: [Amount]] = [:]
        for line in try #require(view.sections.first).lines {
            found[line.values] = [line.costs.direct, line.costs.shared, line.costs.cost]
        }
        #expect(expected.count == 103)
        #expect(found == expected)
    }

    /// What pods used and asked for, as `Tests/Oracles/views` adds the operator's reports up.
    @Test(arguments: ["cpu", "memory", "blend"]) func useIsThatOfTheReports(resource: String) throws {
        let document = try Fixtures.json("example-month/expected-views.json")
        let entries = try #require(document["use_by_week"]?.array)
        let rows = try used(resource, [bench.publication("usage-both")])
        let names = [
            "cpuUsageCoreSeconds", "cpuRequestCoreSeconds", "memoryUsageByteSeconds", "memoryRequestByteSeconds",
            "cpuEfficiency", "memoryEfficiency",
        ]
        for entry in entries {
            let keys = ["week", "cluster", "namespace"].map { entry[$0]?.string }
            let row = try #require(
                rows.first { row in ["week", "cluster", "namespace"].map { row[$0]?.string } == keys })
            #expect(names.map { row[$0]?.string } == entry["figures"]?.array?.map(\.string), "\(keys)")
            let total = resource == "cpu" ? row["cpuEfficiency"] : resource == "memory" ? row["memoryEfficiency"] : nil
            #expect(row["totalEfficiency"]?.string == total?.string, "\(keys)")
        }
        #expect(entries.count == 75)
        #expect(rows.count { $0["cpuEfficiency"]?.string != nil } == entries.count)
    }

    /// As in the allocation.
    @Test func useThatIsReadTwiceCountsOnce() throws {
        let usage = try bench.publication("usage-both")
        let once = try used("cpu", [usage]).map { $0["cpuUsageCoreSeconds"]?.string }
        #expect(try used("cpu", [usage, usage]).map { $0["cpuUsageCoreSeconds"]?.string } == once)
    }

    /// Rows of the view by week, cluster and namespace, as JSON.
    private func used(_ resource: String, _ telemetry: [Publication]) throws -> [JSONNode] {
        let question = ViewQuestion(keys: [.week, .cluster, .namespace], showsEfficiency: true)
        let view = try AllocationView(
            bench.publication(ExampleMonth.hourlyAllocation(resource)), question, telemetry: telemetry,
            job: JobID("night"), period: #require(Month("2026-04")))
        let text = PrettyJSON.text(ViewJSON.object(view, head: []))
        let answer = try JSONText.parse(Array(text.utf8), file: "view", limits: .data)
        return try #require(answer["currencies"]?.array?.first?["rows"]?.array)
    }

    @Test func efficiencyIsNotAskedOfWhatTelemetryDoesNotKnow() throws {
        var question = ViewQuestion(keys: [.namespace], showsEfficiency: true)
        question.filter = try ViewFilter(#"namespace:"ledger" + service:"x""#)
        for question in [question, ViewQuestion(keys: [.namespace, .service], showsEfficiency: true)] {
            let failure = #expect(throws: Failure.self) {
                try AllocationView(
                    bench.publication(ExampleMonth.hourlyAllocation("cpu")), question,
                    telemetry: [bench.publication("usage-both")], job: JobID("night"),
                    period: #require(Month("2026-04")))
            }
            #expect(failure?.exitStatus == .usage)
            #expect(failure?.diagnostics.first?.message == #"there is no efficiency by "service""#)
        }
    }
}
