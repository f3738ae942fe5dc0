import Allocation
import Billing
import Columns
import Documents
import Kernel
import Model
import Reports
import Runner
import Telemetry
import TestSupport
import Testing

/// The files that other tools read, of the example month.
struct FocusExportTests {
    /// What is exported: options of the stage.
    struct Case: CustomTestStringConvertible, Sendable {
        let source: String
        let version: String
        var testDescription: String { "\(source) \(version)" }
        var isAllocation: Bool { source.contains("allocation") }

        static let all = ["1.2", "1.3"].flatMap { version in
            [#""bill": "bill""#, #""allocation": "allocation-both-cpu""#].map { Case(source: $0, version: version) }
        }
    }

    private static let split = [
        "AllocatedMethodDetails", "AllocatedMethodId", "AllocatedResourceId", "AllocatedResourceName", "AllocatedTags",
    ]

    private let month: Bench

    init() throws { month = try ExampleMonth.shared.get() }

    private func export(_ wanted: Case, formats: String = #"["csv"]"#) throws -> Publication {
        try Bench("2026-04", after: month).run(
            "export", ExportFocusStage.kind,
            #"{\#(wanted.source), "version": "\#(wanted.version)", "formats": \#(formats)}"#)
    }

    private func csv(_ publication: Publication, _ version: String) throws -> PublishedCSV {
        try PublishedCSV("\(publication.directory)/focus-\(version).csv")
    }

    @Test(arguments: Case.all) func columnsAreThoseOfTheVersionThenOurs(wanted: Case) throws {
        let header = try csv(export(wanted), wanted.version).header
        let ours = header.filter { $0.hasPrefix("x_") }
        let theirs = header.filter { !$0.hasPrefix("x_") }
        #expect(header == theirs.sorted() + ours.sorted())
        var expected = Set(FocusColumn.allCases.map(\.rawValue))
        if wanted.version == "1.3" {
            expected.formUnion(["ServiceProviderName", "HostProviderName"])
            if wanted.isAllocation { expected.formUnion(FocusExportTests.split) }
        }
        #expect(Set(theirs) == expected)
        let ourSplit = FocusExportTests.split.map { "x_\($0)" }.filter(ours.contains)
        #expect(ourSplit.count == (wanted.isAllocation && wanted.version == "1.2" ? 5 : 0))
    }

    @Test(arguments: Case.all) func bothKindsOfFilesSayTheSame(wanted: Case) throws {
        let publication = try export(wanted, formats: #"["csv", "parquet"]"#)
        #expect(publication.files.map(\.path) == ["csv", "parquet"].map { "focus-\(wanted.version).\($0)" })
        let text = try csv(publication, wanted.version)
        let reader = try ParquetReader(path: "\(publication.directory)/focus-\(wanted.version).parquet")
        #expect(reader.schema.columns.map(\.name) == text.header)
        #expect(text.rows.count == Int(publication.rowCount))
        var start = 0
        while let batch = try reader.nextBatch() {
            for column in text.header.indices {
                let written = text.rows[start..<(start + batch.rowCount)].map { $0[column] }
                #expect(texts(batch, column) == written, "\(text.header[column])")
            }
            start += batch.rowCount
        }
        #expect(start == text.rows.count)
    }

    /// A column as CSV writes it; null is empty.
    private func texts(_ batch: ColumnBatch, _ column: Int) -> [String] {
        let rows = 0..<batch.rowCount
        switch batch.schema.columns[column].type {
        case .utf8: return rows.map { batch.texts(column).string($0) ?? "" }
        case .decimal(_, let scale):
            return rows.map { batch.decimals(column)[$0].map { DecimalText.print($0, scale: scale) } ?? "" }
        case .timestampMicros: return rows.map { batch.instants(column)[$0]?.description ?? "" }
        case .int64: return rows.map { batch.int64(column)[$0].map { "\($0)" } ?? "" }
        default: return []
        }
    }

    @Test(arguments: Case.all) func twoExportsHaveTheSameBytes(wanted: Case) throws {
        let formats = #"["parquet", "csv"]"#
        #expect(try export(wanted, formats: formats).files == export(wanted, formats: formats).files)
    }

    /// What we export is a FOCUS bill that our own ingest takes whole, with the totals of the bill it came from and
    /// nothing to say against it, from either kind of file.
    @Test(arguments: Case.all, ["csv", "parquet"]) func exportIsABillAgain(wanted: Case, format: String) throws {
        let folder = try TemporaryFolder()
        let export = try export(wanted, formats: #"["\#(format)"]"#)
        let again = try Bench("2026-04", root: folder.path)
        let ingested = try again.run(
            "again", IngestFocusStage.kind,
            #"{"source": "again", "files": ["\#(export.directory)/focus-\#(wanted.version).\#(format)"], "#
                + #""maximumQuarantinedRows": 0}"#)
        #expect(ingested.rowCount == export.rowCount)
        #expect(ingested.facts["format"]?.string == "FOCUS \(wanted.version)")
        #expect(ingested.diagnostics.map(\.description).isEmpty, "\(ingested.diagnostics)")
        let bill = try month.publication("bill")
        #expect(totals(bill).count == 20)
        #expect(totals(ingested) == totals(bill))
        #expect(try quantities(ingested) == quantities(bill))
    }

    /// No control total sums these.
    private func quantities(_ bill: Publication) throws -> [Int128] {
        let columns = ["PricingQuantity", "ConsumedQuantity"]
        let table = try Table(bill, .costLines, columns)
        return columns.map { table.whole($0).reduce(0) { $0 + ($1 ?? 0) } }
    }

    private func totals(_ publication: Publication) -> Figures {
        var found: Figures = [:]
        for total in publication.facts["totals"]?.array ?? [] {
            let key = ["currency", "billingPeriod", "chargeCategory"].map { total[$0]?.string ?? "" }
            for metric in CostMetric.allCases.map(\.columnName) {
                found["\(key) \(metric)"] = total[metric]?.string.flatMap { Exact($0) }
            }
        }
        return found
    }

    @Test func providersAreThoseOfTheBill() throws {
        let text = try csv(export(Case(source: #""bill": "bill""#, version: "1.3")), "1.3")
        for row in text.rows {
            let provider = try text.value("ProviderName", row)
            #expect(!provider.isEmpty)
            #expect(try text.value("ServiceProviderName", row) == provider)
            #expect(try text.value("HostProviderName", row) == provider)
        }
    }

    @Test func tagsOfAPieceAreNotThoseOfItsCharge() throws {
        let text = try csv(export(Case(source: #""allocation": "allocation-both-cpu""#, version: "1.3")), "1.3")
        var tagged = 0
        for row in text.rows {
            let written = try text.value("AllocatedTags", row)
            #expect(try text.value("AllocatedResourceId", row).isEmpty == written.isEmpty)
            guard !written.isEmpty else { continue }
            tagged += 1
            let own = try JSONText.parse(Array(written.utf8), file: "AllocatedTags").members ?? []
            let charge = try text.value("Tags", row)
            let others = charge.isEmpty ? [] : try JSONText.parse(Array(charge.utf8), file: "Tags").members ?? []
            #expect(Set(own.map(\.key)).isDisjoint(with: others.map(\.key)))
            #expect(own.first { $0.key == "reckon/namespace" }?.value.string == (try text.value("x_Namespace", row)))
        }
        #expect(tagged > 1000)
    }

    @Test(arguments: ["{}", #"{"allocation": "allocation-both-cpu", "bill": "bill"}"#])
    func anExportIsOfOneThing(options: String) throws {
        let error = #expect(throws: Failure.self) {
            try Bench("2026-04", after: month).run("export", ExportFocusStage.kind, options)
        }
        #expect(error?.exitStatus == .configuration)
        #expect(
            error?.description == """
                options:1:1: error[J209]: an export is of an allocation or of a bill
                  hint: give one of the options "allocation" and "bill"
                """)
    }
}
