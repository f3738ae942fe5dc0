import Columns
import Kernel
import Model

/// What is said about a row; none of this happens on a sound row.
extension FocusRow {
    func finding(
        _ code: DiagnosticCode, _ message: String, _ typed: TypedColumn, _ record: borrowing CSVRecord,
        hint: String? = nil
    ) -> Diagnostic {
        let position = record.position(ofField: typed.position)
        return .error(
            code, message, at: Place(file: file, line: position.line, column: position.column), hint: hint)
    }

    func finding(
        _ error: DecimalTextError, _ typed: TypedColumn, _ field: CSVField, _ record: borrowing CSVRecord
    ) -> Diagnostic {
        let text = "\(typed.column.rawValue) \(QuotedText.of(field.text))"
        switch error {
        case .notANumber:
            return finding(
                BillCode.notADecimal, "\(text) is no decimal number", typed, record,
                hint: "write digits with a point, such as -12.50; no separators, no currency sign")
        case .tooLarge:
            return finding(
                BillCode.amountTooLarge, "\(text) is too large", typed, record,
                hint: "amounts are below 10^14; this looks like a damaged value")
        case .tooManyDecimals:
            return finding(
                BillCode.tooManyDecimals, "\(text) has more than 24 decimals", typed, record,
                hint: "it cannot be held exactly, and is not rounded")
        }
    }

    func note(
        _ kind: RowNotes.Kind, _ typed: TypedColumn, _ record: borrowing CSVRecord, _ notes: inout RowNotes,
        _ message: String
    ) {
        var diagnostic = finding(kind.code, message, typed, record)
        diagnostic.severity = .warning
        notes.add(kind, diagnostic)
    }

    /// What can be read of the costs of a row that is set aside: its currency, and each cost that is a decimal.
    func readableCosts(_ record: borrowing CSVRecord) -> (currency: Currency?, costs: CostVector) {
        var costs = CostVector.zero
        guard record.fieldCount == header.fieldCount else { return (nil, costs) }
        for metric in CostMetric.allCases {
            guard let column = FocusColumn(rawValue: metric.columnName) else { continue }
            let field = record[header.positions[column.ordinal]]
            do {
                costs[metric] = try Amount(utf8: field.bytes)
            } catch {
                // Not readable: the row is in quarantine for this or another reason, which says so.
                continue
            }
        }
        let field = record[header.positions[FocusColumn.billingCurrency.ordinal]]
        return (Currency(utf8: field.bytes), costs)
    }
}
