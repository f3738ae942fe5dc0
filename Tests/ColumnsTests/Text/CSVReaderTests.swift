import Kernel
import Testing

@testable import Columns

/// A record as the tests look at it.
struct ReadRecord: Equatable {
    var fields: [String]
    var line: Int
    var problem: CSVProblem.Kind?
}

extension CSVReader {
    /// All records that are left.
    func records() throws -> [ReadRecord] {
        var records: [ReadRecord] = []
        try forEachRecord { record in
            let fields = (0..<record.fieldCount).map { record[$0].text }
            records.append(ReadRecord(fields: fields, line: record.line, problem: record.problem?.kind))
        }
        return records
    }
}

struct CSVReaderTests {
    private let folder = TemporaryFolder()

    @Test(arguments: [
        ("a,b\n1,2\n", [["1", "2"]]),
        ("a,b\n1,2", [["1", "2"]]),
        ("a,b\r\n1,2\r\n3,4\n", [["1", "2"], ["3", "4"]]),
        ("a,b\n,\n", [["", ""]]),
        ("a,b\n\"x,y\",\"p\nq\"\n", [["x,y", "p\nq"]]),
        ("a,b\n\"\"\"\",\"say \"\"hi\"\"\"\n", [["\"", "say \"hi\""]]),
        ("a,b\n\"\",\"x\"\r\n", [["", "x"]]),
        ("\u{FEFF}\"a\",b\n1,2\n", [["1", "2"]]),
        ("a,b\n\n1,2\n\r\n\n", [["1", "2"]]),
        ("a,b\n1,2\r", [["1", "2"]]),
        ("a,b\n1,\"x\"", [["1", "x"]]),
        ("a,b\n1,\"\"", [["1", ""]]),
        ("a,b\n1,", [["1", ""]]),
        ("a,b\n1,\"\r\n\"\r\n", [["1", "\r\n"]]),
        ("a,b\n", []),
        ("a,b", []),
    ])
    func readsWhatTheStandardAllows(text: String, expected: [[String]]) throws {
        let reader = try CSVReader(path: folder.file("a.csv", text))
        let records = try reader.records()
        #expect(reader.header == ["a", "b"])
        #expect(records.map(\.fields) == expected)
        #expect(records.allSatisfy { $0.problem == nil })
    }
}
