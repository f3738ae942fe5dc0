import Columns
import Kernel
import Model

@testable import Billing

/// The columns of a made FOCUS row that have a value, as text.
struct MadeRow: Equatable, CustomStringConvertible {
    var values: [FocusColumn: String] = [:]

    init(_ draft: borrowing FocusDraft) {
        for (ordinal, column) in FocusColumn.allCases.enumerated() {
            switch draft.value(ordinal) {
            case .null: continue
            case .text(let field): values[column] = field.text
            case .units(let units):
                let scale = column.kind == .quantity ? Quantity.scale : Amount.scale
                values[column] = DecimalText.print(units, scale: scale)
            case .microseconds(let microseconds):
                values[column] = Instant(microseconds: microseconds).description
            }
        }
    }

    subscript(column: FocusColumn) -> String? { values[column] }

    /// Billed, effective, list and contracted cost.
    var costs: [String?] { [.billedCost, .effectiveCost, .listCost, .contractedCost].map { values[$0] } }

    var description: String {
        values.map { "\($0.key.rawValue)=\($0.value)" }.sorted().joined(separator: "\n")
    }
}
