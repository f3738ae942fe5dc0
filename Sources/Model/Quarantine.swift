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

    /// - Parameter directory: the stage's output folder.
    package init(directory: String) { self.directory = directory }

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
    private static let rowLimitBytes = 65_536
}
