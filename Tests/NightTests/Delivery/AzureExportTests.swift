import Kernel
import Testing

@testable import Billing

/// Which files of an Azure export are read, and when none.
struct AzureExportTests {
    private static let layout = AzureExport(name: "daily")
    private static let month = "daily/20260401-20260430"

    /// A manifest as an export writes it. Blobs are given by name and bytes.
    struct Written {
        var type = "FocusCost"
        var run = "00000000-0000-4000-8000-00000000000a"
        var submitted = "2026-05-01T03:33:03.1032074Z"
        var behavior = "CreateNewReport"
        var blobs: [(name: String, bytes: Int)] = [("part_0_0001.csv.gz", 1)]
        var blobCount: Int?
        var byteCount: Int?
        var rows = "12"
        var start = "2026-04-01T00:00:00"

        func text(in folder: String, root: String = "bills/root") -> String {
            let list = blobs.map {
                #"{"blobName": "\#(root)/\#(folder)/\#($0.name)", "byteCount": \#($0.bytes)}"#
            }.joined(separator: ",\n    ")
            return """
                {
                  "manifestVersion": "2024-04-01",
                  "byteCount": \(byteCount ?? blobs.reduce(0) { $0 + $1.bytes }),
                  "blobCount": \(blobCount ?? blobs.count),
                  "dataRowCount": \(rows),
                  "exportConfig": {
                    "exportName": "daily", "resourceId": "/subscriptions/0/providers/exports/daily",
                    "dataVersion": "1.0r2", "type": "\(type)", "timeFrame": "MonthToDate", "granularity": "Daily"
                  },
                  "deliveryConfig": {
                    "partitionData": true, "dataOverwriteBehavior": "\(behavior)", "fileFormat": "Csv",
                    "compressionMode": "gzip", "rootFolderPath": "root"
                  },
                  "runInfo": {
                    "executionType": "Scheduled", "submittedTime": "\(submitted)",
                    "runId": "\(run)", "startDate": "\(start)", "endDate": "2026-04-30T00:00:00"
                  },
                  "blobs": [
                    \(list)
                  ]
                }
                """
        }
    }

    private static func put(
        _ store: inout MemoryStore, _ folder: String, manifest name: String = "manifest.json",
        _ change: (inout Written) -> Void = { _ in }
    ) {
        var written = Written()
        change(&written)
        for blob in written.blobs {
            store.write(
                String(repeating: "x", count: min(blob.bytes, 100)), to: "\(month)/\(folder)/\(blob.name)", minute: 0)
        }
        store.write(written.text(in: "\(month)/\(folder)"), to: "\(month)/\(folder)/\(name)", minute: 1)
    }

    private static let run = "00000000-0000-4000-8000-00000000000"

    private static func shelf(_ name: String, _ expected: String, _ fill: (inout MemoryStore) -> Void) -> Shelf {
        Shelf(name, layout, at: "az://costs/bills/root", expected, fill)
    }

    private static func refused(_ name: String, _ expected: String, _ change: (inout Written) -> Void) -> Shelf {
        shelf(name, "exit 65\naz://costs/bills/root/\(month)/a/manifest.json:\(expected)") { put(&$0, "a", change) }
    }

