import Kernel
import TestSupport
import Testing

@testable import Columns

/// Texts as numbers of a list are the texts that they are without it.
struct CodedTextTests {
    private let folder = TemporaryFolder.made()
    private static let schema = ParquetSchema([
        ParquetColumn("few", .utf8, nullable: true), ParquetColumn("number", .int64), ParquetColumn("many", .utf8),
        ParquetColumn("none", .utf8, nullable: true),
    ])

    /// So many different ones that the writer gives its list up, and some of them long.
    private static let rows: [[Cell]] = (0..<20_000).map { row in
        [
            row % 7 == 0 ? .null : .text(["", "a", "é", "lang"][row % 4]), .int64(Int64(row)),
            .text("\(row)-" + String(repeating: "x", count: row % 300)), .null,
        ]
    }

    @Test(arguments: [(65_536, 20_000), (1000, 20_000), (999, 3000)])
    func codesAreTheTexts(batchRows: Int, groupRows: Int) throws {
        let path = folder.file("a.parquet")
        try write(
            CodedTextTests.rows, CodedTextTests.schema, to: path, options: ParquetWriterOptions(rowGroupRows: groupRows)
        )
        let names = ["many", "few", "number", "none"]
        let reader = try ParquetReader(path: path, codingTextsOf: names, batchRows: batchRows)
        var row = 0
        while let batch = try reader.nextBatch() {
            let (many, few, none) = (batch.codedTexts(0), batch.codedTexts(1), batch.codedTexts(3))
            let numbers = batch.int64(2)
            for index in 0..<batch.rowCount {
                let wanted = CodedTextTests.rows[row]
                #expect(CodedTextTests.cell(many, index) == wanted[2] && CodedTextTests.cell(few, index) == wanted[0])
                #expect(none.code(index) == nil && numbers[index] == Int64(row))
                row += 1
            }
        }
        #expect(row == CodedTextTests.rows.count)
    }

    @Test func fewTextsAreAFewEntries() throws {
        let path = folder.file("a.parquet")
        try write(CodedTextTests.rows, CodedTextTests.schema, to: path)
        let reader = try ParquetReader(path: path, codingTextsOf: ["few"])
        let batch = try #require(try reader.nextBatch())
        #expect(batch.codedTexts(0).textCount == 4)
    }

    private static func cell(_ column: CodedTextColumn, _ row: Int) -> Cell {
        guard let code = column.code(row) else { return .null }
        return .text(String(decoding: column.text(code), as: UTF8.self))
    }
}
