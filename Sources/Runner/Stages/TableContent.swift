package import Kernel

/// Rows of a store table as a stage hands them over. The runner adds tenant, job, period and stage in front of each row
/// and replaces what the same stage published for the same period before.
package struct TableContent: Sendable {
    package enum Value: Sendable, Hashable {
        case text(String)
        case integer(Int64)
        case amount(Amount)
        case day(CalendarDay)

        var digestText: String {
            switch self {
            case .text(let text): "t\(text.utf8.count):\(text)"
            case .integer(let value): "i\(value)"
            case .amount(let amount): "a\(amount)"
            case .day(let day): "d\(day)"
            }
        }
    }

    package let table: String
    package let columns: [String]
    package let rows: [[Value]]

    package init(table: String, columns: [String], rows: [[Value]]) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row of \(table) has another number of columns")
        self.table = table
        self.columns = columns
        self.rows = rows
    }

    /// The four FOCUS costs as the last columns of a table.
    package static let costColumns = ["billed_cost", "effective_cost", "list_cost", "contracted_cost"]
}
