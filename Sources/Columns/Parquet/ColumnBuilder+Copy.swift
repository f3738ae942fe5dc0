import CArrow
import Glibc
package import Kernel

extension ColumnBuilder {
    /// Appends an amount of money to a column of scale 24.
    @inlinable
    package func append(_ amount: Amount) {
        guard case .decimal(_, 24) = column.type else { wrongType() }
        append(amount.units)
    }

    /// Appends a quantity to a column of scale 18.
    @inlinable
    package func append(_ quantity: Quantity) {
        guard case .decimal(_, 18) = column.type else { wrongType() }
        append(quantity.units)
    }

    /// The buffers as CArrow.h describes them; they hold until the next append.
    var buffers: CArrowBuffers {
        unsafe CArrowBuffers(
            validity: nullCount == 0 ? nil : UnsafePointer(storage.pointee.validity),
            offsets: UnsafePointer(storage.pointee.offsets), values: UnsafeRawPointer(storage.pointee.values),
            null_count: Int64(nullCount), offset: 0)
    }

    /// The first row that the column cannot hold and why; nil when all is well.
    var fault: (row: Int, reason: String)? {
        let badRow = unsafe storage.pointee.badRow
        if badRow >= 0 {
            if case .utf8 = column.type { return (badRow, "the text of one row group reaches 2 GiB") }
            return (badRow, "a number has too many digits for \(column.type)")
        }
        guard !column.nullable, nullCount > 0 else { return nil }
        let row = (0..<count).first { isNull($0) } ?? 0
        return (row, "a value is required and there is none")
    }

    private func isNull(_ row: Int) -> Bool {
        unsafe storage.pointee.validity[row >> 3] >> UInt8(row & 7) & 1 == 0
    }

    /// Appends `added` rows of a column of the same type, from row `start` on.
    func append(rowsOf other: ColumnBuilder, from start: Int, count added: Int) {
        let before = count
        let capacity = unsafe storage.pointee.rowCapacity
        if before + added > capacity { reserve(rows: max(before + added, capacity * 2)) }
        appendValidity(of: other, from: start, count: added)
        switch column.type {
        case .utf8: appendText(of: other, from: start, count: added)
        case .boolean:
            for row in 0..<added { appender.storeBit(other.bit(start + row), row: before + row) }
        default:
            let width = unsafe storage.pointee.width
            unsafe memcpy(
                storage.pointee.values + before * width, other.storage.pointee.values + start * width, added * width)
        }
        unsafe storage.pointee.rows = before + added
    }

    private func bit(_ row: Int) -> Bool {
        unsafe storage.pointee.values.assumingMemoryBound(to: UInt8.self)[row >> 3] >> UInt8(row & 7) & 1 == 1
    }

    private func appendValidity(of other: ColumnBuilder, from start: Int, count added: Int) {
        guard nullCount > 0 || other.nullCount > 0 else { return }
        if nullCount == 0 { unsafe storage.pointee.startNulls() }
        // Columns that are all values or all nulls are the rule, and need no look at each row.
        if other.nullCount == 0 || other.nullCount == other.count {
            let isValid = other.nullCount == 0
            unsafe storage.pointee.setValidity(from: count, count: added, isValid: isValid)
            if !isValid { unsafe storage.pointee.nulls += added }
            return
        }
        let validity = unsafe storage.pointee.validity
        let source = unsafe other.storage.pointee.validity
        var nulls = 0
        for row in 0..<added {
            let target = count + row
            let from = start + row
            let bit = unsafe (source[from >> 3] >> UInt8(from & 7)) & 1
            nulls += Int(bit ^ 1)
            let others = unsafe target & 7 == 0 ? 0 : validity[target >> 3] & ~(UInt8(1) << UInt8(target & 7))
            unsafe validity[target >> 3] = others | bit << UInt8(target & 7)
        }
        unsafe storage.pointee.nulls += nulls
    }

    private func appendText(of other: ColumnBuilder, from start: Int, count added: Int) {
        let used = unsafe storage.pointee.textBytes
        let offsets = unsafe storage.pointee.offsets! + count
        let source = unsafe other.storage.pointee.offsets! + start
        let first = unsafe source[0]
        let bytes = unsafe Int(source[added] - first)
        guard used + bytes <= Int(Int32.max) else {
            appender.noteBadRow()
            for row in 0..<added { unsafe offsets[row + 1] = Int32(used) }
            return
        }
        if unsafe used + bytes > storage.pointee.valueCapacity { unsafe storage.pointee.growText(by: bytes) }
        unsafe memcpy(storage.pointee.values + used, other.storage.pointee.values + Int(first), bytes)
        let shift = Int32(used) - first
        for row in 1...max(1, added) { unsafe offsets[row] = source[row] + shift }
        unsafe storage.pointee.textBytes = used + bytes
    }
}