    static let shelves: [Shelf] = [
        shelf(
            "complete", "\(run)a, FocusCost, 12 rows\n\(month)/a/part_0_0001.csv.gz\n\(month)/a/part_1_0001.csv.gz"
        ) {
            put(&$0, "a") { $0.blobs = [("part_1_0001.csv.gz", 3), ("part_0_0001.csv.gz", 5)] }
        },
        shelf("with the time of the run", "\(run)a, FocusCost, 12 rows\n\(month)/202605010333/a/part_0_0001.csv.gz") {
            put(&$0, "202605010333/a")
        },
        shelf("an older manifest's name", "\(run)a, FocusCost, 12 rows\n\(month)/a/part_0_0001.csv.gz") {
            put(&$0, "a", manifest: "_manifest.json")
        },
        shelf("the newest of two runs", "\(run)b, FocusCost, 12 rows\n\(month)/a/part_0_0001.csv.gz") { store in
            put(&store, "b")
            put(&store, "a") { written in
                written.run = "\(run)b"
                written.submitted = "2026-05-02T03:33:03.1032074Z"
            }
        },
        shelf(
            "the newest run lacks a blob",
            """
            \(run)a, FocusCost, 12 rows
            \(month)/a/part_0_0001.csv.gz
            az://costs/bills/root/\(month)/b/manifest.json: warning[D258]: run b is not complete, run a is read: \
            run b lacks 1 of 1 files: "\(month)/b/part_0_0001.csv.gz"
              hint: run again when it is complete
            """
        ) { store in
            put(&store, "a")
            put(&store, "b") { $0.submitted = "2026-05-02T03:33:03.1032074Z" }
            store.remove("\(month)/b/part_0_0001.csv.gz")
        },
        shelf(
            "a run that overwrites lacks a blob",
            """
            exit 75, transient
            az://costs/bills/root/\(month)/b/manifest.json: error[D251]: run b lacks 1 of 1 files: \
            "\(month)/b/part_0_0001.csv.gz"
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { store in
            put(&store, "a")
            put(&store, "b") { written in
                written.submitted = "2026-05-02T03:33:03.1032074Z"
                written.behavior = "OverwritePreviousReport"
            }
            store.remove("\(month)/b/part_0_0001.csv.gz")
        },
        shelf(
            "a blob of another size",
            """
            exit 75, transient
            az://costs/bills/root/\(month)/a/manifest.json: error[D251]: "\(month)/a/part_0_0001.csv.gz" has 2 bytes, \
            the manifest says 1
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { store in
            put(&store, "a")
            store.write("xx", to: "\(month)/a/part_0_0001.csv.gz")
        },
        shelf(
            "no manifest yet",
            """
            exit 75, transient
            az://costs/bills/root/\(month)/a: error[D251]: run a has no manifest yet
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { $0.write("x", to: "\(month)/a/part_0_0001.csv.gz") },
        shelf(
            "nothing",
            """
            exit 66
            az://costs/bills/root: error[D250]: export "daily" has delivered nothing for 2026-04
              hint: files are expected in az://costs/bills/root/\(month)/; an export must cover whole months
            """
        ) { $0.write("x", to: "daily/20260401-20260415/a/part_0_0001.csv.gz") },
        shelf(
            "actual and amortised runs in one folder",
            """
            exit 65
            az://costs/bills/root/\(month): error[D254]: the runs of "daily" are of different kinds: "ActualCost", \
            "AmortizedCost"
              hint: they overlap and must not be loaded together; give each export a name of its own
            """
        ) { store in
            put(&store, "a") { $0.type = "ActualCost" }
            put(&store, "b") { $0.type = "AmortizedCost" }
        },
    ]

    static let hostile: [Shelf] = [
        refused(
            "another number of blobs",
            """
            4:16: error[D252]: "blobCount" is 2, and the manifest lists 1
              hint: let the provider deliver anew
            """
        ) { $0.blobCount = 2 },
        refused(
            "another number of bytes",
            """
            3:16: error[D252]: "byteCount" is 7, and its blobs have 1
              hint: let the provider deliver anew
            """
        ) { $0.byteCount = 7 },
        refused(
            "a negative number of rows",
            """
            5:19: error[D252]: "dataRowCount" is -1, expected a whole number of 0 or more
              hint: is it the manifest of another layout? the job's "layout" says what is expected
            """
        ) { $0.rows = "-1" },
        refused(
            "rows as text",
            """
            5:19: error[D252]: "dataRowCount" is a string, expected a whole number of 0 or more
              hint: is it the manifest of another layout? the job's "layout" says what is expected
            """
        ) { $0.rows = "\"12\"" },
        refused(
            "no bill",
            """
            8:37: error[D254]: an export of kind "PriceSheet" is no bill
              hint: bills are "ActualCost", "AmortizedCost", "FocusCost"
            """
        ) { $0.type = "PriceSheet" },
        refused(
            "another month",
            """
            16:67: error[D252]: the manifest is of the period that starts at "2026-03-01T00:00:00"
              hint: it lies in a folder of 2026-04
            """
        ) { $0.start = "2026-03-01T00:00:00" },
        refused(
            "a blob of another run",
            """
            19:5: error[D253]: the manifest names "bills/root/\(month)/a/../b/part_0_0001.csv", which is no file of \
            this delivery
              hint: a path has parts between single slashes, none of them . or ..
            """
        ) { $0.blobs = [("../b/part_0_0001.csv", 1)] },
        refused(
            "sizes beyond all numbers",
            """
            1:1: error[D252]: sizes in the manifest are impossible
              hint: is it the manifest of another layout? the job's "layout" says what is expected
            """
        ) { written in
            written.byteCount = 1
            written.blobs = [("a.csv", Int.max), ("b.csv", Int.max)]
        },
    ]

    @Test(arguments: shelves) func anExport(shelf: Shelf) throws { try shelf.check() }

    @Test(arguments: hostile) func aManifestThatCannotBeTrusted(shelf: Shelf) throws { try shelf.check() }
}
