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

/// A charge in an exported file is the sum of its pieces there, whatever it costs: read from the bill's own text and
/// from the file's, apart from the code that wrote it.
struct SplitChargeExportTests {
    private static let measures = [
        "BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "PricingQuantity", "ConsumedQuantity",
    ]

    /// Both hours of a node with four recipients: three pods and what is idle.
    private static func export(_ value: String, quantity: String) throws -> (bill: TinyBill, export: PublishedCSV) {
        let folder = try TemporaryFolder()
        var bill = try TinyBill()
        for row in 0...1 {
            for column in measures { bill.set(column, row: row, column.hasSuffix("Cost") ? value : quantity) }
        }
        try folder.write(bill.text, to: "bill.csv")
        let bench = try Bench("2026-06", root: folder.path)
        try bench.run("bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill.csv"]}"#)
        let telemetry = Fixtures.path("tiny")
        try bench.run(
            "usage", IngestOperatorStage.kind,
            #"{"clusters": [{"id": "tiny", "podUsage": ["\#(telemetry)/ocp_pod_usage.csv"], "#
                + #""storageUsage": ["\#(telemetry)/ocp_storage_usage.csv"]}]}"#)
        try bench.run("allocation", AllocateStage.kind, #"{"bill": ["bill"], "usage": ["usage"]}"#)
        let export = try bench.run(
            "export", ExportFocusStage.kind, #"{"allocation": "allocation", "version": "1.3"}"#)
        return (bill, try PublishedCSV("\(export.directory)/focus-1.3.csv"))
    }

    /// Sums by what describes a charge in the bill; its hour is not part of that, as charges of a day are one.
    private static func sums(
        _ header: [String], _ rows: [[String]], describedBy columns: [String]
    ) throws -> [String: Figures] {
        var sums: [String: Figures] = [:]
        for row in rows {
            let cells = Dictionary(uniqueKeysWithValues: zip(header, row))
            // Prices may be spelled with more zeros than needed.
            let key = columns.map { cells[$0].map { Exact($0)?.description ?? $0 } ?? "" }.joined(separator: "|")
            for measure in measures {
                guard let text = cells[measure], !text.isEmpty else { continue }
                let value = try #require(Exact(text), "\(measure) \(text)")
                sums[key, default: [:]].add(value, to: measure)
            }
        }
        return sums
    }

    @Test(arguments: [
        ("0.4", "1"), ("-0.3", "1"), ("0", "0"),
        // One unit of the last place, less than there are recipients; and a sum that three do not divide.
        ("0.000000000000000000000001", "0.000000000000000001"), ("-0.000000000000000000000001", "0.000000000000000001"),
        ("-0.000000000000000000000007", "-0.000000000000000007"), ("10000000000000.01", "123456789.000000000000000001"),
    ])
    func piecesSumToTheirCharge(cost: String, quantity: String) throws {
        let (bill, export) = try SplitChargeExportTests.export(cost, quantity: quantity)
        let columns = bill.header.filter {
            !SplitChargeExportTests.measures.contains($0) && !$0.hasPrefix("ChargePeriod") && !$0.hasPrefix("x_")
        }
        let charges = try SplitChargeExportTests.sums(bill.header, bill.rows, describedBy: columns)
        let pieces = try SplitChargeExportTests.sums(export.header, export.rows, describedBy: columns)
        #expect(charges.count == 5)
        #expect(pieces == charges)
        #expect(export.rows.count > 5)
    }

    @Test(arguments: ["0.4", "-0.3", "0.000000000000000000000001", "0"])
    func ratiosOfAChargeSumToOne(cost: String) throws {
        let export = try SplitChargeExportTests.export(cost, quantity: "1").export
        var sums: Figures = [:]
        for row in export.rows {
            let details = try export.value("AllocatedMethodDetails", row)
            #expect(try export.value("AllocatedMethodId", row).isEmpty == details.isEmpty)
            guard !details.isEmpty else { continue }
            let elements = try JSONText.parse(Array(details.utf8), file: "details")["Elements"]?.array ?? []
            let ratio = try #require(elements.first?["AllocatedRatio"]?.numberText.flatMap { Exact($0) })
            sums.add(ratio, to: "\(try export.value("ResourceId", row)) \(try export.value("ChargeDescription", row))")
        }
        #expect(sums.count > 1)
        #expect(sums.values.allSatisfy { $0 == Exact(units: Exact.one) }, "\(sums)")
    }
}
