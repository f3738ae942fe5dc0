import Glibc
import Kernel
import TestSupport
import Testing

@testable import Columns

/// Keeps what is written.
private final class MemorySink: ByteSink {
    var bytes: [UInt8] = []
    var text: String { String(decoding: bytes, as: UTF8.self) }

    func write(_ more: UnsafeRawBufferPointer) throws(Failure) { bytes += more }
}

struct CSVWriterTests {
    @Test(
        arguments: [
            ("plain", "plain"), (nil, ""), ("", "\"\""), ("NULL", "\"NULL\""), ("null", "\"null\""), ("NULLS", "NULLS"),
            ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("p\nq", "\"p\nq\""), ("p\rq", "\"p\rq\""),
            (" x ", " x "), ("=1+1", "=1+1"), ("a;b", "a;b"),
        ] as [(String?, String)])
    func quotesOnlyWhereItMust(value: String?, expected: String) throws {
        let sink = MemorySink()
        let writer = try CSVWriter(columns: [CSVColumn("a"), CSVColumn("b")], to: sink)
        writer.write(value)
        writer.writeNull()
        try writer.endRecord()
        try writer.finish()
        #expect(sink.text == "a,b\n\(expected),\n")
        #expect(writer.recordCount == 1)
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
        ("=a,b", "\"'=a,b\""), ("a=b", "a=b"),
    ])
    func keepsSpreadsheetsFromRunningText(value: String, expected: String) throws {
        let sink = MemorySink()
        let writer = try CSVWriter(columns: [CSVColumn("a")], to: sink, lineEnd: .crlf, guardsFormulas: true)
        writer.write(value)
        try writer.endRecord()
        try writer.finish()
        #expect(sink.text == "a\r\n\(expected)\r\n")
    }

    @Test func leavesNegativeNumbersAlone() throws {
        let sink = MemorySink()
        let writer = try CSVWriter(
            columns: [CSVColumn("cost", .number)], to: sink, separator: UInt8(ascii: ";"), guardsFormulas: true)
        writer.write("-2.6137")
        try writer.endRecord()
        try writer.finish()
        #expect(sink.text == "cost\n-2.6137\n")
    }

    @Test func writesWhatTheReaderReadsBack() throws {
        let folder = try TemporaryFolder()
        var generator = SplitMix(seed: 3)
        let pieces = ["a", ",", "\"", "\n", "\r\n", "é", "NULL", " ", "'", "="]
        var expected: [[String?]] = []
        let file = try DurableFile(path: "\(folder.path)/a.csv")
        let writer = try CSVWriter(columns: ["x", "y\"", "z,"].map { CSVColumn($0) }, to: file)
        for _ in 0..<5000 {
            let values = (0..<3).map { _ -> String? in
                guard generator.below(5) > 0 else { return nil }
                return (0..<generator.below(6)).map { _ in pieces[generator.below(pieces.count)] }.joined()
            }
            expected.append(values)
            for value in values { writer.write(value) }
            try writer.endRecord()
        }
        try writer.finish()
        try file.commit()
        let reader = try CSVReader(path: "\(folder.path)/a.csv")
        #expect(reader.header == ["x", "y\"", "z,"])
        var read: [[String?]] = []
        try reader.forEachRecord { record in
            read.append(
                (0..<3).map { index in
                    let field = record[index]
                    return field.isNull && !field.isQuoted ? nil : field.text
                })
        }
        #expect(read == expected)
    }

    @Test func saysWhenTheDiskIsFull() throws {
        let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
        defer { close(full) }
        let writer = try CSVWriter(columns: [CSVColumn("a")], to: DescriptorSink(full, name: "out.csv"))
        let failure = #expect(throws: Failure.self) { try writer.finish() }
        #expect(failure?.exitStatus == .cannotWrite)
        #expect(
            failure?.description
                == """
                out.csv: error[D142]: there is no space left to write the file
                  hint: free space on the file system or raise the quota, then run again
                """)
    }
}
