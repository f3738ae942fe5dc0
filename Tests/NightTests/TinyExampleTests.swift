import Allocation
import Billing
import Documents
import Kernel
import Model
import Reports
import Runner
import Telemetry
import Testing

/// Two hours of one node, small enough to be recomputed by hand; results as fractions.
struct TinyExampleTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let basis: String
        let resource: String
        var testDescription: String { "\(basis)/N/\(resource)" }
        var metric: String { basis == "unblended" ? "BilledCost" : "EffectiveCost" }
    }

    static let cases = ["aws_amortized", "unblended"].flatMap { basis in
        ["cpu", "memory"].map { Case(basis: basis, resource: $0) }
    }

    static let usage = """
        {"clusters": [{"id": "tiny", "podUsage": ["Tests/Fixtures/tiny/ocp_pod_usage.csv"],
        "storageUsage": ["Tests/Fixtures/tiny/ocp_storage_usage.csv"]}]}
        """

    private static let shared = Result {
        let bench = try Bench("2026-06")
        try bench.run(
            "bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["Tests/Fixtures/tiny/bill-focus.csv"]}"#)
        try bench.run("usage", IngestOperatorStage.kind, usage)
        for resource in ["cpu", "memory"] {
            try bench.run(
                "allocation-\(resource)", AllocateStage.kind,
                #"{"bill": ["bill"], "usage": ["usage"], "resource": "\#(resource)"}"#)
            for (basis, name) in [("aws_amortized", "effective"), ("unblended", "billed")] {
                try bench.run(
                    "report-\(basis.replacing("_", with: "-"))-\(resource)", ReportStage.kind,
                    #"{"allocation": "allocation-\#(resource)", "bills": ["bill"], "basis": "\#(name)"}"#)
            }
        }
        return bench
    }

    private let bench: Bench

    init() throws { bench = try TinyExampleTests.shared.get() }

    @Test(arguments: cases) func finalsAreTheFractions(wanted: Case) throws {
        let expected = try #require(try Fixtures.json("tiny/expected.json")["\(wanted.basis)/N/\(wanted.resource)"])
        let allocation = try bench.publication("allocation-\(wanted.resource)")
        let found = try AllocatedFigures(
            allocation, metric: wanted.metric, lineItemTypes: LineItemTypes(bench.publication("bill"))
        ).all
        let fractions = try #require(expected["final_exact"]?.members)
        #expect(fractions.map(\.key).sorted() == ["mail", "shop"])
        for fraction in fractions {
            let exact = try #require(fraction.value.string.flatMap { Exact(fraction: $0) })
            let final = try #require(found["tiny/by_namespace/\(fraction.key)/final"])
            // 10^-20; the pieces are whole units of 10^-24.
            #expect(final.isNear(exact, within: Exact(units: 10_000)), "\(fraction.key): \(final), not \(exact)")
        }
        var wantedFigures: Figures = [:]
        for (key, part) in [("shop", "shop"), ("mail", "mail"), ("kube-system", "kube-system")] {
            wantedFigures["tiny/by_namespace/\(key)/direct_compute"] =
                expected["pod_compute"]?[part]?.string.flatMap { Exact($0) }
        }
        for (path, node) in [
            ("tiny/by_namespace/Worker unallocated/direct_compute", expected["worker_unallocated"]),
            ("tiny/by_namespace/Storage unattributed/direct_storage", expected["pools"]?["storage"]),
            ("tiny/by_namespace/Network unattributed/direct_network", expected["pools"]?["network"]),
            ("tiny/by_namespace/kube-system/direct_total", expected["pools"]?["platform"]),
            ("totals/outside_cluster", expected["outside"]), ("totals/bill_total", expected["bill_total"]),
        ] {
            wantedFigures[path] = node?.string.flatMap { Exact($0) }
        }
        #expect(wantedFigures.count == 9)
        let relevant = found.filter { wantedFigures[$0.key] != nil }
        #expect(relevant.differences(from: wantedFigures, tolerance: .zero).isEmpty)
    }

    @Test(arguments: cases) func centsGoToTheLargestRemainder(wanted: Case) throws {
        let expected = try #require(try Fixtures.json("tiny/expected.json")["\(wanted.basis)/N/\(wanted.resource)"])
        let report = try bench.publication(
            "report-\(wanted.basis.replacing("_", with: "-"))-\(wanted.resource)")
        let file = try PublishedCSV("\(report.directory)/namespaces.csv")
        var found: [String: Exact] = [:]
        for row in file.rows { found[try file.value("Namespace", row)] = Exact(try file.value("FinalRounded", row)) }
        let cents = (expected["final_cents"]?.members ?? []).map { ($0.key, $0.value.string.flatMap { Exact($0) }) }
        #expect(cents.count == 2)
        #expect(found.count == 2)
        for (namespace, amount) in cents { #expect(found[namespace] == amount) }
    }

    /// Volumes as the bill implies them: 54 GiB of a disk of 72.
    @Test func diskIsSharedByTheSizeTheBillImplies() throws {
        let table = try Table(
            bench.publication("allocation-cpu"), .allocations, ["EffectiveCost", "x_AllocationPart", "x_Volume"])
        let rows = (0..<table.count).filter { table.text("x_AllocationPart")[$0]?.hasPrefix("Storage") == true }
        let costs = rows.map { "\(table.text("x_AllocationPart")[$0] ?? "") \(table.exact("EffectiveCost")[$0])" }
        #expect(costs.sorted() == ["Storage 0.0075", "Storage unattributed 0.0025"])
    }
}
