import Kernel
import TestSupport
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
    private let folder = TemporaryFolder.made()

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

    @Test func countsLinesRecordsAndBytes() throws {
        let path = folder.file("a.csv", "\u{FEFF}a,b\r\n\"x\ny\",1\r\n\n2,\"z\n\n\"\n3,4")
        let reader = try CSVReader(path: path)
        var seen: [[Int]] = []
        try reader.forEachRecord { seen.append([$0.number, $0.line, $0.byteOffset, $0.fieldCount]) }
        #expect(seen == [[1, 2, 8, 2], [2, 5, 18, 2], [3, 8, 26, 2]])
    }

    @Test func placesFieldsInTheirPhysicalLine() throws {
        let path = folder.file("a.csv", "a,b,c\nxx,\"y\ny\",z\n")
        let reader = try CSVReader(path: path)
        var places: [String] = []
        try reader.forEachRecord { record in
            for index in 0...3 { places.append(reader.place(of: record, field: index).description) }
        }
        #expect(places == ["2:1", "2:4", "3:4", "3:5"].map { "\(path):\($0)" })
    }

    @Test(arguments: [
        ("NULL", true), ("null", true), ("\"NULL\"", false), ("", true), ("\"\"", true), ("NULLX", false), ("0", false),
        ("\" \"", false),
    ])
    func tellsNullFromText(field: String, isNull: Bool) throws {
        let path = folder.file("a.csv", "a,b\n1,\(field)\n")
        try CSVReader(path: path).forEachRecord { #expect($0[1].isNull == isNull) }
    }

    @Test func keepsNullsThatStandInsideATag() throws {
        let path = folder.file("a.csv", "Tags,Cost\n\"{\"\"k\"\":\"\",NULL,NULL,\"\"}\",NULL\n")
        let records = try CSVReader(path: path).records()
        #expect(records.map(\.fields) == [["{\"k\":\",NULL,NULL,\"}", "NULL"]])
    }

    @Test(arguments: [";", "\t"])
    func readsOtherSeparators(separator: String) throws {
        let path = folder.file("a.csv", "a\(separator)b\n1,5\(separator)\"x\(separator)\"\n")
        let reader = try CSVReader(path: path, separator: Array(separator.utf8)[0])
        #expect(try reader.records().map(\.fields) == [["1,5", "x\(separator)"]])
    }

    @Test func readsBlankLinesOfASingleColumnAsEmptyValues() throws {
        let reader = try CSVReader(path: folder.file("a.csv", "a\n1\n\n\"\"\n"))
        #expect(try reader.records().map(\.fields) == [["1"], [""], [""]])
    }

    @Test func keepsFieldsApartThatAreUndoubledTogether() throws {
        let reader = try CSVReader(path: folder.file("a.csv", "a,b\n\"\"\"1\"\"\",\"\"\"2\"\"\"\n"))
        try reader.forEachRecord { record in
            let second = record[1]
            let first = record[0]
            #expect(first.text == "\"1\"")
            #expect(second.text == "\"2\"")
            #expect(record[1].text == "\"2\"")
        }
    }
}
