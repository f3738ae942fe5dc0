import Kernel

@testable import Columns

/// One value of a test's rows, of whatever type its column is.
enum Cell: Equatable {
    case null
    case text(String)
    case int32(Int32)
    case int64(Int64)
    case double(Double)
    case boolean(Bool)
    case day(CalendarDay)
    case instant(Instant)
    case decimal(Int128)

    func append(to column: ColumnBuilder) {
        switch self {
        case .null: column.appendNull()
        case .text(let value): column.append(value)
        case .int32(let value): column.append(value)
        case .int64(let value): column.append(value)
        case .double(let value): column.append(value)
        case .boolean(let value): column.append(value)
        case .day(let value): column.append(value)
        case .instant(let value): column.append(value)
        case .decimal(let value): column.append(value)
        }
    }
}

/// Writes rows in batches of the given size.
@discardableResult
func write(
    _ rows: [[Cell]], _ schema: ParquetSchema, to path: String, options: ParquetWriterOptions = .init(),
    batchRows: Int = 65_536
) throws -> (rows: Int, bytes: Int) {
    let writer = try ParquetWriter(path: path, schema: schema, options: options)
    let batch = BatchBuilder(schema)
    for row in rows {
        for (cell, column) in zip(row, batch.columns) { cell.append(to: column) }
        if batch.rowCount == batchRows { try writer.append(batch) }
    }
    try writer.append(batch)
    return try writer.close()
}

/// All rows that a reader still has.
func read(_ reader: ParquetReader) throws -> [[Cell]] {
    var rows: [[Cell]] = []
    while let batch = try reader.nextBatch() {
        let columns = batch.schema.columns.indices.map { cells(batch, $0) }
        for row in 0..<batch.rowCount { rows.append(columns.map { $0[row] }) }
    }
    return rows
}

private func cells(_ batch: ColumnBatch, _ column: Int) -> [Cell] {
    func cells<Value>(_ cell: (Value) -> Cell, _ value: (Int) -> Value?) -> [Cell] {
        (0..<batch.rowCount).map { value($0).map(cell) ?? .null }
    }
    return switch batch.schema.columns[column].type {
    case .utf8: cells(Cell.text, batch.texts(column).string)
    case .int32: cells(Cell.int32) { batch.int32(column)[$0] }
    case .int64: cells(Cell.int64) { batch.int64(column)[$0] }
    case .double: cells(Cell.double) { batch.double(column)[$0] }
    case .boolean: cells(Cell.boolean) { batch.booleans(column)[$0] }
    case .date32: cells(Cell.day) { batch.days(column)[$0] }
    case .timestampMicros: cells(Cell.instant) { batch.instants(column)[$0] }
    case .decimal: cells(Cell.decimal) { batch.decimals(column)[$0] }
    }
}
