import Allocation
import Billing
import Documents
import Kernel
import Model
import Runner
import Telemetry
import TestSupport
import Testing

/// Rows that cannot be accounted for are set aside, counted and kept; the rest is published, and the whole reconciles.
struct QuarantineTests {
    private static func damaged() throws -> [String] {
        var bill = try TinyBill()
        bill.set("EffectiveCost", row: 0, "")
        bill.set("BilledCost", row: 2, "1e400")
        bill.set("BillingCurrency", row: 3, "??")
        var lines = bill.lines
        lines.append("a,\"row, of\",three")
        return lines
    }

    private func ingest(_ lines: [String]) throws -> (Bench, TemporaryFolder, Publication) {
        let folder = try TemporaryFolder()
        try folder.write(lines.joined(separator: "\n") + "\n", to: "bill.csv")
        let bench = try Bench("2026-06", root: folder.path)
        let bill = try bench.run("bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill.csv"]}"#)
        return (bench, folder, bill)
    }

    @Test func rowsReadAreRowsKeptAndSetAside() throws {
        let (_, _, bill) = try ingest(QuarantineTests.damaged())
        #expect(bill.facts["rowsRead"]?.int == 7)
        #expect(bill.facts["rowsKept"]?.int == 3)
        #expect(bill.facts["rowsQuarantined"]?.int == 4)
        #expect(bill.rowCount == 3)
        #expect(try Table(bill, .costLines, ["x_SourceRecord"]).whole("x_SourceRecord") == [2, 5, 6])
        let reasons = (bill.facts["quarantine"]?.array ?? []).map {
            "\($0["code"]?.string ?? "") \($0["count"]?.int ?? 0) \($0["places"]?.array?.first?.string ?? "")"
        }
        #expect(
            reasons == ["D130 1 bill.csv:8:18", "D201 1 bill.csv:2:194", "D203 1 bill.csv:4:1", "D208 1 bill.csv:5:30"])
        #expect(bill.diagnostics.map(\.severity) == [.warning, .warning, .warning, .warning])
    }

    /// Kept + set aside = the file, as far as the file can be read at all.
    @Test func totalsReconcile() throws {
        let (_, _, bill) = try ingest(QuarantineTests.damaged())
        var sums: Figures = [:]
        for entry in (bill.facts["totals"]?.array ?? []) + (bill.facts["quarantinedCosts"]?.array ?? []) {
            for metric in CostMetric.allCases.map(\.columnName) {
                sums.add(entry[metric]?.string.flatMap { Exact($0) } ?? .zero, to: metric)
            }
        }
        // Of the file's sums 0.3 was taken away from the effective cost and 0.01 from the billed one.
        #expect(sums["BilledCost"] == Exact("1.03"))
        #expect(sums["EffectiveCost"] == Exact("0.54"))
        #expect(sums["ListCost"] == Exact("1.04"))
        let setAside = (bill.facts["quarantinedCosts"]?.array ?? []).map {
            "\($0["currency"]?.string ?? "") \($0["rows"]?.int ?? 0)"
        }
        #expect(setAside == ["USD 2", "unknown 2"])
    }

    @Test func setAsideRowsAreKeptAsTheyStood() throws {
        let lines = try QuarantineTests.damaged()
        let (_, _, bill) = try ingest(lines)
        let file = try PublishedCSV("\(bill.directory)/quarantine/rejected.csv")
        #expect(file.header == ["File", "Line", "Column", "Code", "Reason", "Row"])
        #expect(file.rows.map { $0[3] } == ["D201", "D203", "D208", "D130"])
        #expect(file.rows.map { $0[1] } == ["2", "4", "5", "8"])
        #expect(file.rows.map { $0[5] } == [lines[1], lines[3], lines[4], lines[7]])
    }

    @Test func whatIsLeftIsAllocated() throws {
        let (bench, folder, _) = try ingest(QuarantineTests.damaged())
        for report in ["ocp_pod_usage", "ocp_storage_usage"] {
            try folder.write(Fixtures.bytes("tiny/\(report).csv"), to: "Tests/Fixtures/tiny/\(report).csv")
        }
        try bench.run("usage", IngestOperatorStage.kind, TinyExampleTests.usage)
        let allocation = try bench.run(
            "allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage"], "resource": "cpu"}"#)
        // Rows 2, 5 and 6 of the bill.
        #expect(try Table(allocation, .allocations, ["BilledCost"]).sum("BilledCost") == Exact("0.56"))
    }

    @Test func telemetrySetsAsideToo() throws {
        let folder = try TemporaryFolder()
        var lines = try Fixtures.text("tiny/ocp_pod_usage.csv").split(separator: "\n").map(String.init)
        lines[1] = lines[1].replacing("2026-06-10 10:00:00 +0000 UTC", with: "noon")
        lines[2] = lines[2].replacing(",900,", with: ",-900,")
        lines[3] = lines[3].replacing(",360,", with: ",lots,")
        lines[4] += ",too many"
        try folder.write(lines.joined(separator: "\n") + "\n", to: "pods.csv")
        let bench = try Bench("2026-06", root: folder.path)
        let usage = try bench.run(
            "usage", IngestOperatorStage.kind, #"{"clusters": [{"id": "tiny", "podUsage": ["pods.csv"]}]}"#)
        #expect(usage.facts["rows"]?["podUsage"]?.int == 2)
        #expect(usage.facts["rowsQuarantined"]?.int == 4)
        let file = try PublishedCSV("\(usage.directory)/quarantine/rejected.csv")
        #expect(
            file.rows.map { $0[4] } == [
                #"interval_start "noon" is no UTC time"#,
                #"pod_usage_cpu_core_seconds "-900" is negative or impossibly large"#,
                #"pod_usage_cpu_core_seconds "lots" is no number"#, "the record has 20 fields, the header has 19",
            ])
    }
}
