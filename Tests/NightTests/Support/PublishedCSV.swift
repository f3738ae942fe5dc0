import Foundation
import TestSupport

/// A CSV file read plainly, apart from the reader under test: RFC 4180, one record at a time.
struct PublishedCSV {
    let header: [String]
    let rows: [[String]]

    init(_ path: String) throws {
        try self.init(text: String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self))
    }

    init(text: String) throws {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if position + 1 < bytes.count, bytes[position + 1] == byte {
                    field.append(byte)
                    position += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: "\"") {
                isQuoted = true
            } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
                record.append(String(decoding: field, as: UTF8.self))
                field = []
                if byte == UInt8(ascii: "\n") {
                    records.append(record)
                    record = []
                }
            } else {
                field.append(byte)
            }
            position += 1
        }
        guard let header = records.first, field.isEmpty, record.isEmpty else { throw Missing("a whole CSV file") }
        self.header = header
        rows = Array(records.dropFirst())
    }

    /// Header and rows as they stand in a file, each without its line break.
    static func lines(_ header: [String], _ rows: [[String]]) -> [String] {
        ([header] + rows).map { fields in
            fields.map { field in
                guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
                return "\"\(field.replacing("\"", with: "\"\""))\""
            }.joined(separator: ",")
        }
    }

    func value(_ column: String, _ row: [String]) throws -> String {
        guard let index = header.firstIndex(of: column), row.count == header.count else {
            throw Missing("column '\(column)' in a row of \(row.count)")
        }
        return row[index]
    }
}
