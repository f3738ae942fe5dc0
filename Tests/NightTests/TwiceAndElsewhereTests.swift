import Allocation
import Billing
import Documents
import Kernel
import Model
import Reports
import Runner
import Telemetry
import TestSupport
import Testing

/// What would count money twice, or leave it out, without anybody seeing it.
struct TwiceAndElsewhereTests {
    private let folder: TemporaryFolder
    private let bench: Bench

    init() throws {
        folder = try TemporaryFolder()
        bench = try Bench("2026-06", root: folder.path)
        try folder.write(TinyBill().text, to: "bill.csv")
        try folder.write(Fixtures.text("tiny/ocp_pod_usage.csv"), to: "pods.csv")
        try folder.write(Fixtures.text("tiny/ocp_storage_usage.csv"), to: "volumes.csv")
    }

    private func ingest(_ stage: String, _ files: String) throws -> Publication {
        try bench.run(stage, IngestFocusStage.kind, #"{"source": "tiny", "files": [\#(files)]}"#)
    }

    private func usage() throws {
        try bench.run(
            "usage", IngestOperatorStage.kind,
            #"{"clusters": [{"id": "tiny", "podUsage": ["pods.csv"], "storageUsage": ["volumes.csv"]}]}"#)
    }

    private func allocate(_ bills: String) throws -> Publication {
        try bench.run("allocation", AllocateStage.kind, #"{"bill": [\#(bills)], "usage": ["usage"]}"#)
    }

    private func code(_ body: () throws -> Void) -> String? {
        let failure = #expect(throws: Failure.self) { try body() }
        return failure?.diagnostics.last?.code.description
    }

    @Test(arguments: [#""bill.csv", "b*.csv""#, #""bill.csv", "./bill.csv""#])
    func aFileThatTwoPatternsReachIsRefused(files: String) throws {
        #expect(code { _ = try ingest("bill", files) } == "P203")
    }

    @Test func aCopyOfAFileIsRefused() throws {
        try folder.write(TinyBill().text, to: "copy.csv")
        #expect(code { _ = try ingest("bill", #""bill.csv", "copy.csv""#) } == "D213")
    }

    @Test func twoPartsWithoutRowsAreNoCopies() throws {
        let header = try TinyBill().lines[0] + "\n"
        try folder.write(header, to: "empty-1.csv")
        try folder.write(header, to: "empty-2.csv")
        let bill = try ingest("bill", #""bill.csv", "empty-*.csv""#)
        #expect(bill.rowCount == 6)
    }

    @Test func aBillOfWhichNothingIsSoundIsRefused() throws {
        var bill = try TinyBill()
        for row in bill.rows.indices { bill.set("EffectiveCost", row: row, "?") }
        try folder.write(bill.text, to: "bill.csv")
        #expect(code { _ = try ingest("bill", #""bill.csv""#) } == "D214")
    }

    @Test func aBillWithoutRowsIsTold() throws {
        try folder.write(TinyBill().lines[0] + "\n", to: "bill.csv")
        let bill = try ingest("bill", #""bill.csv""#)
        #expect(bill.diagnostics.map(\.code.description) == ["D229"])
    }

    @Test func aBillInTwoStagesIsNotAllocatedTwice() throws {
        _ = try ingest("bill", #""bill.csv""#)
        _ = try ingest("again", #""bill.csv""#)
        try usage()
        #expect(code { _ = try allocate(#""bill", "again""#) } == "D308")
    }

    @Test func aReportThatNamesAnotherBillIsRefused() throws {
        _ = try ingest("bill", #""bill.csv""#)
        var other = try TinyBill()
        other.set("EffectiveCost", row: 0, "7")
        try folder.write(other.text, to: "other.csv")
        _ = try ingest("other", #""other.csv""#)
        try usage()
        _ = try allocate(#""bill""#)
        let said = code {
            try bench.run("report", ReportStage.kind, #"{"allocation": "allocation", "bills": ["other"]}"#)
        }
        #expect(said == "D401")
    }

    @Test func aBillThatIsBothAllocatedAndShownBesideIsRefused() throws {
        let said = code {
            try bench.run(
                "report", ReportStage.kind,
                #"{"allocation": "allocation", "bills": ["bill"], "otherBills": ["bill"]}"#)
        }
        #expect(said == "J208")
    }

    @Test func rowsOfAnotherBillingPeriodAreToldAndNotAllocated() throws {
        var bill = try TinyBill()
        bill.set("BillingPeriodStart", row: 4, "2026-05-01T00:00:00Z")
        bill.set("BillingPeriodEnd", row: 4, "2026-06-01T00:00:00Z")
        try folder.write(bill.text, to: "bill.csv")
        _ = try ingest("bill", #""bill.csv""#)
        try usage()
        let allocation = try allocate(#""bill""#)
        #expect(allocation.diagnostics.map(\.code.description) == ["D306"])
        let report = try bench.run("report", ReportStage.kind, #"{"allocation": "allocation", "bills": ["bill"]}"#)
        let summary = String(decoding: try FileSystem.read("\(report.directory)/summary.txt"), as: UTF8.self)
        #expect(summary.contains("tiny, 1 rows, USD, 2026-05 (AWS)"), "\(summary)")
    }

    @Test func telemetryOfAnotherMonthIsTold() throws {
        let pods = try Fixtures.text("tiny/ocp_pod_usage.csv").replacing("2026-06-10", with: "2026-05-10")
        try folder.write(pods, to: "pods.csv")
        _ = try ingest("bill", #""bill.csv""#)
        try usage()
        #expect(try allocate(#""bill""#).diagnostics.map(\.code.description) == ["D307"])
    }

    /// The tiny node: 4 cores for two hours, of which pods held 4 core-hours.
    @Test func theReportsCoreHoursAreThoseOfTelemetry() throws {
        _ = try ingest("bill", #""bill.csv""#)
        try usage()
        _ = try allocate(#""bill""#)
        let report = try bench.run("report", ReportStage.kind, #"{"allocation": "allocation", "bills": ["bill"]}"#)
        let page = String(decoding: try FileSystem.read("\(report.directory)/index.html"), as: UTF8.self)
        let node = try #require(
            page.split(separator: "<tr>").last { $0.contains("tiny-node-a") && $0.contains("50.0 %") })
        #expect(node.contains(">4.0<") && node.contains(">8.0<"), "\(node)")
    }

    /// Provisioned operations are billed under the disk's id too, at a price that says nothing of its size.
    @Test func requestsOfADiskDoNotMakeItLarger() throws {
        var bill = try TinyBill()
        var lines = bill.lines
        bill.set("PricingUnit", row: 2, "IOPS-Mo")
        bill.set("ContractedUnitPrice", row: 2, "0.000001")
        lines.append(bill.lines[3])
        try folder.write(lines.map { $0 + "\n" }.joined(), to: "bill.csv")
        _ = try ingest("bill", #""bill.csv""#)
        try usage()
        let table = try Table(try allocate(#""bill""#), .allocations, ["EffectiveCost", "x_AllocationPart"])
        let storage = (0..<table.count).filter { table.text("x_AllocationPart")[$0] == "Storage" }
        // 54 of 72 GiB of each of the two rows of 0.01.
        #expect(storage.map { table.exact("EffectiveCost")[$0] }.reduce(.zero, +) == Exact("0.015"))
    }

    private func storage(_ allocation: Publication) throws -> [String] {
        let table = try Table(allocation, .allocations, ["EffectiveCost", "x_AllocationPart", "x_Volume"])
        let rows = (0..<table.count).filter { table.text("x_AllocationPart")[$0]?.hasPrefix("Storage") == true }
        return rows.map { row in
            let (part, volume) = (table.text("x_AllocationPart")[row], table.text("x_Volume")[row])
            return "\(part ?? ""), \(volume ?? ""): \(table.exact("EffectiveCost")[row])"
        }.sorted()
    }

    /// Two volumes of 18 GiB each on the disk of 72: they are added up, though all else of them is the same.
    @Test func twoVolumesOfANamespaceOnOneDiskBothCount() throws {
        let lines = try Fixtures.text("tiny/ocp_storage_usage.csv").replacing("57982058496", with: "19327352832")
        let second = lines.split(separator: "\n")[1].replacing("pvc-cart", with: "pvc-more")
        try folder.write("\(lines)\(second)\n", to: "volumes.csv")
        _ = try ingest("bill", #""bill.csv""#)
        try usage()
        #expect(
            try storage(allocate(#""bill""#)) == [
                "Storage unattributed, vol-0dd44cc33bb22aa11: 0.005", "Storage, pvc-cart: 0.0025",
                "Storage, pvc-more: 0.0025",
            ])
    }

    /// The second pod comes an hour before the first; what the disk costs is there once, whoever mounts it.
    @Test func aClaimThatTwoPodsMountCountsOnce() throws {
        let lines = try Fixtures.text("tiny/ocp_storage_usage.csv")
        let second = lines.split(separator: "\n")[1].replacing("cart-6d5f7c8b9-x2x4k", with: "cart-6d5f7c8b9-zzzzz")
        let earlier = second.replacing("2026-06-10 11:", with: "2026-06-10 10:")
        try folder.write("\(lines)\(second)\n\(earlier)\n", to: "volumes.csv")
        _ = try ingest("bill", #""bill.csv""#)
        try usage()
        #expect(
            try storage(allocate(#""bill""#)) == [
                "Storage unattributed, vol-0dd44cc33bb22aa11: 0.0025", "Storage, pvc-cart: 0.0075",
            ])
    }
}
