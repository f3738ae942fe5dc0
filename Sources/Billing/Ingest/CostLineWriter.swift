import Columns
import Kernel
import Model

/// Writes rows as `cost_lines`, one file for each billing period.
///
/// Rows gather in a batch; a full one is encoded on a thread of its own while the next is filled. Row groups have the
/// same rows however the rows came in parts.
final class CostLineWriter {
    /// A delivery holds a month, and corrections of a few earlier ones. Each open month costs memory.
    private static let monthLimit = 36
    /// What a month keeps in memory, some 700 bytes a row; readers take row groups in parallel.
    private static let options = ParquetWriterOptions(rowGroupRows: 32_768, dictionaryColumns: repeatingColumns)

    /// Columns whose values repeat. Costs and row numbers hardly ever do: looking for repeats would cost time and find
    /// nothing.
    private static let repeatingColumns = Set(Dataset.costLines.schema.columns.map(\.name))
        .subtracting(CostMetric.columnNames + ["x_SourceRecord"])

    private final class MonthFile {
        let writer: ParquetWriter
        let path: String
        var batch = BatchBuilder(Dataset.costLines.schema)

        init(path: String) throws {
            self.path = path
            writer = try ParquetWriter(path: path, schema: Dataset.costLines.schema, options: CostLineWriter.options)
        }
    }

    private let directory: String
    private let thread = BackgroundThread()
    /// Holds the rows that are encoded now; empty when the thread waits.
    private var spare = BatchBuilder(Dataset.costLines.schema)
    private var months: [Month: MonthFile] = [:]

    init(directory: String) { self.directory = directory }

    /// - Parameter file: where the rows come from, for messages.
    func append(_ rows: BatchBuilder, of month: Month, file: String) throws {
        let target = try monthFile(month, file)
        var start = 0
        while start < rows.rowCount {
            let room = CostLineWriter.options.rowGroupRows - target.batch.rowCount
            let count = min(room, rows.rowCount - start)
            target.batch.append(rowsOf: rows, from: start, count: count)
            start += count
            if count == room { try flush(target) }
        }
    }

    /// Writes what is left and ends the files, on the thread; then calls `body` there with the path of each billing
    /// period's file. `wait` tells how it went.
    func close(_ body: @escaping ([(month: Month, path: String)]) throws -> Void) throws {
        let files = months.sorted { $0.key < $1.key }
        months = [:]
        try thread.start {
            for (_, file) in files {
                if file.batch.rowCount > 0 { try file.writer.append(file.batch) }
                _ = try file.writer.close()
            }
            try body(files.map { ($0.key, $0.value.path) })
        }
    }

    func wait() throws { try thread.wait() }

    private func flush(_ file: MonthFile) throws {
        try thread.wait()
        let full = file.batch
        file.batch = spare
        spare = full
        let writer = file.writer
        // Empties the batch.
        try thread.start { try writer.append(full) }
    }

    private func monthFile(_ month: Month, _ file: String) throws -> MonthFile {
        if let known = months[month] { return known }
        guard months.count < CostLineWriter.monthLimit else {
            throw Failure(
                .badInput, BillCode.tooManyPeriods,
                "the delivery has rows of more than \(CostLineWriter.monthLimit) billing periods",
                at: Place(file: file), hint: "deliver fewer months at a time")
        }
        let folder = "\(directory)/\(Dataset.costLines.rawValue)/billing_period=\(month)"
        try FileSystem.makeDirectory(folder)
        let made = try MonthFile(path: "\(folder)/part-00000.parquet")
        months[month] = made
        return made
    }
}
