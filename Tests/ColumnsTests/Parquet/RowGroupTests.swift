import Kernel
import TestSupport
import Testing

@testable import Columns

/// Row groups one by one, and their cells without a view for each column.
struct RowGroupTests {
    private let folder = TemporaryFolder.made()
    private static let schema = ParquetSchema([
        ParquetColumn("text", .utf8, nullable: true), ParquetColumn("small", .int32, nullable: true),
        ParquetColumn("large", .int64, nullable: true),
        ParquetColumn("real", .double, nullable: true), ParquetColumn("truth", .boolean, nullable: true),
        ParquetColumn("day", .date32, nullable: true),
        ParquetColumn("instant", .timestampMicros, nullable: true),
        ParquetColumn("units", .decimal(precision: 38, scale: 24), nullable: true),
    ])

    /// Some are null, the first row group has no null, some texts are empty.
    private static let rows: [[Cell]] = (0..<250).map { row in
        let values: [Cell] = [
            .text(String(repeating: "é", count: row % 5)), .int32(Int32(row) - 100), .int64(Int64(row) << 40),
            .double(Double(row) / 8), .boolean(row % 3 == 0),
            .day(CalendarDay(daysSinceEpoch: Int32(row * 100 - 9000))),
            .instant(Instant(microseconds: Int64(row) * -1_234_567)), .decimal(Int128(row - 125) << 70),
        ]
        return values.enumerated().map { row >= 100 && (row + $0.offset) % 4 == 0 ? .null : $0.element }
    }

    private func written() throws -> String {
        let path = folder.file("a.parquet")
        try write(RowGroupTests.rows, RowGroupTests.schema, to: path, options: ParquetWriterOptions(rowGroupRows: 100))
        return path
    }

    @Test(arguments: [1, 7, 100, 65_536])
    func groupsCanBeReadInAnyOrderAndAgain(batchRows: Int) throws {
        let reader = try ParquetReader(path: written(), batchRows: batchRows)
        #expect(reader.rowGroupCount == 3)
        #expect((0..<3).map { reader.rowCount(ofGroup: $0) } == [100, 100, 50])
        for group in [2, 0, 1, 1, 0] {
            try reader.read(group: group)
            let first = group * 100
            #expect(try read(reader) == Array(RowGroupTests.rows[first..<min(first + 100, 250)]))
            #expect(try reader.nextBatch() == nil)
        }
    }

    /// A group that was left in the middle leaves nothing behind.
    @Test func aGroupMayBeLeft() throws {
        let reader = try ParquetReader(path: written(), batchRows: 30)
        try reader.read(group: 0)
        _ = try reader.nextBatch()
        try reader.read(group: 1)
        #expect(try read(reader) == Array(RowGroupTests.rows[100..<200]))
    }

    @Test func cellsAreThoseOfTheViews() throws {
        let reader = try ParquetReader(path: written(), batchRows: 33)
        var first = 0
        while let batch = try reader.nextBatch() {
            for column in RowGroupTests.schema.columns.indices {
                let cells = batch.cells(column)
                for row in 0..<batch.rowCount {
                    #expect(cell(cells, row) == RowGroupTests.rows[first + row][column], "row \(first + row)")
                }
            }
            first += batch.rowCount
        }
        #expect(first == 250)
    }

    private func cell(_ cells: ColumnCells, _ row: Int) -> Cell {
        guard !cells.isNull(row) else { return .null }
        return switch cells.type {
        case .utf8: .text(String(decoding: cells.bytes(row), as: UTF8.self))
        case .int32: .int32(cells.value(row, as: Int32.self))
        case .int64: .int64(cells.value(row, as: Int64.self))
        case .double: .double(cells.value(row, as: Double.self))
        case .boolean: .boolean(cells.boolean(row))
        case .date32: .day(CalendarDay(daysSinceEpoch: cells.value(row, as: Int32.self)))
        case .timestampMicros: .instant(Instant(microseconds: cells.value(row, as: Int64.self)))
        case .decimal: .decimal(cells.value(row, as: Int128.self))
        }
    }
}
