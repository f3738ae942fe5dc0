import Glibc
import Kernel
import TestSupport
import Testing

@testable import Columns

struct ParquetErrorTests {
    private static let schema = ParquetSchema([
        ParquetColumn("BilledCost", .amount), ParquetColumn("ServiceName", .utf8, nullable: true),
        ParquetColumn("ChargePeriodStart", .timestampMicros),
    ])
    private static let row: [Cell] = [.decimal(5), .text("Amazon S3"), .instant(Instant(microseconds: 0))]

    /// The failure that `body` throws.
    private func failure(_ body: () throws -> Void) throws -> Failure {
        let failure = #expect(throws: Failure.self, performing: body)
        return try #require(failure)
    }

    private func expect(_ failure: Failure, _ status: Kernel.ExitStatus, _ text: String) {
        #expect(failure.exitStatus == status)
        #expect(failure.description == text)
    }

    // Reading.

    @Test func namesAMissingFile() throws {
        expect(
            try failure { _ = try ParquetReader(path: "/nowhere/bill.parquet") }, .missingInput,
            "/nowhere/bill.parquet: error[D150]: the Parquet file cannot be opened: No such file or directory")
    }

    @Test func refusesAFolder() throws {
        let folder = try TemporaryFolder()
        let failure = try failure { _ = try ParquetReader(path: folder.path) }
        #expect(failure.exitStatus == .missingInput)
        #expect(
            failure.description.contains("cannot be opened: not a regular file\n  hint: Parquet is read from its end"))
    }

    @Test func refusesAPipeWithoutWaiting() throws {
        let folder = try TemporaryFolder()
        mkfifo(folder.file("pipe"), 0o600)
        #expect(try failure { _ = try ParquetReader(path: folder.file("pipe")) }.exitStatus == .missingInput)
    }

    @Test(arguments: [
        ("", "this is not a Parquet file"), ("PAR", "this is not a Parquet file"),
        ("BilledCost,ServiceName\n1,2\n", "this is not a Parquet file"),
        ("PAR1", "the end of the Parquet file is missing"), ("PAR1PAR1", "the end of the Parquet file is missing"),
        ("PAR1\0\0\0\0PAR1", "the end of the Parquet file is missing"),
        ("PAR1 some pages", "the end of the Parquet file is missing"),
        ("PARE some pages PARE", "the Parquet file is encrypted"),
        ("PAR1 some pages \u{7F}\u{7F}\u{7F}\u{7F}PAR1", "the Parquet file is damaged: "),
    ])
    func saysWhyBytesAreNotParquet(content: String, message: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(content.utf8), to: "x.parquet")
        let failure = try failure { _ = try ParquetReader(path: folder.file("x.parquet")) }
        #expect(failure.exitStatus == .badInput)
        #expect(failure.description.hasPrefix("\(folder.file("x.parquet")): error[D151]: \(message)"))
        #expect(failure.diagnostics[0].hint != nil)
    }

    @Test func neverReadsACutFile() throws {
        let folder = try TemporaryFolder()
        try write(Array(repeating: Self.row, count: 20), Self.schema, to: folder.file("x"))
        let whole = folder.bytes("x")
        for length in whole.indices {
            try folder.write(Array(whole[..<length]), to: "cut")
            #expect(throws: Failure.self) { try read(ParquetReader(path: folder.file("cut"))) }
        }
    }

    @Test func neverReadsOtherValuesFromADamagedPage() throws {
        let folder = try TemporaryFolder()
        let rows = (0..<200).map { [Cell.decimal(Int128($0 * 7919)), .text("s\($0)"), Self.row[2]] }
        try write(rows, Self.schema, to: folder.file("x"))
        let whole = folder.bytes("x")
        let footer = whole.count - 8 - Int(whole[whole.count - 8]) - Int(whole[whole.count - 7]) << 8
        var refused = 0
        for position in stride(from: 4, to: footer, by: 11) {
            var bytes = whole
            bytes[position] ^= 0x10
            try folder.write(bytes, to: "damaged")
            do {
                // Some bytes of a page header do not matter to the values.
                #expect(try read(ParquetReader(path: folder.file("damaged"))) == rows)
            } catch let failure as Failure {
                #expect(failure.exitStatus == .badInput)
                refused += 1
            }
        }
        #expect(refused > footer / 22)
    }

    @Test func namesAllMissingColumnsAtOnce() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("x.parquet")
        try write([Self.row], Self.schema, to: path)
        expect(
            try failure { _ = try ParquetReader(path: path, columns: ["Billedcost", "ServiceName", "Tags"]) },
            .badInput,
            """
            \(path): error[D152]: there is no column "Billedcost"
              hint: it has "BilledCost", and upper case matters
            \(path): error[D152]: there is no column "Tags"
              hint: it has "BilledCost", "ServiceName", "ChargePeriodStart"
            """)
    }

    @Test func namesColumnsOfAnotherTypeThanExpected() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("x.parquet")
        try write([Self.row], Self.schema, to: path)
        let wanted = ParquetSchema([
            ParquetColumn("BilledCost", .decimal(precision: 38, scale: 12)), ParquetColumn("ServiceName", .utf8),
            ParquetColumn("ChargePeriodStart", .date32),
        ])
        expect(
            try failure { _ = try ParquetReader(path: path, expecting: wanted) }, .badInput,
            """
            \(path): error[D153]: column "BilledCost" is of type decimal(38, 24), wanted is decimal(38, 12)
              hint: write the file again with the wanted type
            \(path): error[D153]: column "ChargePeriodStart" is of type timestamp, wanted is date
              hint: write the file again with the wanted type
            """)
    }

    // Writing.

    @Test func namesAFolderThatIsNotThere() throws {
        expect(
            try failure { _ = try ParquetWriter(path: "/nowhere/x.parquet", schema: Self.schema) }, .cannotWrite,
            """
            /nowhere/x.parquet: error[D154]: the Parquet file cannot be created: No such file or directory
              hint: check that the folder exists and that this user may write to it
            """)
    }

    @Test(arguments: [1, 200_000])
    func saysThatTheDiskIsFull(rows: Int) throws {
        let failure = try failure {
            try write(
                Array(repeating: Self.row, count: rows), Self.schema, to: "/dev/full",
                options: .init(rowGroupRows: 1000))
        }
        expect(
            failure, .cannotWrite,
            """
            /dev/full: error[D155]: writing the Parquet file failed: No space left on device
              hint: free space on the file system, then run again
            """)
        #expect(failure.isTransient)
        #expect(access("/dev/full", F_OK) == 0)
    }

    @Test func removesAFileThatWasNotClosed() throws {
        let folder = try TemporaryFolder()
        do {
            let writer = try ParquetWriter(path: folder.file("x"), schema: Self.schema)
            try writer.append(BatchBuilder(Self.schema))
            #expect(access(folder.file("x"), F_OK) == 0)
        }
        #expect(access(folder.file("x"), F_OK) != 0)
    }

    @Test(arguments: [
        (Cell.null, row[1], "column \"BilledCost\", row 4: a value is required and there is none"),
        (
            .decimal(Int128.max), row[1],
            "column \"BilledCost\", row 4: a number has too many digits for decimal(38, 24)"
        ),
        (
            .decimal(Int128.min), row[1],
            "column \"BilledCost\", row 4: a number has too many digits for decimal(38, 24)"
        ),
    ])
    func namesTheRowOfAValueThatDoesNotFit(cost: Cell, name: Cell, message: String) throws {
        let folder = try TemporaryFolder()
        let rows = [Self.row, Self.row, Self.row, [cost, name, Self.row[2]], Self.row]
        let failure = try failure {
            try write(rows, Self.schema, to: folder.file("x"), options: .init(rowGroupRows: 2), batchRows: 2)
        }
        #expect(failure.exitStatus == .badInput)
        #expect(failure.description.hasPrefix("\(folder.file("x")): error[D156]: \(message)\n  hint: "))
    }

    @Test(arguments: [[[0xFF]], [[0xC3], [0xA9]], [[0x61], [0xED, 0xA0, 0x80]], [[0xF0, 0x9F], [0xA6, 0x80]]])
    func namesTheRowOfTextThatIsNotUTF8(values: [[UInt8]]) throws {
        let folder = try TemporaryFolder()
        let schema = ParquetSchema([ParquetColumn("Tags", .utf8)])
        let failure = try failure {
            let writer = try ParquetWriter(path: folder.file("x"), schema: schema)
            let batch = BatchBuilder(schema)
            batch[0].append("é")
            for value in values { value.withUnsafeBufferPointer { batch[0].append(utf8: $0) } }
            try writer.append(batch)
            _ = try writer.close()
        }
        #expect(failure.exitStatus == .badInput)
        let row = values[0] == [0x61] ? 3 : 2
        #expect(failure.diagnostics[0].message == "column \"Tags\", row \(row): the text is not UTF-8")
    }

    @Test func refusesColumnsOfUnequalLength() throws {
        let folder = try TemporaryFolder()
        let failure = try failure {
            let writer = try ParquetWriter(path: folder.file("x"), schema: Self.schema)
            let batch = BatchBuilder(Self.schema)
            batch.column("BilledCost").append(Int128(1))
            batch.column("BilledCost").append(Int128(2))
            batch.column("ServiceName").append("Amazon S3")
            try writer.append(batch)
        }
        #expect(failure.exitStatus == .internal)
        #expect(failure.diagnostics[0].message == "column \"ServiceName\" has 1 rows where \"BilledCost\" has 2")
    }
}
