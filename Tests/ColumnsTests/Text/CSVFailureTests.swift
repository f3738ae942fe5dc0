import Glibc
import Kernel
import TestSupport
import Testing

@testable import Columns

struct CSVFailureTests {
    private let folder = TemporaryFolder.made()

    @Test(arguments: [
        ("", "FILE: error[D120]: the file is empty: there is no header line"),
        ("\u{FEFF}", "FILE: error[D120]: the file is empty: there is no header line"),
        ("a,b,a\n1,2,3\n", "FILE:1:5: error[D121]: columns 1 and 3 are both named \"a\""),
        ("a,,c\n", "FILE:1:3: error[D122]: column 2 has no name"),
        ("a,b,\n", "FILE:1:5: error[D122]: column 3 has no name"),
        ("\na,b\n", "FILE:1:1: error[D122]: column 1 has no name"),
        ("a,b\"c\n", "FILE:1:4: error[D123]: the header cannot be read: a quote stands inside an unquoted field"),
        (
            "a,b\r1,2\r",
            "FILE:1:4: error[D123]: the header cannot be read: a carriage return without a line feed stands outside quotes"
        ),
        ("PAR1xxxx", "FILE: error[D124]: CSV is wanted here, this is a Parquet file"),
        ("PK\u{3}\u{4}xx", "FILE: error[D124]: CSV is wanted here, this is a ZIP archive"),
        ("a,\"b\n1,2\n", "FILE:1:3: error[D125]: the quote that opens here is not closed before the file ends"),
        ("a,b\n1,2\n3,\"x\n4,5", "FILE:3:3: error[D125]: the quote that opens here is not closed before the file ends"),
        (
            "a,b\nx\"y,\"p\nq\n",
            "FILE:2:5: error[D125]: the quote that opens here is not closed before the file ends"
        ),
        ("a,b\n1,\"", "FILE:2:3: error[D125]: the quote that opens here is not closed before the file ends"),
    ])
    func saysWhyAFileCannotBeRead(text: String, expected: String) throws {
        let path = folder.file("a.csv", text)
        let failure = #expect(throws: Failure.self) { _ = try CSVReader(path: path).records() }
        #expect(failure?.exitStatus == .badInput)
        let message = failure?.description.split(separator: "\n").first.map(String.init)
        #expect(message == expected.replacing("FILE", with: path))
        #expect(failure?.diagnostics.allSatisfy { $0.hint != nil } == true)
    }

    @Test func reportsAllHeaderFindingsTogether() throws {
        let path = folder.file("a.csv", "a,,a,b,b\n")
        let failure = #expect(throws: Failure.self) { try CSVReader(path: path) }
        #expect(failure?.diagnostics.map(\.code.number) == [122, 121, 121])
    }

    @Test(arguments: [16, 64, 5000])
    func stopsAtARecordBeyondTheLimit(bufferBytes: Int) throws {
        let limits = CSVLimits(recordBytes: 1000, bufferBytes: bufferBytes, windowBytes: 32)
        let fits = String(repeating: "x", count: 998)
        let path = folder.file("a.csv", "a,b\n1,\(fits)\r\n2,\(fits)y\n3,4\n")
        let reader = try CSVReader(path: path, limits: limits)
        var read = 0
        let failure = #expect(throws: Failure.self) { try reader.forEachRecord { _ in read += 1 } }
        #expect(read == 1)
        #expect(failure?.diagnostics.first?.code == TextCode.recordTooLong)
        #expect(failure?.diagnostics.first?.place?.line == 3)
    }

    @Test(arguments: ["x", "\"", "\"\"\n", ",", "x\"", "\0"])
    func stopsEarlyInAnEndlessLine(piece: String) throws {
        let limits = CSVLimits(recordBytes: 1000, columns: 200, bufferBytes: 64, windowBytes: 32)
        let path = folder.file("a.csv", "a,b\n\"" + String(repeating: piece, count: 500_001))
        let reader = try CSVReader(path: path, limits: limits)
        let failure = #expect(throws: Failure.self) { try reader.forEachRecord { _ in } }
        #expect(failure?.exitStatus == .badInput)
        #expect(reader.source.plainByteCount < 20_000)
    }

    @Test func stopsEarlyInAGigabyteWithoutALineEnd() throws {
        let path = folder.file("a.csv", "a,b\n1,")
        #expect(truncate(path, 1 << 30) == 0)
        let reader = try CSVReader(path: path, limits: CSVLimits(recordBytes: 1 << 20, bufferBytes: 1 << 16))
        let failure = #expect(throws: Failure.self) { try reader.forEachRecord { _ in } }
        #expect(failure?.diagnostics.first?.code == TextCode.recordTooLong)
        #expect(reader.source.plainByteCount < 2 << 20)
    }

    @Test(arguments: [200, 5000, 100_000])
    func stopsAtTooManyFields(count: Int) throws {
        let limits = CSVLimits(columns: 100, bufferBytes: 1 << 12)
        let path = folder.file("a.csv", "a,b\n1,2\n" + String(repeating: ",", count: count) + "\n")
        let reader = try CSVReader(path: path, limits: limits)
        let failure = #expect(throws: Failure.self) { try reader.forEachRecord { _ in } }
        #expect(failure?.diagnostics.first?.code == TextCode.tooManyColumns)
        #expect(failure?.diagnostics.first?.place?.line == 3)
    }

    @Test func refusesAFileThatGrowsWhileItIsRead() throws {
        let path = folder.file("a.csv", "a\n" + String(repeating: "1\n", count: 1000))
        let reader = try CSVReader(path: path, limits: CSVLimits(bufferBytes: 64))
        let failure = #expect(throws: Failure.self) {
            try reader.forEachRecord { record in
                guard record.number == 1 else { return }
                let descriptor = open(path, O_WRONLY | O_APPEND)
                write(descriptor, "2\n", 2)
                close(descriptor)
            }
        }
        #expect(failure?.diagnostics.first?.code == TextCode.changedWhileRead)
        #expect(failure?.exitStatus == .tryLater)
        #expect(failure?.isTransient == true)
    }

    @Test func goesOnBehindTheRecordAtWhichTheBodyThrew() throws {
        struct Stop: Error {}
        let path = folder.file("a.csv", "a\n1\n2\n3\n")
        let reader = try CSVReader(path: path)
        #expect(throws: Stop.self) { try reader.forEachRecord { if $0.number == 2 { throw Stop() } } }
        #expect(try reader.records() == [ReadRecord(fields: ["3"], line: 4)])
        #expect(try reader.records() == [])
    }
}
