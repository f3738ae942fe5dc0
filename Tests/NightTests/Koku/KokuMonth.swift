import Allocation
import Billing
import Documents
import Kernel
import Model
import Reports
import Runner
import TestSupport

/// The example month by koku's rules, run once for all tests: both resources, both clusters and one of them alone, with
/// a report of each.
enum KokuMonth {
    static let shared = Result { try run() }

    /// - Parameter bill: `bill`, or the one whose EffectiveCost is koku's own basis.
    static func allocation(_ clusters: ExampleMonth.Clusters, _ resource: String, of bill: String = "bill") -> String {
        "koku-\(bill)-\(clusters)-\(resource)"
    }

    static func report(_ clusters: ExampleMonth.Clusters, _ resource: String) -> String {
        "koku-report-\(clusters)-\(resource)"
    }

    static let ownBasis = "own-basis"

    private static func run() throws -> Bench {
        let bench = try Bench("2026-04", after: ExampleMonth.shared.get())
        let folder = try TemporaryFolder()
        try folder.write(billInItsOwnBasis(bench), to: "bill.csv")
        try bench.run(
            ownBasis, IngestFocusStage.kind, #"{"source": "harbor-aws", "files": ["\#(folder.path)/bill.csv"]}"#)
        for clusters in ExampleMonth.Clusters.allCases {
            for resource in ["cpu", "memory"] {
                for bill in ["bill", ownBasis] {
                    try bench.run(
                        allocation(clusters, resource, of: bill), AllocateStage.kind,
                        """
                        {"bill": ["\(bill)"], "usage": ["usage-\(clusters)"], "resource": "\(resource)", "rules": "koku"}
                        """)
                }
                try bench.run(
                    report(clusters, resource), ReportStage.kind,
                    #"{"allocation": "\#(allocation(clusters, resource))", "bills": ["bill"]}"#)
            }
        }
        return bench
    }

    /// What koku takes for amortised: of usage and tax what the invoice says, of covered usage what it costs amortised,
    /// of all others nothing. No column of FOCUS holds that, so a bill is made whose EffectiveCost does.
    private static func billInItsOwnBasis(_ bench: Bench) throws -> String {
        let export = try bench.run("own-basis-export", ExportFocusStage.kind, #"{"bill": "bill"}"#)
        let bill = try PublishedCSV("\(export.directory)/focus-1.2.csv")
        guard let effective = bill.header.firstIndex(of: "EffectiveCost") else { throw Missing("EffectiveCost") }
        let rows = try bill.rows.map { row in
            let others = try JSONText.parse(Array(bill.value("x_OtherColumns", row).utf8), file: "x_OtherColumns")
            var row = row
            switch others["x_LineItemType"]?.string {
            case "Usage", "Tax": row[effective] = try bill.value("BilledCost", row)
            case "SavingsPlanCoveredUsage": break
            default: row[effective] = "0"
            }
            return row
        }
        return PublishedCSV.lines(bill.header, rows).map { $0 + "\n" }.joined()
    }
}
