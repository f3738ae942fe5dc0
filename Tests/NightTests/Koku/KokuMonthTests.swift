import Billing
import Documents
import Kernel
import Model
import Reports
import Runner
import TestSupport
import Testing

/// Figures of koku's rules that were computed apart from this program, with exact fractions: the cases of mode K by
/// another program, those on the billed cost by `Tests/Oracles/koku-month`, which finds every figure of the former.
struct KokuMonthTests {
    typealias Case = ExampleMonthTests.Case

    static let cases = ExampleMonth.Clusters.allCases.flatMap { clusters in
        ["aws_amortized", "unblended", "koku_amortized"].flatMap { basis in
            ["cpu", "memory"].map { Case(basis: basis, resource: $0, clusters: clusters, mode: "K") }
        }
    }

    private let bench: Bench

    init() throws { bench = try KokuMonth.shared.get() }

    private func allocation(_ wanted: Case) throws -> Publication {
        let bill = wanted.basis == "koku_amortized" ? KokuMonth.ownBasis : "bill"
        return try bench.publication(KokuMonth.allocation(wanted.clusters, wanted.resource, of: bill))
    }

    private static func expected(_ wanted: Case) throws -> Figures {
        guard wanted.basis == "unblended" else { return try ExampleMonthTests.expected(wanted) }
        let document = try Fixtures.json("example-month/\(wanted.file)")
        var figures: Figures = [:]
        for member in try #require(document["\(wanted.clusters)/\(wanted.resource)"]?.members) {
            figures[member.key] = Exact(try #require(member.value.string))
        }
        return figures
    }

    @Test(arguments: cases) func everyFigureIsTheExpectedOne(wanted: ExampleMonthTests.Case) throws {
        let types = try LineItemTypes(bench.publication("bill"))
        try ExampleMonthTests.compare(allocation(wanted), types, with: KokuMonthTests.expected(wanted), wanted)
    }

    /// 2.55 of 2 cores: pods pay 78.03 of a node that costs 61.20.
    @Test func idleOfTheOverCommittedNodeIsNegative() throws {
        let wanted = Case(basis: "aws_amortized", resource: "cpu", clusters: .both, mode: "K")
        let found = try AllocatedFigures(
            allocation(wanted), metric: "EffectiveCost", lineItemTypes: LineItemTypes(bench.publication("bill"))
        ).all
        let node = "harbor-us/by_node/ip-10-88-16-70.ec2.internal"
        #expect(found["\(node)/unallocated"] == Exact("-16.83"))
        #expect(found["\(node)/allocated"] == Exact("78.03"))
        #expect(found["\(node)/cost"] == Exact("61.2"))
    }

