import Kernel
import TestSupport
import Testing

@testable import Columns

struct CSVProblemTests {
    private let folder = TemporaryFolder.made()

    @Test(arguments: [
        ("1,2,3\n", "2:5: error[D130]: the record has 3 fields, the header has 2"),
        ("1\n", "2:2: error[D130]: the record has 1 field, the header has 2"),
        ("\"p\nq\"\n", "3:3: error[D130]: the record has 1 field, the header has 2"),
        ("1,x\0y\n", "2:4: error[D131]: a NUL byte stands in the record"),
        ("1,\"x\0y\"\n", "2:5: error[D131]: a NUL byte stands in the record"),
        ("1,x\"y\n", "2:4: error[D132]: a quote stands inside an unquoted field"),
        ("1, \"x\"\n", "2:4: error[D132]: a quote stands inside an unquoted field"),
        ("1,\"x\"y\n", "2:6: error[D133]: text follows the closing quote of a field"),
        ("\"x\" ,2\n", "2:4: error[D133]: text follows the closing quote of a field"),
        ("\"p\nq\"r,2\n", "3:3: error[D133]: text follows the closing quote of a field"),
        ("1\r,2\n", "2:2: error[D134]: a carriage return without a line feed stands outside quotes"),
    ])
    func namesWhatIsWrongWithARecord(text: String, expected: String) throws {
        let path = folder.file("a.csv", "a,b\n\(text)good,row\n")
        var seen: [String] = []
        var fields: [String] = []
        try CSVReader(path: path).forEachRecord { record in
            if let problem = record.problem {
                seen.append(problem.diagnostic(file: "a.csv").description)
            } else {
                fields += (0..<record.fieldCount).map { record[$0].text }
            }
        }
        #expect(seen.map { String($0.prefix { $0 != "\n" }) } == ["a.csv:\(expected)"])
        #expect(fields == ["good", "row"], "the records behind a broken one are read")
    }

    @Test(
        arguments: [
            ([0xFF], true), ([0xC0, 0xAF], true), ([0xED, 0xA0, 0x80], true), ([0xF4, 0x90, 0x80, 0x80], true),
            ([0xE2, 0x82], true), ([0xC3, 0xA9], false), ([0xF0, 0x9F, 0x98, 0x80], false),
            ([0xEF, 0xBF, 0xBF], false),
        ] as [([UInt8], Bool)])
    func findsTextThatIsNotUTF8(bytes: [UInt8], isInvalid: Bool) throws {
        let padding = [UInt8](repeating: UInt8(ascii: "x"), count: 70)
        let path = folder.file("a.csv", Array("a,b\n1,2\n\(1),".utf8) + padding + bytes + Array("\n3,4\n".utf8))
        let checked = try CSVReader(path: path).records()
        #expect(checked.map(\.problem) == [nil, isInvalid ? .invalidUTF8 : nil, nil])
        let unchecked = try CSVReader(path: path, validatesUTF8: false).records()
        #expect(unchecked.allSatisfy { $0.problem == nil })
    }

    @Test func keepsTheRawBytesForQuarantine() throws {
        let path = folder.file("a.csv", "a,b\r\n1,x\"y\"\"z\r\n\"p\"\"q\",\"r\ns\",3\r\n")
        var raw: [String] = []
        try CSVReader(path: path).forEachRecord { raw.append(String(decoding: $0.rawBytes, as: UTF8.self)) }
        #expect(raw == ["1,x\"y\"\"z", "\"p\"\"q\",\"r\ns\",3"])
    }

    @Test func aLostQuoteCostsTwoRecordsNotTheFile() throws {
        let path = folder.file("a.csv", "a,b\n1,\"lost\n2,\"x\"\n3,4\n")
        let records = try CSVReader(path: path).records()
        #expect(records.map(\.problem) == [.textAfterQuote, nil])
        #expect(records.last == ReadRecord(fields: ["3", "4"], line: 4))
    }
}
