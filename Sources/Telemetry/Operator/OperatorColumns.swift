import Columns
import Kernel
import Model

/// The columns of one report, found by name in the header of one of its files.
struct OperatorColumns {
    let file: String
    let report: OperatorReport
    /// Of the report's columns, in their order; of further columns -1 where the file has none.
    let positions: [Int]

    /// - Parameter needsAll: the further columns are needed too.
    init(_ report: OperatorReport, header: [String], file: String, needsAll: Bool = false) throws(Failure) {
        self.report = report
        self.file = file
        let needed = report.columns + (needsAll ? report.furtherColumns : [])
        let missing = needed.filter { !header.contains($0) }
        guard missing.isEmpty else {
            throw Failure(
                .badInput, TelemetryCode.missingColumn,
                "the report lacks the columns \(missing.joined(separator: ", "))", at: Place(file: file, line: 1),
                hint: "'\(report.rawValue)' takes \(report.summary)")
        }
        positions = (report.columns + report.furtherColumns).map { header.firstIndex(of: $0) ?? -1 }
    }

    func bytes(_ record: borrowing CSVRecord, _ column: Int) -> UnsafeBufferPointer<UInt8> {
        record[positions[column]].bytes
    }

    /// The text of a column; nil for a further column that the file does not have.
    func text(_ record: borrowing CSVRecord, _ column: Int) -> String? {
        positions[column] < 0 ? nil : record[positions[column]].text
    }

    /// The begin of the row's hour, which is the first of the columns of reports by the hour.
    func hour(_ record: borrowing CSVRecord) throws -> Instant { try instant(record, 0) }

    func instant(_ record: borrowing CSVRecord, _ column: Int) throws -> Instant {
        let field = record[positions[column]]
        guard let instant = Instant(utf8: field.bytes) else {
            throw bad(
                TelemetryCode.notATime, "\(name(column)) \(QuotedText.of(field.text)) is no UTC time", record, column)
        }
        return instant
    }

    private func name(_ column: Int) -> String { (report.columns + report.furtherColumns)[column] }

    /// A non-negative number in units of 10^-scale, rounded half to even; an empty field is zero, as the operator
    /// leaves out what it did not see.
    func number(_ record: borrowing CSVRecord, _ column: Int, scale: Int) throws -> Int64 {
        let field = record[positions[column]]
        if field.isNull { return 0 }
        var units: Int128?
        do {
            units = try DecimalText.parse(field.bytes, scale: scale, excess: .roundHalfEven)
        } catch .tooLarge {
            units = nil
        } catch {
            throw bad(
                TelemetryCode.notANumber, "\(name(column)) \(QuotedText.of(field.text)) is no number", record, column)
        }
        guard let units, units >= 0, let value = Int64(exactly: units) else {
            throw bad(
                TelemetryCode.impossibleNumber,
                "\(name(column)) \(QuotedText.of(field.text)) is negative or impossibly large", record, column)
        }
        return value
    }

    func bad(
        _ code: DiagnosticCode, _ message: String, _ record: borrowing CSVRecord, _ column: Int
    ) -> BadRow {
        let place = record.position(ofField: positions[column])
        return BadRow(
            diagnostic: .error(code, message, at: Place(file: file, line: place.line, column: place.column)))
    }
}
