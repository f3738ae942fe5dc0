package import Columns
import Kernel

/// All that a reader says of a CSV file.
package struct CSVReading: Equatable, CustomStringConvertible {
    package struct Record: Equatable {
        package var line: Int
        package var number: Int
        package var byteOffset: Int
        package var fields: [[UInt8]]
        package var quoted: [Bool]
        package var raw: [UInt8]
        package var problem: CSVProblem?

        /// The record as it is in the whole file, when it was read in a part.
        func movedDown(lines: Int, records: Int) -> Record {
            var moved = self
            moved.line += lines
            moved.number += records
            if let problem {
                moved.problem = CSVProblem(problem.kind, line: problem.line + lines, column: problem.column)
            }
            return moved
        }
    }

    package private(set) var records: [Record] = []
    /// What ended the reading.
    package private(set) var failure: String?
    package private(set) var hasHeader = false

    package init(path: String, _ limits: CSVLimits) {
        do {
            let reader = try CSVReader(path: path, limits: limits)
            hasHeader = true
            try reader.forEachRecord { records.append(CSVReading.record($0)) }
        } catch {
            failure = "\(error)"
        }
    }

    static func record(_ record: borrowing CSVRecord) -> Record {
        var fields: [[UInt8]] = []
        var quoted: [Bool] = []
        for index in 0..<record.fieldCount {
            let field = record[index]
            fields.append(Array(field.bytes))
            quoted.append(field.isQuoted)
        }
        return Record(
            line: record.line, number: record.number, byteOffset: record.byteOffset, fields: fields, quoted: quoted,
            raw: Array(record.rawBytes), problem: record.problem)
    }

    package var description: String {
        let lines = records.map { record in
            let fields = record.fields.map { String(decoding: $0, as: UTF8.self).debugDescription }
            return "\(record.number) at \(record.byteOffset), line \(record.line): \(fields.joined(separator: " "))"
                + (record.problem.map { " \($0.kind) at \($0.line):\($0.column)" } ?? "")
        }
        return (lines + [failure ?? "end"]).joined(separator: "\n")
    }
}
