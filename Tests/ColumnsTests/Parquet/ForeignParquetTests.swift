import Kernel
import Testing

@testable import Columns

/// Files that Fixtures/foreign.py wrote with pyarrow.
struct ForeignParquetTests {
    private func fixture(_ name: String) -> String {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return "/\(folder)/Fixtures/\(name).parquet"
    }

    /// The three rows of each column, the second of which is null.
    private func column(_ name: String, of file: String) throws -> (ParquetType, [Cell]) {
        let reader = try ParquetReader(path: fixture(file), columns: [name])
        return (reader.schema.columns[0].type, try read(reader).map { $0[0] })
    }

    private static func instant(_ text: String) -> Cell { .instant(Instant(text) ?? Instant(microseconds: .min)) }

    private static let moments = [instant("2026-04-01T02:17:00.123456Z"), .null, instant("1969-12-31T23:59:59Z")]

    @Test(arguments: [
        ("dictionary", ParquetType.utf8, [Cell.text("é"), .null, .text("é")]),
        ("large", .utf8, [.text("a"), .null, .text("漢")]),
        ("view", .utf8, [.text("a text longer than twelve bytes"), .null, .text("")]),
        ("tags", .utf8, [.text(#"{"team":"é\"\\\u000a","owner":null}"#), .null, .text("{}")]),
        ("int8", .int32, [.int32(-128), .null, .int32(127)]), ("uint16", .int32, [.int32(65535), .null, .int32(0)]),
        ("uint32", .int64, [.int64(4_294_967_295), .null, .int64(0)]),
        ("uint64", .int64, [.int64(.max), .null, .int64(0)]),
        ("float", .double, [.double(0.5), .null, .double(-0.25)]),
        ("seconds", .timestampMicros, [instant("2026-04-01T02:17:00Z"), .null, moments[2]]),
        ("milliseconds", .timestampMicros, [instant("2026-04-01T02:17:00.123Z"), .null, moments[2]]),
        ("nanoseconds", .timestampMicros, moments), ("clock", .timestampMicros, moments),
        ("decimal32", .decimal(precision: 4, scale: 1), [.decimal(125), .null, .decimal(-1)]),
        ("decimal64", .decimal(precision: 18, scale: 3), [.decimal(12_500), .null, .decimal(-100)]),
        (
            "decimal256", .amount,
            [.decimal(12_500_000_000_000_000_000_000_000), .null, .decimal(-100_000_000_000_000_000_000_000)]
        ),
    ])
    func readsWhatOtherWritersChoose(name: String, type: ParquetType, cells: [Cell]) throws {
        let found = try column(name, of: "foreign")
        #expect(found.0 == type)
        #expect(found.1 == cells)
    }

    @Test(arguments: [
        ("dictionary", ParquetType.utf8, [Cell.text("é"), .null, .text("é")]),
        ("nanoseconds", .timestampMicros, moments),
        ("decimal32", .decimal(precision: 4, scale: 1), [.decimal(125), .null, .decimal(-1)]),
        ("decimal64", .decimal(precision: 18, scale: 3), [.decimal(12_500), .null, .decimal(-100)]),
    ])
    func readsWhatOldWritersChoose(name: String, type: ParquetType, cells: [Cell]) throws {
        let found = try column(name, of: "old")
        #expect(found.0 == type)
        #expect(found.1 == cells)
    }

    @Test func namesAllColumnsThatCannotBeRead() throws {
        let failure = #expect(throws: Failure.self) { _ = try ParquetReader(path: fixture("foreign")) }
        #expect(
            failure?.diagnostics.map(\.message) == [
                "column \"wide\" is of type decimal256(40, 2), which is not read here",
                "column \"binary\" is of type binary, which is not read here",
                "column \"list\" is of type list<element: string>, which is not read here",
                "column \"counts\" is of type map<string, int32 ('counts')>, which is not read here",
            ])
    }

    @Test func refusesANumberBeyondInt64() throws {
        let reader = try ParquetReader(path: fixture("unsigned"))
        let failure = #expect(throws: Failure.self) { _ = try reader.nextBatch() }
        #expect(failure?.exitStatus == .badInput)
        #expect(failure?.description.contains("9223372036854775808") == true)
    }

    @Test func refusesAColumnThatIsThereTwice() throws {
        let failure = #expect(throws: Failure.self) {
            _ = try ParquetReader(path: fixture("twice"), columns: ["twice"])
        }
        #expect(failure?.diagnostics.map(\.message) == ["there is more than one column \"twice\""])
    }
}
