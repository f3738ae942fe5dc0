import Kernel
import Testing

@testable import Billing

/// Layouts without a manifest: what is there is read.
struct FolderLayoutTests {
    static let oracle: [Shelf] = [
        Shelf(
            "days of the month and the first of the next", OCIFocusReports(lateDays: 5),
            """
            FOCUS Reports/2026/04/01/0001.csv.gz
            FOCUS Reports/2026/04/30/0002.csv.gz
            FOCUS Reports/2026/05/05/0003.csv.gz
            """
        ) { store in
            for path in ["04/01/0001", "04/30/0002", "05/05/0003", "05/06/0004", "03/31/0000"] {
                store.write("x", to: "FOCUS Reports/2026/\(path).csv.gz")
            }
            store.write("x", to: "FOCUS Reports/2026/04/30/readme.txt")
            store.write("x", to: "FOCUS Reports/2026/04/summary.csv")
        },
        Shelf("no late days", OCIFocusReports(lateDays: 0), "FOCUS Reports/2026/04/30/0002.csv.gz") { store in
            store.write("x", to: "FOCUS Reports/2026/04/30/0002.csv.gz")
            store.write("x", to: "FOCUS Reports/2026/05/01/0003.csv.gz")
        },
        Shelf(
            "only the next month", OCIFocusReports(lateDays: 5),
            """
            exit 66
            s3://bills/exports/FOCUS Reports: error[D250]: there are no FOCUS reports of 2026-04
              hint: files are expected in s3://bills/exports/FOCUS Reports/2026/04/DD/
            """
        ) { $0.write("x", to: "FOCUS Reports/2026/05/01/0003.csv.gz") },
    ]

    static let folders: [Shelf] = [
        Shelf(
            "a folder for each month", BillFolder(folder: "extract/{period}", marker: nil),
            "extract/2026-04/a/part-0.parquet\nextract/2026-04/b.csv"
        ) { store in
            store.write("x", to: "extract/2026-04/a/part-0.parquet")
            store.write("x", to: "extract/2026-04/b.csv")
            store.write("x", to: "extract/2026-04/.b.csv")
            store.write("x", to: "extract/2026-04/notes.txt")
            store.write("x", to: "extract/2026-03/c.csv")
        },
        Shelf("the location itself", BillFolder(folder: "", marker: nil), "a.csv\nb/c.csv.gz") { store in
            store.write("x", to: "a.csv")
            store.write("x", to: "b/c.csv.gz")
        },
        Shelf("with its marker", BillFolder(folder: "{period}", marker: "_SUCCESS"), "2026-04/a.csv") { store in
            store.write("x", to: "2026-04/a.csv", minute: 0)
            store.write("", to: "2026-04/_SUCCESS", minute: 0)
        },
        Shelf(
            "without its marker", BillFolder(folder: "{period}", marker: "_SUCCESS"),
            """
            exit 75, transient
            s3://bills/exports/2026-04: error[D251]: the marker "_SUCCESS" is missing
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { $0.write("x", to: "2026-04/a.csv") },
        Shelf(
            "written again after its marker", BillFolder(folder: "{period}", marker: "_SUCCESS"),
            """
            exit 75, transient
            s3://bills/exports/2026-04: error[D251]: "2026-04/a.csv" changed after the marker "_SUCCESS" was written
              hint: it is being delivered, or was copied in part; run again when it is complete
            """
        ) { store in
            store.write("", to: "2026-04/_SUCCESS", minute: 0)
            store.write("x", to: "2026-04/a.csv", minute: 1)
        },
        Shelf(
            "nothing", BillFolder(folder: "{period}", marker: nil),
            """
            exit 66
            s3://bills/exports/2026-04: error[D250]: there are no bill files for 2026-04 here
              hint: files that end in .csv .csv.gz .csv.zst .parquet are read
            """
        ) { $0.write("x", to: "2026-03/a.csv") },
        Shelf(
            "a file unpacked beside its source", BillFolder(folder: "", marker: nil),
            """
            exit 65
            s3://bills/exports: error[D257]: "a.csv" and "a.csv.gz" differ in their endings only
              hint: their charges would count twice; keep one of the two
            """
        ) { store in
            store.write("x", to: "a.csv")
            store.write("x", to: "a.csv.gz")
        },
    ]

    @Test(arguments: oracle) func oracleReports(shelf: Shelf) throws { try shelf.check() }

    @Test(arguments: folders) func aFolder(shelf: Shelf) throws { try shelf.check() }

    @Test func tooManyFilesAreNoBill() throws {
        var store = MemoryStore("s3://bills/exports")
        for number in 0...Delivery.fileLimit { store.write("", to: "\(number).csv") }
        let source = DeliverySource(store: store, shown: store.location)
        let period = try #require(Month("2026-04"))
        let failure = #expect(throws: Failure.self) { try BillFolder(folder: "", marker: nil).find(period, in: source) }
        #expect(failure?.exitStatus == .badInput)
        #expect(failure?.diagnostics.first?.message == "10001 files would be read; the limit is 10000")
    }
}
