package import Columns
package import Kernel

/// Rows set aside because they cannot be accounted for: counted by reason, and kept as they stood in the file.
///
/// The file `quarantine/rejected.csv` of the publication holds, for each row, where it stood, the code, the message and
/// the row's own bytes; it is written only when there is a row.
package final class Quarantine {
    package private(set) var tally = FindingTally()
    private let directory: String
    private var writer: CSVWriter?

    /// - Parameter directory: the stage's output folder.
    package init(directory: String) { self.directory = directory }

    package var rowCount: Int64 { tally.total }

    package func add(_ diagnostic: Diagnostic, rawRow: UnsafeBufferPointer<UInt8>) throws {
        tally.count(diagnostic)
        if writer == nil {
            let folder = directory + "/quarantine"
            try FileSystem.makeDirectory(folder)
            writer = try CSVWriter(path: folder + "/rejected.csv", header: ["File", "Line", "Column", "Code", "Reason", "Row"])
        }
        try writer?.write([
            diagnostic.place?.file ?? "", diagnostic.place?.line.map(String.init) ?? "",
            diagnostic.place?.column.map(String.init) ?? "", diagnostic.code.description, diagnostic.message,
            unsafe String(decoding: rawRow.prefix(Quarantine.rowLimitBytes), as: UTF8.self),
        ])
    }

    package func close() throws { try writer?.close() }

    /// A row is kept up to this length; damaged files have rows of many megabytes.
    private static let rowLimitBytes = 65_536
}
