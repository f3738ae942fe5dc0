import Columns
package import Kernel

/// Rows set aside because they cannot be accounted for: counted by reason, and kept as they stood in the file.
///
/// The file `quarantine/rejected.csv` of the publication holds, for each row, where it stood, the code, the message and
/// the row's own bytes; it is written only when there is a row.
package final class Quarantine {
    package private(set) var tally = FindingTally()
    private let directory: String
    private var writer: CSVWriter?
    private var file: DurableFile?

    private let limit: Int
    private let tooMany: DiagnosticCode

    /// - Parameters:
    ///   - directory: the stage's output folder.
    ///   - limit: how many rows may be set aside; one more is a failure under the code `tooMany`.
    package init(directory: String, limit: Int, tooMany: DiagnosticCode) {
        self.directory = directory
        self.limit = limit
        self.tooMany = tooMany
    }

    package var rowCount: Int64 { tally.total }

    package func add(_ diagnostic: Diagnostic, rawRow: UnsafeBufferPointer<UInt8>) throws {
        tally.count(diagnostic)
        let writer = try self.writer ?? open()
        writer.write(diagnostic.place?.file ?? "")
        writer.write(diagnostic.place?.line.map { String($0) })
        writer.write(diagnostic.place?.column.map { String($0) })
        writer.write(diagnostic.code.description)
        writer.write(diagnostic.message)
        writer.write(utf8: UnsafeBufferPointer(rebasing: rawRow.prefix(Quarantine.rowLimitBytes)))
        try writer.endRecord()
        guard rowCount > Int64(limit) else { return }
        throw Failure(
            .badInput,
            errors + [
                .error(
                    tooMany, "more than \(limit) rows cannot be accounted for; nothing was published",
                    at: diagnostic.place,
                    hint: "mend the delivery, or raise \"maximumQuarantinedRows\" in the job to set them aside")
            ])
    }

    /// Refuses an input of which no row could be used: that is another format, not a few bad rows.
    package func refuseIfNothing(kept: Int64, _ code: DiagnosticCode) throws(Failure) {
        guard kept == 0, rowCount > 0 else { return }
        throw Failure(
            .badInput,
            errors + [
                .error(
                    code, "none of the \(rowCount) rows can be accounted for; nothing was published",
                    hint: "mend the delivery, or check that it is the export that the stage reads")
            ])
    }

    /// What was set aside and why, one finding a reason.
    package var warnings: [Diagnostic] {
        tally.summary.map {
            var finding = $0
            finding.message = "row set aside: \(finding.message)"
            return finding
        }
    }

    private var errors: [Diagnostic] {
        tally.summary.map {
            var finding = $0
            finding.severity = .error
            return finding
        }
    }

    private func open() throws -> CSVWriter {
        let folder = directory + "/quarantine"
        try FileSystem.makeDirectory(folder)
        let file = try DurableFile(path: folder + "/rejected.csv")
        let made = try CSVWriter(
            columns: [
                CSVColumn("File"), CSVColumn("Line", .number), CSVColumn("Column", .number), CSVColumn("Code"),
                CSVColumn("Reason"), CSVColumn("Row"),
            ], to: file)
        self.file = file
        writer = made
        return made
    }

    package func close() throws {
        try writer?.finish()
        try file?.commit()
    }

    /// A row is kept up to this length; damaged files have rows of many megabytes.
    package static let rowLimitBytes = 65_536
}
