import Kernel
import Testing

@testable import Billing

/// Which files of a Data Export are read, and when none.
struct AWSDataExportTests {
    private static let layout = AWSDataExport(name: "focus")
    private static let data = "focus/data/BILLING_PERIOD=2026-04"
    private static let metadata = "focus/metadata/BILLING_PERIOD=2026-04"
    private static let first = "2026-05-01T06:16:37.306Z-1b2c8f0a-0000-4000-8000-00000000000a"
    private static let second = "2026-05-02T06:20:01.118Z-1b2c8f0a-0000-4000-8000-00000000000b"

    /// A manifest as the export writes it, cut down to what matters and something that does not.
    static func manifest(_ files: [String], bucket: String = "s3://bills/exports", id: String? = nil) -> String {
        let list = files.map { "\"\(bucket)/\($0)\"" }.joined(separator: ",\n    ")
        let execution = id.map { "\"executionId\": \"\($0)\",\n  " } ?? ""
        return """
            {
              \(execution)"exportName": "focus",
              "columns": [{"name": "BilledCost", "type": "double"}, {"name": "Tags", "type": "map"}],
              "dataFiles": [
                \(list)
              ]
            }
            """
    }

    private static func fill(_ store: inout MemoryStore, _ execution: String, minute: Int64, files: Int = 2) {
        let names = (1...files).map { "\(data)/\(execution)/focus-0000\($0).csv.gz" }
        for name in names { store.write("x", to: name, minute: minute) }
        store.write(manifest(names), to: "\(metadata)/\(execution)/focus-Manifest.json", minute: minute + 1)
    }

