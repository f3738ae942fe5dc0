import Billing
import Crypto
import Documents
import Kernel
import Model
import Runner
import TestSupport
import Testing

/// A bill that is ingested from where a provider delivers it.
struct DeliveryTests {
    private static let options = """
        {"source": "tiny", "delivery": {"layout": "azure-export", "location": "exports", "name": "daily"}}
        """

    /// Two blobs of the tiny bill below `exports/`, with a manifest that says how many rows there are.
    private static func deliver(_ folder: TemporaryFolder, run: String = "r1", rows: Int = 6) throws {
        let lines = try TinyBill().lines
        let parts = [[lines[0]] + lines[1...4], [lines[0]] + lines[5...]].map { $0.map { $0 + "\n" }.joined() }
        let place = "daily/20260601-20260630/\(run)"
        for (number, part) in parts.enumerated() {
            try folder.write(part, to: "exports/\(place)/part_\(number)_0001.csv")
        }
        let blobs = parts.enumerated().map { number, part in
            #"{"blobName": "root/\#(place)/part_\#(number)_0001.csv", "byteCount": \#(part.utf8.count)}"#
        }
        try folder.write(
            """
            {"blobCount": 2, "dataRowCount": \(rows), "exportConfig": {"type": "FocusCost"},
             "runInfo": {"runId": "\(run)", "startDate": "2026-06-01T00:00:00"},
             "blobs": [\(blobs.joined(separator: ", "))]}
            """, to: "exports/\(place)/manifest.json")
    }

    @Test func theDeliverysFilesAreTheBill() throws {
        let folder = try TemporaryFolder()
        try DeliveryTests.deliver(folder)
        let bench = try Bench("2026-06", root: folder.path)
        let bill = try bench.run("bill", IngestFocusStage.kind, DeliveryTests.options)
        try folder.write(TinyBill().text, to: "bill.csv")
        let whole = try bench.run("whole", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill.csv"]}"#)
        #expect(JSONOut(try #require(bill.facts["totals"])) == JSONOut(try #require(whole.facts["totals"])))
        #expect(whole.facts["delivery"] == nil)
    }

    @Test func whatWasDeliveredIsInTheFacts() throws {
        let folder = try TemporaryFolder()
        try DeliveryTests.deliver(folder)
        let bill = try Bench("2026-06", root: folder.path).run("bill", IngestFocusStage.kind, DeliveryTests.options)
        let delivery = try #require(bill.facts["delivery"])
        let texts = ["layout", "location", "name", "id", "type", "manifest"].map { delivery[$0]?.string ?? "" }
        #expect(
            texts == [
                "azure-export", "exports", "daily", "r1", "FocusCost",
                "exports/daily/20260601-20260630/r1/manifest.json",
            ])
        #expect(delivery["rows"]?.int == 6)
        #expect(delivery["manifestSha256"]?.string?.utf8.count == 64)
        #expect(
            bill.facts["files"]?.array?.compactMap { $0["name"]?.string } == [
                "exports/daily/20260601-20260630/r1/part_0_0001.csv",
                "exports/daily/20260601-20260630/r1/part_1_0001.csv",
            ])
    }

    /// The same delivery is the same input; another run of the same bytes is another delivery, and is recorded.
    @Test func theCacheKeyFollowsTheDelivery() throws {
        let folder = try TemporaryFolder()
        try DeliveryTests.deliver(folder)
        let bench = try Bench("2026-06", root: folder.path)
        let first = try bench.run("bill", IngestFocusStage.kind, DeliveryTests.options)
        #expect(try bench.run("bill", IngestFocusStage.kind, DeliveryTests.options).cacheKey == first.cacheKey)
        try FileSystem.remove("\(folder.path)/exports")
        try DeliveryTests.deliver(folder, run: "r2")
        let second = try bench.run("bill", IngestFocusStage.kind, DeliveryTests.options)
        #expect(second.cacheKey != first.cacheKey)
        #expect(second.facts["delivery"]?["id"]?.string == "r2")
    }

    @Test func anotherNumberOfRowsIsRefused() throws {
        let folder = try TemporaryFolder()
        try DeliveryTests.deliver(folder, rows: 7)
        let failure = #expect(throws: Failure.self) {
            try Bench("2026-06", root: folder.path).run("bill", IngestFocusStage.kind, DeliveryTests.options)
        }
        #expect(failure?.exitStatus == .badInput)
        #expect(
            failure?.description == """
                exports/daily/20260601-20260630/r1/part_0_0001.csv: error[D255]: 6 rows were read, and the manifest says 7
                  hint: let the provider deliver anew; nothing was published
                """)
    }

    @Test func anIncompleteDeliveryIsTriedLater() throws {
        let folder = try TemporaryFolder()
        try DeliveryTests.deliver(folder)
        try FileSystem.remove("\(folder.path)/exports/daily/20260601-20260630/r1/part_1_0001.csv")
        let failure = #expect(throws: Failure.self) {
            try Bench("2026-06", root: folder.path).run("bill", IngestFocusStage.kind, DeliveryTests.options)
        }
        #expect(failure?.exitStatus == .tryLater)
        #expect(failure?.isTransient == true)
    }

    @Test func anOlderDeliveryIsUsedWithAWarning() throws {
        let folder = try TemporaryFolder()
        try DeliveryTests.deliver(folder, run: "r1")
        try DeliveryTests.deliver(folder, run: "r2")
        try FileSystem.remove("\(folder.path)/exports/daily/20260601-20260630/r2/part_1_0001.csv")
        let bill = try Bench("2026-06", root: folder.path).run("bill", IngestFocusStage.kind, DeliveryTests.options)
        #expect(bill.facts["delivery"]?["id"]?.string == "r1")
        #expect(bill.diagnostics.map(\.code.description) == ["D258"])
    }

    static let unclear: [(String, String)] = [
        (
            #"{"source": "tiny"}"#,
            """
            options:1:1: error[J220]: the stage names no bill
              hint: write either "files" or "delivery"
            """
        ),
        (
            #"{"source": "tiny", "files": ["a"], "delivery": {"layout": "folder", "location": "b"}}"#,
            """
            options:1:29: error[J220]: the stage names its bill twice
              hint: write either "files" or "delivery"
            """
        ),
        (
            #"{"source": "tiny", "delivery": {"layout": "aws-data-export", "location": "b"}}"#,
            """
            options:1:32: error[J102]: missing key "name" in delivery
              hint: name of the export
            """
        ),
        (
            #"{"source": "tiny", "delivery": {"layout": "azure-export", "location": "b", "name": "../x"}}"#,
            """
            options:1:84: error[J106]: delivery.name "../x" is not a name
              hint: expected 1 to 255 bytes without / and control characters, and not . or ..
            """
        ),
        (
            #"{"source": "tiny", "delivery": {"layout": "gcp-extract", "location": "b", "folder": "{month}"}}"#,
            """
            options:1:85: error[J106]: delivery.folder "{month}" is not a folder
              hint: expected a path below the location without . and ..; may hold {period}
            """
        ),
    ]

    @Test(arguments: unclear) func optionsAreChecked(options: String, expected: String) throws {
        let failure = #expect(throws: Failure.self) {
            try Bench("2026-06").run("bill", IngestFocusStage.kind, options)
        }
        #expect(failure?.exitStatus == .configuration)
        #expect(failure?.description == expected)
    }
}
