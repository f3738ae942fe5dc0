import CArrow
package import Kernel

/// Some rows of the selected columns of a Parquet file.
///
/// A column is asked for by its position in the reader's schema and by its type: another type is a broken invariant of
/// the caller. Views borrow the memory that the file was decoded into and keep it alive.
@safe package final class ColumnBatch {
    package let schema: ParquetSchema
    package let rowCount: Int
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer, schema: ParquetSchema) {
        unsafe self.handle = handle
        self.schema = schema
        rowCount = unsafe Int(carrow_batch_rows(handle))
    }

    deinit { unsafe carrow_batch_free(handle) }

    package func int32(_ column: Int) -> FixedColumn<Int32> { fixed(column, .int32) }
    package func int64(_ column: Int) -> FixedColumn<Int64> { fixed(column, .int64) }
    package func double(_ column: Int) -> FixedColumn<Double> { fixed(column, .double) }
    package func days(_ column: Int) -> FixedColumn<CalendarDay> { fixed(column, .date32) }
    package func instants(_ column: Int) -> FixedColumn<Instant> { fixed(column, .timestampMicros) }

    /// Units of 10^-scale, the scale being the one in the schema.
    package func decimals(_ column: Int) -> FixedColumn<Int128> {
        fixed(column, schema.columns[column].type, decimal: true)
    }

    package func booleans(_ column: Int) -> BooleanColumn {
        precondition(schema.columns[column].type == .boolean, "the column is of another type")
        let buffers = unsafe carrow_batch_column(handle, Int32(column))
        return unsafe BooleanColumn(
            validity: Validity(buffers, owner: self), bits: buffers.values!.assumingMemoryBound(to: UInt8.self),
            firstBit: Int(buffers.offset))
    }

    package func texts(_ column: Int) -> TextColumn {
        precondition(schema.columns[column].type == .utf8, "the column is of another type")
        let buffers = unsafe carrow_batch_column(handle, Int32(column))
        return unsafe TextColumn(
            validity: Validity(buffers, owner: self), offsets: buffers.offsets! + Int(buffers.offset),
            bytes: buffers.values?.assumingMemoryBound(to: UInt8.self))
    }

    /// `Value` has the layout of the C type: it is that type, or a struct of nothing but it.
    private func fixed<Value>(_ column: Int, _ type: ParquetType, decimal: Bool = false) -> FixedColumn<Value> {
        var matches = schema.columns[column].type == type
        if decimal, case .decimal = type {} else if decimal { matches = false }
        precondition(matches, "the column is of another type")
        let buffers = unsafe carrow_batch_column(handle, Int32(column))
        let values = unsafe buffers.values! + Int(buffers.offset) * MemoryLayout<Value>.size
        precondition(
            Int(bitPattern: values) % MemoryLayout<Value>.alignment == 0, "Arrow gave unaligned values")
        return unsafe FixedColumn(
            validity: Validity(buffers, owner: self), start: values.assumingMemoryBound(to: Value.self))
    }
}

/// Which rows of a column hold a value.
@safe package struct Validity {
    package let count: Int
    package let nullCount: Int
    private let owner: ColumnBatch
    @usableFromInline let bits: UnsafePointer<UInt8>?
    @usableFromInline let firstBit: Int

    init(_ buffers: CArrowBuffers, owner: ColumnBatch) {
        self.owner = owner
        count = owner.rowCount
        nullCount = unsafe Int(buffers.null_count)
        unsafe bits = buffers.validity
        firstBit = unsafe Int(buffers.offset)
    }

    @inlinable
    package func isNull(_ row: Int) -> Bool {
        precondition(row >= 0 && row < count, "no such row")
        guard let bits = unsafe bits else { return false }
        let bit = firstBit + row
        return unsafe bits[bit >> 3] >> UInt8(bit & 7) & 1 == 0
    }
}

/// A column whose values have one size. What stands in a null row is not defined.
@safe package struct FixedColumn<Value> {
    package let validity: Validity
    @usableFromInline let start: UnsafePointer<Value>

    @inlinable
    package var count: Int { validity.count }

    /// Nil for null.
    @inlinable
    package subscript(row: Int) -> Value? {
        validity.isNull(row) ? nil : unsafe start[row]
    }

    /// All values with no copy; the memory lives as long as this view.
    @inlinable
    package var values: UnsafeBufferPointer<Value> { unsafe UnsafeBufferPointer(start: start, count: count) }
}

/// A column of true and false.
@safe package struct BooleanColumn {
    package let validity: Validity
    @usableFromInline let bits: UnsafePointer<UInt8>
    @usableFromInline let firstBit: Int

    @inlinable
    package var count: Int { validity.count }

    /// Nil for null.
    @inlinable
    package subscript(row: Int) -> Bool? {
        guard !validity.isNull(row) else { return nil }
        let bit = firstBit + row
        return unsafe bits[bit >> 3] >> UInt8(bit & 7) & 1 == 1
    }
}

/// A column of text. That it is UTF-8 is the promise of the file, not checked.
@safe package struct TextColumn {
    package let validity: Validity
    @usableFromInline let offsets: UnsafePointer<Int32>
    @usableFromInline let bytes: UnsafePointer<UInt8>?

    @inlinable
    package var count: Int { validity.count }

    /// The bytes of a row with no copy, empty for null; they live as long as this view.
    @inlinable
    package func withBytes<Result, Failure: Error>(
        _ row: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(self.bytes(row))
    }

    /// The bytes of a row with no copy, empty for null; they live as long as this view.
    @inlinable
    package func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(row >= 0 && row < count, "no such row")
        let start = unsafe Int(offsets[row])
        return unsafe UnsafeBufferPointer(start: bytes.map { unsafe $0 + start }, count: Int(offsets[row + 1]) - start)
    }

    /// Nil for null; bytes that are not UTF-8 become U+FFFD.
    @inlinable
    package func string(_ row: Int) -> String? {
        validity.isNull(row) ? nil : unsafe String(decoding: bytes(row), as: UTF8.self)
    }
}
