import Columns
import Kernel

/// Takes the rows of an export, in order, and makes a file of them.
protocol FocusExportWriter: AnyObject {
    func append(_ rows: FocusExportRows) throws
    /// Makes the file appear; without it there is none.
    func close() throws
}

/// Exact decimals, times as `2026-04-01T00:00:00Z`, nothing for null.
final class FocusCSVWriter: FocusExportWriter {
    private let writer: CSVWriter
    private let file: DurableFile?

    init(path: String, _ columns: [FocusExportColumn]) throws {
        let file = try DurableFile(path: path)
        self.file = file
        writer = try CSVWriter(columns: FocusCSVWriter.columns(columns), to: file)
    }

    init(sink: any ByteSink, _ columns: [FocusExportColumn]) throws {
        file = nil
        writer = try CSVWriter(columns: FocusCSVWriter.columns(columns), to: sink)
    }

    private static func columns(_ columns: [FocusExportColumn]) -> [CSVColumn] {
        columns.map { CSVColumn($0.name, $0.type == .utf8 ? .text : .number) }
    }

    func append(_ rows: FocusExportRows) throws {
        for row in 0..<rows.count {
            for cells in rows.cells { write(cells, row) }
            try writer.endRecord()
        }
    }

    private func write(_ cells: FocusExportRows.Cells, _ row: Int) {
        switch cells {
        case .texts(let column):
            if column.validity.isNull(row) { writer.writeNull() } else { writer.write(utf8: column.bytes(row)) }
        case .decimals(let column, let scale): writer.write(column[row].map { DecimalText.print($0, scale: scale) })
        case .instants(let column): writer.write(column[row]?.description)
        case .integers(let column): writer.write(column[row].map { String($0) })
        case .made(let texts): writer.write(texts[row])
        }
    }

    func close() throws {
        try writer.finish()
        try file?.commit()
    }
}

/// The types of the dataset: DECIMAL, TIMESTAMP in microseconds and UTC, text.
final class FocusParquetWriter: FocusExportWriter {
    private let path: String
    private let temporary: String
    private let batch: BatchBuilder
    private let writer: ParquetWriter

    /// - Parameter temporary: where the file is until it is complete, in the folder of `path`.
    init(path: String, temporary: String, _ columns: [FocusExportColumn]) throws {
        self.path = path
        self.temporary = temporary
        let schema = ParquetSchema(columns.map { ParquetColumn($0.name, $0.type, nullable: true) })
        batch = BatchBuilder(schema)
        writer = try FocusParquetWriter.telling(of: path, for: temporary) {
            try ParquetWriter(path: temporary, schema: schema)
        }
    }

    /// What goes wrong with the temporary file is told of the file that is wanted.
    private static func telling<Value>(of path: String, for temporary: String, _ body: () throws -> Value) throws
        -> Value
    {
        do { return try body() } catch var failure as Failure {
            for index in failure.diagnostics.indices where failure.diagnostics[index].place?.file == temporary {
                failure.diagnostics[index].place?.file = path
            }
            throw failure
        }
    }

    func append(_ rows: FocusExportRows) throws {
        for (column, cells) in rows.cells.enumerated() { append(cells, rows.count, to: batch[column]) }
        try FocusParquetWriter.telling(of: path, for: temporary) { try writer.append(batch) }
    }

    private func append(_ cells: FocusExportRows.Cells, _ count: Int, to builder: ColumnBuilder) {
        for row in 0..<count {
            switch cells {
            case .texts(let column):
                if column.validity.isNull(row) { builder.appendNull() } else { builder.append(utf8: column.bytes(row)) }
            case .decimals(let column, _):
                if let units = column[row] { builder.append(units) } else { builder.appendNull() }
            case .instants(let column):
                if let instant = column[row] { builder.append(instant) } else { builder.appendNull() }
            case .integers(let column):
                if let integer = column[row] { builder.append(integer) } else { builder.appendNull() }
            case .made(let texts):
                if let text = texts[row] { builder.append(text) } else { builder.appendNull() }
            }
        }
    }

    func close() throws {
        _ = try FocusParquetWriter.telling(of: path, for: temporary) { try writer.close() }
        try FileSystem.rename(temporary, to: path)
        try DurableFile.synchronizeFolder(FileSystem.parentPath(path))
    }
}
