import Crypto
import Documents
import Foundation
import Kernel
import Runner

@testable import Billing

/// All that an ingest leaves behind, to be compared byte by byte.
struct IngestedBill: Equatable {
    var files: [String: [UInt8]] = [:]
    var facts: JSONNode?
    var factsText = ""
    var tables = ""
    var diagnostics: [Diagnostic] = []
    var rowCount: Int64 = 0
    var failure: String?

    /// - Parameter paths: the files of one delivery; messages name them by their last part.
    init(_ paths: [String], _ folder: BillFolder, _ reading: BillReading, maximumQuarantinedRows: Int = 100) throws {
        var stage = IngestFocusStage(
            source: SourceID("made")!, version: nil, maximumQuarantinedRows: maximumQuarantinedRows,
            input: .files(role: IngestFocusStage.filesRole, patterns: [FilePattern("*.csv")]),
            account: StageAccount(provider: "other", name: "made", place: Place(file: "made")))
        stage.reading = reading
        let directory = try folder.folder(UUID().uuidString)
        let digests = FileDigests(paths: paths)
        let files = zip(paths.indices, paths).map { index, path in
            InputFile(
                role: IngestFocusStage.filesRole, name: String(path.split(separator: "/").last ?? ""), path: path,
                byteCount: 1, digests: digests, index: index)
        }
        let context = StageContext(
            tenant: TenantID("made")!, tenantName: "Made", period: Month("2026-06")!, files: files, upstream: [],
            directory: directory, progress: { _ in })
        do {
            let outcome = try stage.run(context)
            facts = try JSONText.parse(PrettyJSON.bytes(outcome.facts), file: "facts", limits: .data)
            factsText = PrettyJSON.text(outcome.facts)
            tables = outcome.tables.map { "\($0.table): \($0.columns)\n" + $0.rows.map { "\($0)\n" }.joined() }.joined()
            diagnostics = outcome.diagnostics
            rowCount = outcome.rowCount
            self.files = try BillFolder.files(below: directory)
        } catch let error as Failure {
            failure = error.description
        }
    }

    static func == (left: IngestedBill, right: IngestedBill) -> Bool {
        left.files == right.files && left.factsText == right.factsText && left.tables == right.tables
            && left.diagnostics == right.diagnostics && left.rowCount == right.rowCount && left.failure == right.failure
    }

    /// What differs, in short.
    func difference(from other: IngestedBill) -> String {
        var found: [String] = []
        if files.keys.sorted() != other.files.keys.sorted() { found.append("files \(files.keys) \(other.files.keys)") }
        for (name, bytes) in files where other.files[name] != bytes { found.append("bytes of \(name)") }
        if factsText != other.factsText { found.append("facts: \(factsText)\nother: \(other.factsText)") }
        if tables != other.tables { found.append("tables") }
        if diagnostics != other.diagnostics { found.append("diagnostics: \(diagnostics)\nother: \(other.diagnostics)") }
        if failure != other.failure { found.append("failure: \(failure ?? "none")\nother: \(other.failure ?? "none")") }
        return found.joined(separator: "; ")
    }
}
