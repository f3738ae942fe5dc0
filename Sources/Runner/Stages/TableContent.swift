package import Kernel

/// Rows of a store table as a stage hands them over. The runner adds tenant, job, period and stage in front of each row
/// and replaces what the same stage published for the same period before; those of a revision it adds to what is there,
/// under the run's generation.
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
    package let rows: Rows

    /// Rows that are made when they are asked for, so that a hundred thousand of them need not be in memory at once.
    package struct Rows: RandomAccessCollection, Sendable {
        package let count: Int
        fileprivate let row: @Sendable (Int) -> [Value]

        package var startIndex: Int { 0 }
        package var endIndex: Int { count }
        package subscript(position: Int) -> [Value] { row(position) }
    }

    package init(table: String, columns: [String], rows: [[Value]]) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a row of \(table) has another number of columns")
        self.init(table: table, columns: columns, rowCount: rows.count) { rows[$0] }
    }

    /// - Parameter row: the row of an index below `rowCount`, one value for each column; always the same for an index.
    package init(
        table: String, columns: [String], rowCount: Int, row: @escaping @Sendable (Int) -> [Value]
    ) {
        self.table = table
        self.columns = columns
        rows = Rows(count: rowCount, row: row)
    }
}
