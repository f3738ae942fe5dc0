import Billing
import Documents
import Foundation
import Kernel
import Model
import Runner
import TestSupport
import Testing

/// A real export of FOCUS, with what real exports bring along.
struct FocusSampleTests {
    private static let shared = Result {
        let bench = try Bench("2026-04")
        try bench.run(
            "sample", IngestFocusStage.kind,
            #"{"source": "sample", "files": ["Tests/Fixtures/focus-sample/focus_sample.csv"]}"#)
        return bench
    }

    private let sample: Publication

    init() throws { sample = try FocusSampleTests.shared.get().publication("sample") }

    @Test func everyRowIsKept() throws {
        #expect(sample.facts["rowsRead"]?.int == 1000)
        #expect(sample.facts["rowsKept"]?.int == 1000)
        #expect(sample.facts["rowsQuarantined"]?.int == 0)
        #expect(sample.facts["quarantine"]?.array?.isEmpty == true)
        #expect(!sample.files.contains { $0.path.hasPrefix("quarantine/") })
        #expect(try Table(sample, .costLines, ["BilledCost"]).count == 1000)
    }

    @Test(arguments: [
        ("BilledCost", "20.52022672899"), ("EffectiveCost", "14.97651418586"), ("ListCost", "20.39090575119"),
        ("ContractedCost", "14.97626039326"),
    ])
    func totalIsExact(metric: String, total: String) throws {
        #expect(try Table(sample, .costLines, [metric]).sum(metric) == Exact(total))
        let told = sample.facts["totals"]?.array?.compactMap { $0[metric]?.string.flatMap { Exact($0) } } ?? []
        #expect(told.count == 4)
        #expect(told.reduce(.zero, +) == Exact(total))
    }

    /// Every cost of the file against the one published, digit by digit.
    @Test(arguments: ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"])
    func everyCostIsTheOneOfTheFile(metric: String) throws {
        let file = try PublishedCSV(text: Fixtures.text("focus-sample/focus_sample.csv"))
        var expected: [Int128: Exact] = [:]
        for (index, row) in file.rows.enumerated() {
            let text = try file.value(metric, row)
            expected[Int128(index + 1)] = text == "NULL" ? .zero : try #require(Exact(text))
        }
        let table = try Table(sample, .costLines, [metric, "x_SourceRecord"])
        let records = table.whole("x_SourceRecord").compactMap { $0 }
        #expect(Dictionary(uniqueKeysWithValues: zip(records, table.exact(metric))) == expected)
    }

    @Test func quirksAreCountedWithTheirPlaces() throws {
        let found = (sample.facts["warnings"]?.array ?? []).map { warning in
            let code = warning["code"]?.string ?? ""
            let count = warning["count"]?.int.map { "\($0)" } ?? ""
            return "\(code) \(count) \(warning["message"]?.string ?? "") \(warning["places"]?.array?.count ?? 0)"
        }
        #expect(
            found == [
                "D220 1 columns that FOCUS does not know and that lack the prefix x_: Id 1",
                "D221 7 ContractedCost is null and counts as zero 5",
                #"D222 7 ChargeFrequency "Usage-based" should be spelled "Usage-Based" 5"#,
                "D224 1 ContractedUnitPrice is negative 1",
                "D225 1 ChargePeriodStart is outside the billing period 1",
                "D226 4000 BillingPeriodEnd names no zone and is read as UTC 5",
                "D230 2 ConsumedQuantity stands where nothing was consumed 2",
                // Python's Decimal finds the same fourteen rows.
                "D233 14 ContractedCost is not its unit price times PricingQuantity 5",
                "D234 1 the EffectiveCost of a credit is not its BilledCost 1",
            ])
        #expect(sample.diagnostics.allSatisfy { $0.severity == .warning })
    }

    @Test func tagThatLooksLikeNullsSurvives() throws {
        let tags = try Table(sample, .costLines, ["Tags"]).text("Tags").compactMap { $0 }
        let values = try tags.map { try JSONText.parse(Array($0.utf8), file: "Tags")["test"]?.string }
        #expect(values.count { $0 == ",NULL,NULL," } == 2)
    }

    @Test func nullsStayNullAndOtherColumnsAreKept() throws {
        let table = try Table(sample, .costLines, ["ContractedCost", "x_OtherColumns", "ServiceName"])
        #expect(table.whole("ContractedCost").count { $0 == nil } == 7)
        #expect(table.text("x_OtherColumns").allSatisfy { $0?.hasPrefix(#"{"Id":""#) == true })
        #expect(!table.text("ServiceName").contains("NULL"))
    }

    @Test func monthsAreKeptApart() throws {
        #expect(
            sample.files.map(\.path) == [
                "cost_lines/billing_period=2024-09/part-00000.parquet",
                "cost_lines/billing_period=2024-10/part-00000.parquet",
            ])
    }

    /// Spellings of numbers that bills use, and what they are worth.
    @Test(arguments: [
        ("2e-06", "0.000002"), ("3.52E-7", "0.000000352"), ("-1.5e+2", "-150"), ("1e13", "10000000000000"),
        ("0.00000000000000000000123", "0.00000000000000000000123"), ("99999999999999.999", "99999999999999.999"),
        (".5", "0.5"), ("-0", "0"), ("0.100000000000000000000000", "0.1"), ("0e-99", "0"),
    ])
    func numbersAreReadExactly(written: String, worth: String) throws {
        var bill = try TinyBill()
        bill.set("BilledCost", row: 0, written)
        let folder = try TemporaryFolder()
        try folder.write(bill.text, to: "bill.csv")
        let bench = try Bench("2026-06", root: folder.path)
        let ingested = try bench.run("bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill.csv"]}"#)
        #expect(try Table(ingested, .costLines, ["BilledCost"]).exact("BilledCost").first == Exact(worth))
    }
}
