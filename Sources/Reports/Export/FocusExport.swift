package import Columns
package import Kernel
import Model
package import Runner

/// Writes published charges as FOCUS files: the columns of the specification, then ours with the prefix x_.
package struct FocusExport: Sendable {
    package enum Source: Sendable {
        /// The rows of a bill.
        case bill
        /// The charges of a bill, split to those who received them.
        case allocation
    }

    let dataset: Dataset
    let version: FocusExportVersion

    package init(_ source: Source, _ version: FocusExportVersion) {
        dataset = source.dataset
        self.version = version
    }

    /// Writes a file that appears complete or not at all, in place of any that is there.
    ///
    /// - Parameters:
    ///   - token: tells this process from others that write the same file.
    ///   - replaces: write even when there is a file of that name.
    /// - Returns: how many rows were written.
    package func write(
        _ publication: Publication, as format: FocusExportFormat, to path: String, token: String, replaces: Bool
    ) throws -> Int64 {
        try FocusExport.requireFree(path, replaces: replaces)
        return try write([publication], to: [try writer(format, path: path, token: token)])
    }

    /// - Throws: exit 73 when no file can be made there, or one that is there must stay.
    package static func requireFree(_ path: String, replaces: Bool) throws(Failure) {
        func refusal(_ code: DiagnosticCode, _ message: String, _ hint: String) -> Failure {
            Failure(.cannotWrite, code, message, at: Place(file: path), hint: hint)
        }
        guard !path.hasSuffix("/"), !FileSystem.isDirectory(path) else {
            throw refusal(
                ReportCode.noOutputFile, "the output names a folder",
                "name the file in it, for example with --output export/focus.csv")
        }
        guard FileSystem.isDirectory(FileSystem.parentPath(path)) else {
            throw refusal(
                ReportCode.noOutputFile, "the folder of the output does not exist",
                "create it, or choose another file with --output")
        }
        guard FileSystem.exists(path) else { return }
        // A finished file takes the place of the old one: a device would be lost by that.
        guard FileSystem.isRegularFile(path) else {
            throw refusal(
                ReportCode.noOutputFile, "the output is no plain file", "--output - writes CSV to standard output")
        }
        guard replaces else {
            throw refusal(
                ReportCode.outputExists, "there is a file of that name, and it was left as it is",
                "choose another with --output, or replace it with --force")
        }
    }

    /// Writes CSV to a sink.
    package func writeCSV(_ publication: Publication, to sink: any ByteSink) throws -> Int64 {
        try write([publication], to: [try FocusCSVWriter(sink: sink, FocusExportColumn.all(dataset, version))])
    }

    func writer(_ format: FocusExportFormat, path: String, token: String) throws -> any FocusExportWriter {
        let columns = FocusExportColumn.all(dataset, version)
        switch format {
        case .csv: return try FocusCSVWriter(path: path, columns)
        case .parquet:
            let folder = FileSystem.parentPath(path)
            let name = path.split(separator: "/").last ?? ""
            return try FocusParquetWriter(
                path: path, temporary: "\(folder)/.\(name).\(token).partial", columns)
        }
    }

    /// Reads the rows once and hands them to all writers.
    func write(
        _ publications: [Publication], to writers: [any FocusExportWriter], progress: (Int64) throws -> Void = { _ in }
    ) throws -> Int64 {
        let columns = FocusExportColumn.all(dataset, version)
        var count: Int64 = 0
        for publication in publications {
            for path in publication.paths(below: dataset.rawValue) {
                let reader = try ParquetReader(path: path, expecting: dataset.schema)
                while let batch = try reader.nextBatch() {
                    let rows = FocusExportRows(batch, columns)
                    for writer in writers { try writer.append(rows) }
                    count += Int64(rows.count)
                    try progress(count)
                }
            }
        }
        for writer in writers { try writer.close() }
        return count
    }
}

extension FocusExport.Source {
    var dataset: Dataset {
        switch self {
        case .bill: .costLines
        case .allocation: .allocations
        }
    }
}
