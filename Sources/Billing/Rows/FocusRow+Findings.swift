import Columns
import Kernel
import Model

/// What is said about a row; none of this happens on a sound row.
extension FocusRow {
    func finding(_ error: DecimalTextError, _ typed: TypedColumn, _ field: CSVField) -> RowFinding {
        RowFinding(error, typed.column.rawValue, field, slot: typed.slot)
    }

    mutating func note(_ kind: RowNotes.Kind, _ typed: TypedColumn, _ message: String) {
        pending.append((kind, RowFinding(kind.code, message, slot: typed.slot)))
    }

    /// What can be read of the costs of a row that is set aside: its currency, and each cost that is a decimal.
    func readableCosts<Fields: FocusFields & ~Copyable>(
        _ row: borrowing Fields
    ) -> (currency: Currency?, costs: CostVector) {
        var costs = CostVector.zero
        for metric in CostMetric.allCases {
            guard let column = FocusColumn(rawValue: metric.columnName), slots[column.ordinal] >= 0 else { continue }
            switch row.value(slots[column.ordinal]) {
            case .text(let field):
                do {
                    costs[metric] = try Amount(utf8: field.bytes)
                } catch {
                    // Not readable: the row is in quarantine for this or another reason, which says so.
                    continue
                }
            case .units(let units): costs[metric] = Amount(units: units)
            case .null, .microseconds: continue
            }
        }
        guard case .text(let field) = row.value(slots[FocusColumn.billingCurrency.ordinal]) else { return (nil, costs) }
        return (Currency(utf8: field.bytes), costs)
    }
}
