import Columns
import FuzzTargets

/// A reading as lines of text.
struct Dump {
    let reading: CSVReading

    init(_ reading: CSVReading) { self.reading = reading }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for record in reading.records {
            bytes += "\(record.number)\t\(record.line)\t\(record.byteOffset)\t\(Dump.text(record.problem))".utf8
            for (field, isQuoted) in zip(record.fields, record.quoted) {
                bytes.append(0x09)
                bytes.append(UInt8(ascii: isQuoted ? "q" : "u"))
                Dump.append(field, to: &bytes)
            }
            bytes.append(0x0A)
        }
        bytes += (reading.failure.map { "failed \(Dump.short($0))" } ?? "end").utf8
        bytes.append(0x0A)
        return bytes
    }

    private static func text(_ problem: CSVProblem?) -> String {
        guard let problem else { return "-" }
        return "\(problem.code) \(problem.line):\(problem.column)"
    }

    /// Code and place of `PATH:LINE:COLUMN: error[CODE]: ...`.
    private static func short(_ failure: String) -> String {
        let line = failure.prefix { $0 != "\n" }
        guard let found = line.firstMatch(of: /:(\d+:\d+): error\[(\w+)\]/) else { return String(line) }
        return "\(found.2) \(found.1)"
    }

    private static func append(_ field: [UInt8], to bytes: inout [UInt8]) {
        for byte in field {
            switch byte {
            case UInt8(ascii: "\\"): bytes += Array("\\\\".utf8)
            case 0x09: bytes += Array("\\t".utf8)
            case 0x0A: bytes += Array("\\n".utf8)
            case 0x0D: bytes += Array("\\r".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