    static let overwriting: [Shelf] = [
        Shelf("complete", layout, "exec-7\n\(data)/focus-00001.csv.gz\n\(data)/focus-00002.csv.gz") { store in
            store.write("x", to: "\(data)/focus-00001.csv.gz", minute: 0)
            store.write("x", to: "\(data)/focus-00002.csv.gz", minute: 1)
            store.write(
                manifest(["\(data)/focus-00002.csv.gz", "\(data)/focus-00001.csv.gz"], id: "exec-7"),
                to: "\(metadata)/focus-Manifest.json", minute: 2)
            store.write("x", to: "focus/data/BILLING_PERIOD=2026-03/focus-00001.csv.gz", minute: 0)
        },
        Shelf("a file that the manifest does not name is not read", layout, "\(data)/focus-00001.csv.gz") { store in
            store.write("x", to: "\(data)/focus-00001.csv.gz")
            store.write("x", to: "\(data)/focus-00009.csv.gz")
            store.write(manifest(["\(data)/focus-00001.csv.gz"]), to: "\(metadata)/focus-Manifest.json")
        },
        Shelf("partition in lower case", layout, "focus/data/billing_period=2026-04/focus-00001.snappy.parquet") {
            let file = "focus/data/billing_period=2026-04/focus-00001.snappy.parquet"
            $0.write("x", to: file)
            $0.write(manifest([file]), to: "focus/metadata/billing_period=2026-04/focus-Manifest.json")
        },
        Shelf("partitions of different case", layout, "\(data)/focus-00001.csv.gz") { store in
            store.write("x", to: "\(data)/focus-00001.csv.gz")
            store.write(
                manifest(["\(data)/focus-00001.csv.gz"]),
                to: "focus/metadata/billing_period=2026-04/focus-Manifest.json")
        },
        Shelf("a copy on this machine", layout, at: "/srv/bills", "\(data)/focus-00001.csv.gz") { store in
            store.write("x", to: "\(data)/focus-00001.csv.gz", minute: 9)
            store.write(
                manifest(["\(data)/focus-00001.csv.gz"], bucket: "s3://elsewhere/focus/data"),
                to: "\(metadata)/focus-Manifest.json", minute: 2)
        },
        Shelf(
            "nothing", layout,
            """
            exit 66
            s3://bills/exports: error[D250]: export "focus" has delivered nothing for 2026-04
              hint: files are expected in s3://bills/exports/focus/data/BILLING_PERIOD=2026-04/
            """
        ) { $0.write("x", to: "focus/data/BILLING_PERIOD=2026-03/focus-00001.csv.gz") },
        Shelf(
            "data without a manifest", layout,
            """
            exit 75, transient
            s3://bills/exports/\(data): error[D251]: the delivery has no manifest yet
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { $0.write("x", to: "\(data)/focus-00001.csv.gz") },
        Shelf(
            "a file is missing", layout,
            """
            exit 75, transient
            s3://bills/exports/\(metadata)/focus-Manifest.json: error[D251]: the delivery lacks 1 of 2 files: \
            "\(data)/focus-00002.csv.gz"
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { store in
            store.write("x", to: "\(data)/focus-00001.csv.gz", minute: 0)
            store.write(
                manifest(["\(data)/focus-00001.csv.gz", "\(data)/focus-00002.csv.gz"]),
                to: "\(metadata)/focus-Manifest.json", minute: 2)
        },
        Shelf(
            "the next run is overwriting", layout,
            """
            exit 75, transient
            s3://bills/exports/\(metadata)/focus-Manifest.json: error[D251]: the delivery is being overwritten: \
            "\(data)/focus-00001.csv.gz" changed after the manifest was written
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { store in
            store.write("x", to: "\(data)/focus-00001.csv.gz", minute: 3)
            store.write(manifest(["\(data)/focus-00001.csv.gz"]), to: "\(metadata)/focus-Manifest.json", minute: 2)
        },
        Shelf(
            "the manifest ends too early", layout,
            """
            exit 75, transient
            s3://bills/exports/\(metadata)/focus-Manifest.json: error[D251]: the manifest ends too early
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { store in
            store.write("x", to: "\(data)/focus-00001.csv.gz")
            store.write(
                String(manifest(["\(data)/focus-00001.csv.gz"]).dropLast(20)), to: "\(metadata)/focus-Manifest.json")
        },
    ]

    static let creating: [Shelf] = [
        Shelf(
            "the newest of two", layout,
            "\(second)\n\(data)/\(second)/focus-00001.csv.gz\n\(data)/\(second)/focus-00002.csv.gz"
        ) { store in
            fill(&store, second, minute: 100)
            fill(&store, first, minute: 200)
        },
        Shelf(
            "the newest has no manifest", layout,
            """
            \(first)
            \(data)/\(first)/focus-00001.csv.gz
            s3://bills/exports/\(data)/\(second): warning[D258]: delivery \(second) is not complete, \
            delivery \(first) is read: delivery \(second) has no manifest yet
              hint: run again when it is complete
            """
        ) { store in
            fill(&store, first, minute: 100, files: 1)
            store.write("x", to: "\(data)/\(second)/focus-00001.csv.gz", minute: 200)
        },
        Shelf(
            "the newest lacks a file", layout,
            """
            \(first)
            \(data)/\(first)/focus-00001.csv.gz
            s3://bills/exports/\(metadata)/\(second)/focus-Manifest.json: warning[D258]: delivery \(second) is not \
            complete, delivery \(first) is read: delivery \(second) lacks 1 of 2 files: \
            "\(data)/\(second)/focus-00002.csv.gz"
              hint: run again when it is complete
            """
        ) { store in
            fill(&store, first, minute: 100, files: 1)
            fill(&store, second, minute: 200)
            store.remove("\(data)/\(second)/focus-00002.csv.gz")
        },
        Shelf(
            "no delivery is complete", layout,
            """
            exit 75, transient
            s3://bills/exports/\(metadata)/\(second)/focus-Manifest.json: error[D251]: delivery \(second) lacks 1 of 1 \
            files: "\(data)/\(second)/focus-00001.csv.gz"
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { store in
            for (execution, minute) in [(first, Int64(100)), (second, 200)] {
                fill(&store, execution, minute: minute, files: 1)
                store.remove("\(data)/\(execution)/focus-00001.csv.gz")
            }
        },
        Shelf("one manifest for all executions", layout, "exec-7\n\(data)/\(second)/focus-00001.csv.gz") { store in
            for execution in [first, second] { store.write("x", to: "\(data)/\(execution)/focus-00001.csv.gz") }
            store.write(
                manifest(["\(data)/\(second)/focus-00001.csv.gz"], id: "exec-7"),
                to: "\(metadata)/focus-Manifest.json")
        },
        Shelf(
            "after a change to creating", layout, "\(second)\n\(data)/\(second)/focus-00001.csv.gz"
        ) { store in
            store.write("x", to: "\(data)/focus-00001.csv.gz", minute: 0)
            store.write(manifest(["\(data)/focus-00001.csv.gz"]), to: "\(metadata)/focus-Manifest.json", minute: 1)
            fill(&store, second, minute: 2000, files: 1)
        },
    ]

    @Test(arguments: overwriting) func anExportThatOverwrites(shelf: Shelf) throws { try shelf.check() }

    @Test(arguments: creating) func anExportThatKeepsItsRuns(shelf: Shelf) throws { try shelf.check() }
}
