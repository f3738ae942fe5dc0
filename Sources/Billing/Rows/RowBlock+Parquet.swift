import Columns
import Kernel
import Model

/// Reading a block of Parquet. Each function goes down one column. A column of a type that is not expected makes odd
/// what values it has.
extension RowBlock {
    mutating func read(_ block: borrowing ParquetBlock, notes: borrowing RowNotes) {
        begin(block.count, notes)
        for typed in columns {
            guard let cells = block.cells[typed.slot] else { preconditionFailure("typed columns are read") }
            let present = present(typed.ordinal)
            let nullIsOdd = typed.isRequired || (typed.isNullNoted && !countsNullCosts)
            let nullIsCounted = typed.isNullNoted && countsNullCosts
            for row in 0..<count {
                present[row] = !cells.isNull(block.first + row)
                if !present[row], nullIsOdd { isOdd[row] = true }
                if !present[row], nullIsCounted { nullCosts[row] += 1 }
            }
            switch (typed.reader, cells.type) {
            case (.amount, .decimal(_, let scale)), (.price, .decimal(_, let scale)),
                (.quantity, .decimal(_, let scale)):
                readDecimals(cells, block.first, typed, scale: scale, wanted: block.scales[typed.slot])
            case (.instant, .timestampMicros):
                let values = instants(typed.ordinal)
                for row in 0..<count { values[row] = cells.value(block.first + row, as: Int64.self) }
            case (.currency, .utf8): readCurrencies(block, typed)
            case (.listed, .utf8): readListed(block, cells, typed)
            case (.presence, .utf8):
                for row in 0..<count where present[row] && cells.bytes(block.first + row).isEmpty {
                    present[row] = false
                    if typed.isRequired { isOdd[row] = true }
                }
            default:
                for row in 0..<count where present[row] { isOdd[row] = true }
            }
        }
        check()
    }

    private func readDecimals(_ cells: ColumnCells, _ first: Int, _ typed: TypedColumn, scale: Int, wanted: Int) {
        let (units, present) = (decimals(typed.ordinal), present(typed.ordinal))
        let isPrice = typed.reader == .price
        // Digits are added where the file has fewer than are wanted; where it has more, some may be lost.
        let digits = wanted - scale
        let power =
            (0...37).contains(digits)
            ? Int128(DecimalText.powerOfTen(min(digits, 19))) * Int128(DecimalText.powerOfTen(max(digits - 19, 0))) : 0
        let tooLarge = power > 0 ? DecimalText.limit / power.magnitude : 0
        for row in 0..<count {
            guard present[row] else {
                units[row] = 0
                continue
            }
            let found = cells.value(first + row, as: Int128.self)
            if found.magnitude < tooLarge {
                units[row] = found &* power
            } else {
                isOdd[row] = true
            }
            if isPrice, found < 0 { isOdd[row] = true }
        }
    }

    private func readListed(_ block: borrowing ParquetBlock, _ cells: ColumnCells, _ typed: TypedColumn) {
        let (values, present) = (listed(typed.ordinal), present(typed.ordinal))
        let isCoded = cells.textCount != nil
        for row in 0..<count {
            values[row] = -1
            guard present[row] else { continue }
            let place = block.first + row
            if isCoded {
                let known = block.places.numbers(typed.slot) + cells.code(place)
                if known.pointee < 0 { known.pointee = Int32(lists[typed.list].index(of: cells.bytes(place))) }
                values[row] = Int8(truncatingIfNeeded: known.pointee)
            } else {
                values[row] = Int8(truncatingIfNeeded: lists[typed.list].index(of: cells.bytes(place)))
            }
            // Another spelling, or an empty text, which is null.
            if values[row] < 0 { isOdd[row] = true }
        }
    }
}
