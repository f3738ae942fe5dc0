import Kernel
import TestSupport
import Testing

@testable import Columns

struct ParquetRoundTripTests {
    private static let most = (0..<38).reduce(Int128(1)) { power, _ in power * 10 } - 1

    private static let everyType = ParquetSchema([
        ParquetColumn("text", .utf8, nullable: true), ParquetColumn("int32", .int32, nullable: true),
        ParquetColumn("int64", .int64, nullable: true), ParquetColumn("double", .double, nullable: true),
        ParquetColumn("boolean", .boolean, nullable: true), ParquetColumn("day", .date32, nullable: true),
        ParquetColumn("instant", .timestampMicros, nullable: true), ParquetColumn("amount", .amount, nullable: true),
        ParquetColumn("price", .decimal(precision: 9, scale: 2), nullable: true),
        ParquetColumn("units", .decimal(precision: 18, scale: 0), nullable: true),
    ])

    private static let hardRows: [[Cell]] = [
        [
            .text("aé漢🦀\0\n"), .int32(.max), .int64(.max), .double(.greatestFiniteMagnitude), .boolean(true),
            .day(CalendarDay(daysSinceEpoch: 2_932_896)), .instant(Instant(microseconds: .max)), .decimal(most),
            .decimal(999_999_999), .decimal(999_999_999_999_999_999),
        ],
        [
            .text(""), .int32(.min), .int64(.min), .double(-0.1), .boolean(false),
            .day(CalendarDay(daysSinceEpoch: -719_162)), .instant(Instant(microseconds: .min)), .decimal(-most),
            .decimal(-999_999_999), .decimal(-999_999_999_999_999_999),
        ],
        [Cell](repeating: .null, count: 10),
        [
            .text(String(repeating: "x", count: 70_000)), .int32(0), .int64(0), .double(0), .boolean(true),
            .day(CalendarDay(daysSinceEpoch: 0)), .instant(Instant(microseconds: 0)), .decimal(0), .decimal(0),
            .decimal(0),
        ],
    ]

    @Test func keepsEveryTypeWithItsExtremesAndNulls() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("hard.parquet")
        let written = try write(Self.hardRows, Self.everyType, to: path)
        #expect(written.rows == 4)
        #expect(written.bytes == folder.bytes("hard.parquet").count)
        let reader = try ParquetReader(path: path)
        #expect(reader.schema == Self.everyType)
        #expect(reader.rowCount == 4)
        #expect(try read(reader) == Self.hardRows)
        let end = try reader.nextBatch()
        #expect(end == nil)
    }

    @Test(arguments: [1, 7, 8, 999, 1000, 5000])
    func keepsRowsInOrderWhateverTheBatchesAndRowGroups(batchRows: Int) throws {
        let folder = try TemporaryFolder()
        let rows = (0..<2500).map { number in Self.hardRows[(number * number + number / 7) % 4] }
        let path = folder.file("many.parquet")
        try write(rows, Self.everyType, to: path, options: .init(rowGroupRows: 999), batchRows: batchRows)
        #expect(try read(ParquetReader(path: path)) == rows)
        #expect(try read(ParquetReader(path: path, batchRows: 13)) == rows)
    }

    @Test func writesTheSameBytesWhateverTheBatches() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<3000).map { number in Self.hardRows[(number * number + number / 7) % 4] }
        let options = ParquetWriterOptions(rowGroupRows: 1000, metadata: ["b": "2", "a": "1", "é": "3"])
        for (number, batchRows) in [1000, 1, 17, 3000, 1000].enumerated() {
            try write(rows, Self.everyType, to: folder.file("\(number)"), options: options, batchRows: batchRows)
        }
        let first = folder.bytes("0")
        for number in 1...4 { #expect(folder.bytes("\(number)") == first) }
    }

    @Test func readsAFileWithoutRows() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("empty.parquet")
        #expect(try write([], Self.everyType, to: path).rows == 0)
        let reader = try ParquetReader(path: path, expecting: Self.everyType)
        #expect(reader.rowCount == 0)
        let end = try reader.nextBatch()
        #expect(end == nil)
    }

    @Test func readsChosenColumnsInTheOrderAskedFor() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("chosen.parquet")
        try write(Self.hardRows, Self.everyType, to: path)
        let reader = try ParquetReader(path: path, columns: ["amount", "text", "int32"])
        #expect(reader.schema.columns.map(\.name) == ["amount", "text", "int32"])
        #expect(try read(reader) == Self.hardRows.map { [$0[7], $0[0], $0[1]] })
    }

    @Test func keepsFactsAboutTheFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("facts.parquet")
        try write([], Self.everyType, to: path, options: .init(metadata: ["run": "r-1", "é": "漢"]))
        let reader = try ParquetReader(path: path)
        #expect(reader.metadata("run") == "r-1")
        #expect(reader.metadata("é") == "漢")
        #expect(reader.metadata("none") == nil)
    }

    @Test func lendsTextAsBytes() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("bytes.parquet")
        try write(Self.hardRows, Self.everyType, to: path)
        let batch = try #require(try ParquetReader(path: path, columns: ["text"]).nextBatch())
        let texts = batch.texts(0)
        #expect(texts.withBytes(0) { Array($0) } == Array("aé漢🦀\0\n".utf8))
        #expect(texts.withBytes(1) { $0.count } == 0)
        #expect(texts.validity.isNull(2))
        #expect(texts.validity.nullCount == 1)
    }
}
