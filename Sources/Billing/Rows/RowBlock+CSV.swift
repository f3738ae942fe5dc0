import Columns
import Kernel
import Model

/// Reading a block of CSV. Each function goes down one column.
extension RowBlock {
    mutating func read(_ block: borrowing CSVBlock, notes: borrowing RowNotes) {
        begin(block.count, notes)
        // Where there is no discount, the costs of a row are one text several times, and so are its prices.
        var (cost, price): (TypedColumn?, TypedColumn?) = (nil, nil)
        for typed in columns {
            switch typed.reader {
            case .amount:
                readAmounts(block, typed, like: cost)
                cost = typed
            case .price:
                readAmounts(block, typed, like: price)
                price = typed
            case .quantity: readQuantities(block, typed)
            case .instant: readInstants(block, typed)
            case .currency: readCurrencies(block, typed)
            case .listed: readListed(block, typed)
            case .presence: readPresence(block, typed)
            }
        }
        check()
    }

    /// Costs and prices; `other` is a column read before that often holds the same text.
    private func readAmounts(_ block: borrowing CSVBlock, _ typed: TypedColumn, like other: TypedColumn?) {
        let (units, present) = (decimals(typed.ordinal), present(typed.ordinal))
        let nullIsOdd = typed.isRequired || (typed.isNullNoted && !countsNullCosts)
        let nullIsCounted = typed.isNullNoted && countsNullCosts
        let isPrice = typed.reader == .price
        let (otherUnits, otherPresent) = (
            decimals(other?.ordinal ?? typed.ordinal), self.present(other?.ordinal ?? typed.ordinal)
        )
        let otherSlot = other?.slot ?? -1
        for row in 0..<count {
            let field = block.unscannedField(row, typed.slot)
            present[row] = !field.isNull
            if field.isNull {
                units[row] = 0
                if nullIsOdd { isOdd[row] = true }
                if nullIsCounted { nullCosts[row] += 1 }
                continue
            }
            // A text that is no number makes its own row odd, whatever is taken for its units.
            if otherSlot >= 0, otherPresent[row],
                RowBlock.areSame(field.bytes, block.unscannedField(row, otherSlot).bytes)
            {
                units[row] = otherUnits[row]
                continue
            }
            do {
                units[row] = try DecimalText.parse(field.bytes, scale: Amount.scale)
                if isPrice, units[row] < 0 { isOdd[row] = true }
            } catch {
                isOdd[row] = true
            }
        }
    }

    private func readQuantities(_ block: borrowing CSVBlock, _ typed: TypedColumn) {
        let (units, present) = (decimals(typed.ordinal), present(typed.ordinal))
        for row in 0..<count {
            let field = block.unscannedField(row, typed.slot)
            present[row] = !field.isNull
            units[row] = 0
            if field.isNull { continue }
            do {
                units[row] = try DecimalText.parse(field.bytes, scale: Quantity.scale, excess: .roundHalfEven)
            } catch {
                isOdd[row] = true
            }
        }
    }

    private func readInstants(_ block: borrowing CSVBlock, _ typed: TypedColumn) {
        let values = instants(typed.ordinal)
        readRepeating(block, typed) { text in
            Instant(utf8: text)?.microseconds
        } keep: { row, text, value in
            values[row] = value
            if text.count == 19 || text.count == 16 {
                if countsZoneless { zoneless[row] += 1 } else { isOdd[row] = true }
            }
        }
    }

    private func readListed(_ block: borrowing CSVBlock, _ typed: TypedColumn) {
        let (values, list) = (listed(typed.ordinal), lists[typed.list])
        values.update(repeating: -1, count: count)
        readRepeating(block, typed) { text in
            let index = list.index(of: text)
            return index >= 0 ? Int8(truncatingIfNeeded: index) : nil
        } keep: { row, _, value in
            values[row] = value
        }
    }

    private func readPresence(_ block: borrowing CSVBlock, _ typed: TypedColumn) {
        let present = present(typed.ordinal)
        for row in 0..<count {
            present[row] = !block.unscannedField(row, typed.slot).isNull
            if typed.isRequired, !present[row] { isOdd[row] = true }
        }
    }
}
