import Kernel
import Testing

@testable import Billing

/// Which files of an older Cost and Usage Report are read, and when none.
struct AWSCostAndUsageReportTests {
    private static let layout = AWSCostAndUsageReport(name: "cur")
    private static let folder = "cur/20260401-20260501"
    private static let current = "\(folder)/cur-Manifest.json"

    static func manifest(
        _ keys: [String], assembly: String, bucket: String = "bills", start: String = "20260401T000000.000Z"
    ) -> String {
        let list = keys.map { "\"exports/\($0)\"" }.joined(separator: ", ")
        return """
            {
              "assemblyId": "\(assembly)",
              "account": "900000000001",
              "columns": [{"category": "lineItem", "name": "UnblendedCost"}],
              "charset": "UTF-8",
              "compression": "GZIP",
              "contentType": "text/csv",
              "reportName": "cur",
              "billingPeriod": {"start": "\(start)", "end": "20260501T000000.000Z"},
              "bucket": "\(bucket)",
              "reportKeys": [\(list)],
              "additionalArtifactKeys": []
            }
            """
    }

    private static func fill(_ store: inout MemoryStore, assembly: String, minute: Int64) {
        let key = "\(folder)/\(assembly)/cur-00001.csv.gz"
        store.write("x", to: key, minute: minute)
        for path in ["\(folder)/\(assembly)/cur-Manifest.json", current] {
            store.write(manifest([key], assembly: assembly), to: path, minute: minute + 1)
        }
    }

    static let shelves: [Shelf] = [
        Shelf("overwriting", layout, "a1\n\(folder)/cur-1.csv.gz\n\(folder)/cur-2.csv.gz") { store in
            let keys = ["\(folder)/cur-1.csv.gz", "\(folder)/cur-2.csv.gz"]
            for key in keys { store.write("x", to: key, minute: 0) }
            store.write(manifest(keys, assembly: "a1"), to: current, minute: 1)
        },
        Shelf("the newest of two assemblies", layout, "b2\n\(folder)/b2/cur-00001.csv.gz") { store in
            fill(&store, assembly: "a1", minute: 0)
            fill(&store, assembly: "b2", minute: 10)
        },
        Shelf("for Athena", layout, "a1\ncur/cur/year=2026/month=4/cur-00001.snappy.parquet") { store in
            let key = "cur/cur/year=2026/month=4/cur-00001.snappy.parquet"
            store.write("x", to: key, minute: 0)
            store.write(manifest([key], assembly: "a1"), to: current, minute: 1)
        },
        Shelf("a copy on this machine", layout, at: "/srv/bills", "a1\n\(folder)/cur-1.csv.gz") { store in
            store.write("x", to: "\(folder)/cur-1.csv.gz")
            store.write(manifest(["\(folder)/cur-1.csv.gz"], assembly: "a1", bucket: "other"), to: current)
        },
        Shelf(
            "the newest assembly lacks a file", layout,
            """
            a1
            \(folder)/a1/cur-00001.csv.gz
            s3://bills/exports/\(current): warning[D258]: the newest delivery is not complete, delivery a1 is read: \
            the newest delivery lacks 1 of 1 files: "\(folder)/b2/cur-00001.csv.gz"
              hint: run again when it is complete
            """
        ) { store in
            fill(&store, assembly: "a1", minute: 0)
            fill(&store, assembly: "b2", minute: 10)
            store.remove("\(folder)/b2/cur-00001.csv.gz")
        },
        Shelf(
            "overwriting, a file is missing", layout,
            """
            exit 75, transient
            s3://bills/exports/\(current): error[D251]: the newest delivery lacks 1 of 1 files: "\(folder)/cur-1.csv.gz"
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { $0.write(manifest(["\(folder)/cur-1.csv.gz"], assembly: "a1"), to: current) },
        Shelf(
            "no manifest yet", layout,
            """
            exit 75, transient
            s3://bills/exports/\(folder): error[D251]: report "cur" has no manifest for 2026-04 yet
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { $0.write("x", to: "\(folder)/a1/cur-00001.csv.gz") },
        Shelf(
            "nothing", layout,
            """
            exit 66
            s3://bills/exports: error[D250]: report "cur" has delivered nothing for 2026-04
              hint: files are expected in s3://bills/exports/\(folder)/
            """
        ) { $0.write("x", to: "cur/20260301-20260401/cur-1.csv.gz") },
        Shelf(
            "a manifest of another bucket", layout,
            """
            exit 65
            s3://bills/exports/\(current):10:13: error[D252]: the manifest is of bucket "other"
              hint: the location is s3://bills/exports; was the manifest copied from elsewhere?
            """
        ) { store in
            store.write("x", to: "\(folder)/cur-1.csv.gz")
            store.write(manifest(["\(folder)/cur-1.csv.gz"], assembly: "a1", bucket: "other"), to: current)
        },
        Shelf(
            "a manifest of another month", layout,
            """
            exit 65
            s3://bills/exports/\(current):9:30: error[D252]: the manifest is of the month that starts at \
            "20260301T000000.000Z"
              hint: it lies in the folder 20260401-20260501
            """
        ) { store in
            store.write("x", to: "\(folder)/cur-1.csv.gz")
            store.write(
                manifest(["\(folder)/cur-1.csv.gz"], assembly: "a1", start: "20260301T000000.000Z"), to: current)
        },
        Shelf(
            "a key outside the report", layout,
            """
            exit 65
            s3://bills/exports/\(current):11:18: error[D253]: the manifest names "exports/other/secret.csv", which is no \
            file of this delivery
              hint: files of this delivery lie in "\(folder)/", "cur/cur/year=2026/month=4/"
            """
        ) { $0.write(manifest(["other/secret.csv"], assembly: "a1"), to: current) },
    ]

    @Test(arguments: shelves) func aReport(shelf: Shelf) throws { try shelf.check() }
}
