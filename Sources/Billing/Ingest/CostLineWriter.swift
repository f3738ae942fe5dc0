import Columns
import Kernel
import Model

/// Writes sound rows as `cost_lines`, one file for each billing period.
///
/// Rows gather in a batch; a full one is encoded on a thread of its own while the next is filled.
final class CostLineWriter {
    /// A delivery holds a month, and corrections of a few earlier ones. Each open month costs memory.
    private static let monthLimit = 36
    /// Rows of a month's batch; with a single month that is a row group, which is written from where it is. Several
    /// months share them.
    private static let batchRows = ParquetWriterOptions().rowGroupRows

    /// A column of the file that is read now, and where it goes.
    private struct Cell {
        enum Kind { case text, decimal, instant }

        let kind: Kind
        let ordinal: Int
        let position: Int
        let column: ColumnAppender
    }

    private final class MonthFile {
        let writer: ParquetWriter
        let path: String
        var batch = BatchBuilder(Dataset.costLines.schema)
        var rows = 0
        var cells: [Cell] = []
        /// The delivered file for which `cells` are made.
        var source = 0

        init(path: String) throws {
            self.path = path
            writer = try ParquetWriter(path: path, schema: Dataset.costLines.schema)
        }
    }

    private let directory: String
    private let thread = BackgroundThread()
    /// Holds the rows that are encoded now; empty when the thread waits.
    private var spare = BatchBuilder(Dataset.costLines.schema)
    private var months: [Month: MonthFile] = [:]
    private var latest: (month: Month, file: MonthFile)?
    private let othersColumn = FocusColumn.allCases.count

    private var source = 0
    private var sourceName = ""
    private var header: FocusHeader?
    private var others: OtherColumns?

    init(directory: String) { self.directory = directory }

    /// From here on rows come from this file.
    func begin(_ header: FocusHeader, file: String) {
        for month in months.values { fill(month) }
        source += 1
        sourceName = file
        self.header = header
        others = header.others.isEmpty ? nil : OtherColumns(header)
    }

    func append(_ record: borrowing CSVRecord, _ row: borrowing FocusRow) throws {
        let target = try monthFile(row.billingPeriod, line: record.line)
        if target.source != source { prepare(target) }
        for cell in target.cells {
            switch cell.kind {
            case .text:
                let field = record[cell.position]
                if field.isNull { cell.column.appendNull() } else { cell.column.append(utf8: field.bytes) }
            case .decimal:
                if let units = row.decimal(cell.ordinal) {
                    cell.column.append(decimal: units)
                } else {
                    cell.column.appendNull()
                }
            case .instant: cell.column.append(fixed: row.microseconds(cell.ordinal))
            }
        }
        others?.append(record, to: target.batch[othersColumn].appender)
        target.batch[othersColumn + 2].append(Int64(record.number))
        target.rows += 1
        if target.rows >= max(1024, CostLineWriter.batchRows / months.count) { try flush(target) }
    }

    /// Writes what is left and ends the files, on the thread; then calls `body` there with the path of each billing
    /// period's file. `wait` tells how it went.
    func close(_ body: @escaping ([(month: Month, path: String)]) throws -> Void) throws {
        for file in months.values { fill(file) }
        let files = months.sorted { $0.key < $1.key }
        months = [:]
        latest = nil
        spare = BatchBuilder(Dataset.costLines.schema)
        try thread.start {
            for (_, file) in files {
                if file.rows > 0 { try file.writer.append(file.batch) }
                _ = try file.writer.close()
            }
            try body(files.map { ($0.key, $0.value.path) })
        }
    }

    func wait() throws { try thread.wait() }

    private func flush(_ file: MonthFile) throws {
        fill(file)
        try thread.wait()
        let full = file.batch
        file.batch = spare
        spare = full
        prepare(file)
        let writer = file.writer
        // Empties the batch.
        try thread.start { try writer.append(full) }
    }

    /// Finds where each column of the file that is read now goes.
    private func prepare(_ file: MonthFile) {
        file.source = source
        file.rows = file.batch[othersColumn + 2].count
        guard let header else { preconditionFailure("rows come from a file that was begun") }
        file.cells = FocusColumn.allCases.enumerated().compactMap { ordinal, column in
            let position = header.positions[ordinal]
            guard position >= 0 else { return nil }
            var kind = Cell.Kind.text
            switch column.kind {
            case .cost, .unitPrice, .quantity: kind = .decimal
            case .instant: kind = .instant
            case .text, .json, .currency, .enumeration: break
            }
            return Cell(kind: kind, ordinal: ordinal, position: position, column: file.batch[ordinal].appender)
        }
    }

    /// Catches up with the columns that are the same on every row of a delivered file: those it lacks, and its name.
    private func fill(_ file: MonthFile) {
        let name = file.batch[othersColumn + 1]
        for column in file.batch.columns where column !== name {
            for _ in column.count..<file.rows { column.appendNull() }
        }
        for _ in name.count..<file.rows { name.append(sourceName) }
    }

    private func monthFile(_ month: Month, line: Int) throws -> MonthFile {
        if let latest, latest.month.isSame(as: month) { return latest.file }
        if let known = months[month] {
            latest = (month, known)
            return known
        }
        guard months.count < CostLineWriter.monthLimit else {
            throw Failure(
                .badInput, BillCode.tooManyPeriods,
                "the delivery has rows of more than \(CostLineWriter.monthLimit) billing periods",
                at: Place(file: sourceName, line: line), hint: "deliver fewer months at a time")
        }
        let folder = "\(directory)/\(Dataset.costLines.rawValue)/billing_period=\(month)"
        try FileSystem.makeDirectory(folder)
        let made = try MonthFile(path: "\(folder)/part-00000.parquet")
        months[month] = made
        latest = (month, made)
        return made
    }
}
