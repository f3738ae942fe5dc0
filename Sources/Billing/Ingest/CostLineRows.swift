import Columns
import Kernel
import Model

/// Rows of one part of a bill file as columns of `cost_lines`, by billing period.
struct CostLineRows {
    /// A column that rows have, and where it goes.
    private struct Cell {
        enum Kind { case text, decimal, instant }

        let kind: Kind
        let ordinal: Int
        let slot: Int
        let column: ColumnAppender
    }

    private final class MonthRows {
        let month: Month
        let batch: BatchBuilder
        let cells: [Cell]
        let others: ColumnAppender
        let numbers: ColumnAppender

        init(_ month: Month, _ slots: [Int], _ batch: BatchBuilder) {
            self.month = month
            self.batch = batch
            others = batch[CostLineRows.othersColumn].appender
            numbers = batch[CostLineRows.numberColumn].appender
            cells = FocusColumn.allCases.enumerated().compactMap { ordinal, column in
                guard slots[ordinal] >= 0 else { return nil }
                return Cell(
                    kind: CostLineRows.kind(column), ordinal: ordinal, slot: slots[ordinal],
                    column: batch[ordinal].appender)
            }
        }
    }

    static let othersColumn = FocusColumn.allCases.count
    static let fileColumn = othersColumn + 1
    static let numberColumn = othersColumn + 2

    private let slots: [Int]
    private let file: String
    private let pool: BatchPool
    private var months: [MonthRows] = []
    private var latest = -1

    init(slots: [Int], file: String, pool: BatchPool) {
        self.slots = slots
        self.file = file
        self.pool = pool
    }

    @inline(__always)
    mutating func append<Fields: FocusFields & ~Copyable, Source: SourceRow & ~Copyable>(
        _ fields: borrowing Fields, _ row: borrowing FocusRow, number: Int, from source: borrowing Source,
        _ others: inout OtherColumns?
    ) {
        if latest < 0 || !months[latest].month.isSame(as: row.billingPeriod) { find(row.billingPeriod) }
        let target = months[latest]
        for cell in target.cells {
            switch cell.kind {
            case .text:
                if case .text(let field) = fields.value(cell.slot) {
                    cell.column.append(utf8: field.bytes)
                } else {
                    cell.column.appendNull()
                }
            case .decimal:
                if let units = row.decimal(cell.ordinal) {
                    cell.column.append(decimal: units)
                } else {
                    cell.column.appendNull()
                }
            case .instant: cell.column.append(fixed: row.microseconds(cell.ordinal))
            }
        }
        others?.append(to: target.others) { source[$0] }
        target.numbers.append(fixed: Int64(number))
    }

    /// Rows of a block that are sound and of one billing period, column by column.
    mutating func append<Fields: FieldBlock & ~Copyable>(
        _ fields: borrowing Fields, _ block: borrowing RowBlock, rows: Range<Int>, _ month: Month,
        _ others: inout OtherColumns?
    ) {
        if latest < 0 || !months[latest].month.isSame(as: month) { find(month) }
        let target = months[latest]
        for cell in target.cells {
            switch cell.kind {
            case .text:
                for row in rows {
                    let field = fields.field(row, cell.slot)
                    if field.isNull { cell.column.appendNull() } else { cell.column.append(utf8: field.bytes) }
                }
            case .decimal:
                let (units, present) = (block.decimals(cell.ordinal), block.present(cell.ordinal))
                for row in rows {
                    if present[row] { cell.column.append(decimal: units[row]) } else { cell.column.appendNull() }
                }
            case .instant:
                let values = block.instants(cell.ordinal)
                for row in rows { cell.column.append(fixed: values[row]) }
            }
        }
        for row in rows {
            others?.append(to: target.others) { fields.field(row, $0) }
            target.numbers.append(fixed: Int64(fields.number(row)))
        }
    }

    private mutating func find(_ month: Month) {
        if let known = months.firstIndex(where: { $0.month.isSame(as: month) }) {
            latest = known
        } else {
            latest = months.count
            months.append(MonthRows(month, slots, pool.take()))
        }
    }

    private static func kind(_ column: FocusColumn) -> Cell.Kind {
        switch column.kind {
        case .cost, .unitPrice, .quantity: .decimal
        case .instant: .instant
        case .text, .json, .currency, .enumeration: .text
        }
    }

    /// The rows of each month, complete: columns that no row has are null, the others have the file's name and the
    /// record's number, which counts from the record behind the first `recordsBefore` of the file.
    func batches(recordsBefore: Int) -> [(month: Month, batch: BatchBuilder)] {
        months.map { rows in
            let count = rows.numbers.count
            rows.batch[CostLineRows.numberColumn].increase(by: Int64(recordsBefore))
            for index in 0..<CostLineRows.fileColumn {
                let column = rows.batch[index]
                column.appendNulls(count - column.count)
            }
            rows.batch[CostLineRows.fileColumn].append(file, times: count)
            return (rows.month, rows.batch)
        }
    }
}
