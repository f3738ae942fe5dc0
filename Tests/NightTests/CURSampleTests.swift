import Billing
import Documents
import Kernel
import Model
import Runner
import Testing

/// A small bill with every type of line, in the spellings that AWS's reports come in; the Parquet file
/// has numbers as binary fractions and tags as a map, as AWS delivers it.
struct CURSampleTests {
    static let spellings = ["legacy.csv", "athena.csv", "2.0.csv", "2.0.parquet"]
    private static let golden = "cur-rows.txt"

    private static func ingested(_ spelling: String) throws -> Publication {
        try Bench("2026-04").run(
            "bill", IngestFocusStage.kind,
            #"{"source": "harbor-aws", "files": ["Tests/Fixtures/aws/every-type-\#(spelling)"]}"#)
    }

    /// The FOCUS columns of each row that have a value. Keys of AWS's own tags are spelled as in the legacy report.
    private static func rows(_ bill: Publication) throws -> String {
        let names = FocusColumn.allCases.map(\.rawValue)
        let table = try Table(bill, .costLines)
        return (0..<table.count).map { row in
            let cells = names.compactMap { name -> String? in
                let cell = shown(table, name, row)
                return cell.isEmpty ? nil : "\(name) \(cell)"
            }
            return cells.joined(separator: "\n")
        }.joined(separator: "\n\n").replacing("aws_eks_namespace", with: "aws:eks:namespace")
    }

    private static func shown(_ table: Table, _ name: String, _ row: Int) -> String {
        guard let column = FocusColumn(rawValue: name) else { return "" }
        if let text = table.text(name).isEmpty ? nil : table.text(name)[row] { return text }
        guard !table.whole(name).isEmpty, let value = table.whole(name)[row] else { return "" }
        return switch column.kind {
        case .instant: Instant(microseconds: Int64(value)).description
        case .quantity: DecimalText.print(value, scale: Quantity.scale)
        default: DecimalText.print(value, scale: Amount.scale)
        }
    }

    @Test(.enabled(if: !Goldens.areWritten), arguments: spellings)
    func everySpellingMakesTheExpectedRows(spelling: String) throws {
        let found = try CURSampleTests.rows(CURSampleTests.ingested(spelling))
        #expect(found == (try Goldens.read(CURSampleTests.golden)["rows"]))
    }

    @Test(.enabled(if: Goldens.areWritten)) func goldensAreWritten() throws {
        let rows = try CURSampleTests.rows(CURSampleTests.ingested("legacy.csv"))
        try Goldens.write([("rows", rows)], to: CURSampleTests.golden)
    }

    /// Figures of a program in Python.
    @Test(arguments: spellings) func totalsAreThoseOfTheOracle(spelling: String) throws {
        let table = try Table(
            CURSampleTests.ingested(spelling), .costLines, CostMetric.allCases.map(\.columnName))
        #expect(table.count == 26)
        let totals = [
            "BilledCost": "1461.3268678556", "EffectiveCost": "130.5173678556", "ListCost": "1462.3835679556",
            "ContractedCost": "1462.1028678556",
        ]
        for (metric, total) in totals { #expect(table.sum(metric) == Exact(total)) }
    }

    /// Split figures of pods are kept beside the row, which adds nothing.
    @Test func splitFiguresAreKept() throws {
        let bill = try CURSampleTests.ingested("legacy.csv")
        let others = try Table(bill, .costLines, ["x_OtherColumns"]).text("x_OtherColumns").compactMap { $0 }
        #expect(others.filter { $0.contains(#""splitLineItem/SplitCost":"0.12""#) }.count == 1)
    }

    @Test func whatIsNotKnownIsSaid() throws {
        let said = try CURSampleTests.ingested("legacy.csv").diagnostics.map(\.message).joined(separator: "\n")
        #expect(said.contains("8jx2xyexampleproductcode"))
        #expect(said.contains("FlatRateSubscription"))
        #expect(said.contains("i-0c7e41a0d2f380132"))
    }
}
