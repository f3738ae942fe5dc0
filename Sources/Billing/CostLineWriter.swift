import Columns
import Documents
import Kernel
import Model

/// Writes sound rows as `cost_lines`, one file for each billing period.
final class CostLineWriter {
    /// A delivery holds a month, and corrections of a few earlier ones. Each open month costs memory.
    private static let monthLimit = 36
    /// Rows that wait in memory over all months; a row group is written when a month has its share of them.
    private static let waitingRows = 32_768

    private final class MonthFile {
        let writer: ParquetWriter
        let batch: BatchBuilder
        let path: String

        init(path: String) throws {
            self.path = path
            writer = try ParquetWriter(path: path, schema: Dataset.costLines.schema)
            batch = BatchBuilder(Dataset.costLines.schema)
        }
    }

    private let directory: String
    private var months: [Month: MonthFile] = [:]
    private var latest: (month: Month, file: MonthFile)?
    private let fileColumn = FocusColumn.allCases.count + 1

    init(directory: String) { self.directory = directory }

    func append(
        _ record: borrowing CSVRecord, _ row: borrowing FocusRow, header: FocusHeader, file: String
    ) throws {
        let month = row[instant: .billingPeriodStart].month
        let target = try monthFile(month, file: file, line: record.line)
        let batch = target.batch
        for (ordinal, column) in FocusColumn.allCases.enumerated() {
            let builder = batch[ordinal]
            let position = header.positions[ordinal]
            guard position >= 0 else {
                builder.appendNull()
                continue
            }
            switch column.kind {
            case .cost, .unitPrice, .quantity:
                if row.present[ordinal] { builder.append(row.decimals[ordinal]) } else { builder.appendNull() }
            case .instant: builder.append(Instant(microseconds: row.instants[ordinal]))
            default:
                let field = record[position]
                if field.isNull { builder.appendNull() } else { builder.append(utf8: field.bytes) }
            }
        }
        appendOthers(record, header, batch[fileColumn - 1])
        batch[fileColumn].append(file)
        batch[fileColumn + 1].append(Int64(record.number))
        if batch.rowCount >= max(1024, CostLineWriter.waitingRows / months.count) { try flush(target) }
    }

    /// Ends all files.
    /// - Returns: the path of each billing period's file.
    func close() throws -> [(month: Month, path: String)] {
        try months.sorted { $0.key < $1.key }.map { month, file in
            if file.batch.rowCount > 0 { try flush(file) }
            _ = try file.writer.close()
            return (month, file.path)
        }
    }

    private func flush(_ file: MonthFile) throws {
        try file.writer.append(file.batch)
        file.batch.removeAll()
    }

    private func monthFile(_ month: Month, file: String, line: Int) throws -> MonthFile {
        if let latest, latest.month == month { return latest.file }
        if let known = months[month] {
            latest = (month, known)
            return known
        }
        guard months.count < CostLineWriter.monthLimit else {
            throw Failure(
                .badInput, BillCode.tooManyPeriods,
                "the delivery has rows of more than \(CostLineWriter.monthLimit) billing periods",
                at: Place(file: file, line: line), hint: "deliver fewer months at a time")
        }
        let folder = "\(directory)/\(Dataset.costLines.rawValue)/billing_period=\(month)"
        try FileSystem.makeDirectory(folder)
        let made = try MonthFile(path: "\(folder)/part-00000.parquet")
        months[month] = made
        latest = (month, made)
        return made
    }

    private func appendOthers(_ record: borrowing CSVRecord, _ header: FocusHeader, _ builder: ColumnBuilder) {
        var members: [JSONOut.Member] = []
        for other in header.others {
            let field = record[other.position]
            if !field.isNull { members.append(.init(other.name, .string(field.text))) }
        }
        if members.isEmpty {
            builder.appendNull()
        } else {
            let line = PrettyJSON.line(.object(members))
            line.withUnsafeBufferPointer { builder.append(utf8: $0) }
        }
    }
}