    @Test(arguments: cases) func bridgeClosesExactly(wanted: ExampleMonthTests.Case) throws {
        let allocation = try allocation(wanted)
        let bill = wanted.basis == "koku_amortized" ? KokuMonth.ownBasis : "bill"
        let lines = try #require(allocation.facts["bridges"]?.array?.first?["lines"]?.array)
        for metric in CostMetric.allCases.map(\.columnName) {
            var costs: Figures = [:]
            for line in lines { costs[line["line"]?.string ?? ""] = line[metric]?.string.flatMap { Exact($0) } }
            let sum = try Table(bench.publication(bill), .costLines, [metric]).sum(metric)
            let direct = ["direct", "idle", "shared", "network", "storage", "outside", "no telemetry"]
            let final = ["allocated", "residual", "outside", "no telemetry"]
            for parts in [direct, final] { #expect(parts.map { costs[$0] ?? .zero }.reduce(.zero, +) == sum) }
            #expect(try Table(allocation, .allocations, [metric]).sum(metric) == sum)
        }
    }

    @Test(arguments: cases.filter { $0.basis == "aws_amortized" })
    func centsOfTheReportAreTheExpectedOnes(wanted: ExampleMonthTests.Case) throws {
        let report = try bench.publication(KokuMonth.report(wanted.clusters, wanted.resource))
        let expected = try ExampleMonthTests.expectedCents(wanted)
        #expect(try ExampleMonthTests.cents(of: report) == expected)
        #expect(expected.count == (wanted.clusters == .both ? 8 : 4))
    }

    @Test(arguments: cases.filter { $0.basis != "koku_amortized" })
    func viewsCostWhatIsExpected(wanted: ExampleMonthTests.Case) throws {
        let expected = try KokuMonthTests.expected(wanted).filter {
            $0.key.contains("/by_namespace/") && $0.key.hasSuffix("/final")
        }
        for keys in [[ViewKey.cluster, .namespace], [.cluster, .namespace, .pod]] {
            let question = ViewQuestion(keys: keys, cost: wanted.metric == "BilledCost" ? .billed : .effective)
            let view = try AllocationView(
                allocation(wanted), question, job: JobID("night"), period: #require(Month("2026-04")))
            var found: Figures = [:]
            for line in view.sections.first?.lines ?? [] {
                let path = "\(line.values[0])/by_namespace/\(line.values[1])/final"
                found.add(Exact(units: line.costs.cost.units), to: path)
            }
            found = found.filter { expected[$0.key] != nil }
            #expect(found.differences(from: expected, tolerance: ExampleMonthTests.tolerance).isEmpty)
        }
    }

    /// Whatever is shared and whatever is not, a view comes to the bill: it is checked before it is made.
    @Test(arguments: [true, false], [true, false]) func everyViewIsTheBill(idle: Bool, pools: Bool) throws {
        let question = ViewQuestion(keys: [.namespace, .node, .pod], sharesIdle: idle, sharesPools: pools)
        let view = try AllocationView(
            bench.publication(KokuMonth.allocation(.both, "cpu")), question, job: JobID("night"),
            period: #require(Month("2026-04")))
        #expect(Exact(units: view.sections[0].shown.cost.units) == Exact("2308.924000048"))
        let isBelowZero = view.sections[0].lines.contains {
            $0.costs.direct < .zero && $0.values[1] == "ip-10-88-16-70.ec2.internal"
        }
        #expect(isBelowZero)
    }

    /// No ratio stands on the pieces of a charge of which one is below zero; all others have theirs, and they sum to one.
    @Test func ratiosAreToldWhereTheySayTheTruth() throws {
        let allocation = try bench.publication(KokuMonth.allocation(.both, "cpu"))
        let columns = ["x_AllocatedMethodDetails", "x_AllocatedMethodId", "x_AllocationPart", "x_Node"]
        let table = try Table(allocation, .allocations, columns)
        var untold = 0
        for row in 0..<table.count where table.text("x_AllocationPart")[row] != "Outside" {
            #expect(table.text("x_AllocatedMethodId")[row] == "koku/cpu/day/v1")
            guard let details = table.text("x_AllocatedMethodDetails")[row] else {
                untold += 1
                #expect(table.text("x_Node")[row] == "ip-10-88-16-70.ec2.internal")
                continue
            }
            let element = try JSONText.parse(Array(details.utf8), file: "details")["Elements"]?.array?.first
            let ratio = try #require(element?["AllocatedRatio"]?.numberText.flatMap { Exact($0) })
            #expect(ratio > .zero && ratio <= Exact(units: Exact.one))
        }
        // 30 days of a node with three pods.
        #expect(untold > 30)
        #expect(allocation.facts["rules"]?.string == "koku")
        #expect(allocation.facts["method"]?.string == "koku/cpu/day/v1")
        #expect(try bench.publication(ExampleMonth.allocation(.both, "cpu")).facts["rules"] == nil)
    }

    /// The export of an allocation with negative idle is a bill that our own ingest takes whole.
    @Test func exportIsABillAgain() throws {
        let own = try Bench("2026-04", after: bench)
        let export = try own.run(
            "export", ExportFocusStage.kind,
            #"{"allocation": "\#(KokuMonth.allocation(.both, "cpu"))", "version": "1.3", "formats": ["parquet"]}"#)
        let again = try Bench("2026-04", root: TemporaryFolder().path).run(
            "again", IngestFocusStage.kind,
            #"{"source": "again", "files": ["\#(export.directory)/focus-1.3.parquet"], "maximumQuarantinedRows": 0}"#)
        #expect(again.rowCount == export.rowCount)
        #expect(again.diagnostics.isEmpty, "\(again.diagnostics)")
        for metric in CostMetric.allCases.map(\.columnName) {
            let bill = try Table(bench.publication("bill"), .costLines, [metric]).sum(metric)
            #expect(try Table(again, .costLines, [metric]).sum(metric) == bill)
        }
    }

    @Test func theReportSaysWhoseRules() throws {
        for (name, says) in [
            (KokuMonth.report(.both, "cpu"), true), (ExampleMonth.report(.both, "cpu", "effective"), false),
        ] {
            let folder = try bench.publication(name).directory
            let page = String(decoding: try FileSystem.read("\(folder)/index.html"), as: UTF8.self)
            let summary = String(decoding: try FileSystem.read("\(folder)/summary.txt"), as: UTF8.self)
            #expect(page.contains("koku") == says)
            #expect(summary.contains("koku") == says)
        }
    }
}
