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

    /// The cells of a column of any type, as memory: for loops that look at many columns of a row. They are good for as
    /// long as the batch lives.
    package func cells(_ column: Int) -> ColumnCells {
        var count: Int64 = 0
        let texts = unsafe carrow_batch_dictionary(handle, Int32(column), &count)
        let buffers = unsafe carrow_batch_column(handle, Int32(column))
        guard count >= 0 else { return unsafe ColumnCells(buffers, schema.columns[column].type, rows: rowCount) }
        return unsafe ColumnCells(codes: buffers, texts: texts, textCount: Int(count), rows: rowCount)
    }

    package func booleans(_ column: Int) -> BooleanColumn {
        precondition(schema.columns[column].type == .boolean, "the column is of another type")
        let buffers = unsafe carrow_batch_column(handle, Int32(column))
        return unsafe BooleanColumn(
            validity: Validity(buffers, owner: self), bits: buffers.values!.assumingMemoryBound(to: UInt8.self),
            firstBit: Int(buffers.offset))
    }

    /// A text column of a reader that codes texts.
    package func codedTexts(_ column: Int) -> CodedTextColumn {
        precondition(schema.columns[column].type == .utf8, "the column is of another type")
        var count: Int64 = 0
        let texts = unsafe carrow_batch_dictionary(handle, Int32(column), &count)
        precondition(count >= 0, "the reader does not code texts")
        let codes = unsafe carrow_batch_column(handle, Int32(column))
        return unsafe CodedTextColumn(codes, texts: texts, textCount: Int(count), owner: self)
    }

    package func texts(_ column: Int) -> TextColumn {
        precondition(schema.columns[column].type == .utf8, "the column is of another type")
        precondition(!isCoded(column), "the reader codes texts")
        let buffers = unsafe carrow_batch_column(handle, Int32(column))
        return unsafe TextColumn(
            validity: Validity(buffers, owner: self), offsets: buffers.offsets! + Int(buffers.offset),
            bytes: buffers.values?.assumingMemoryBound(to: UInt8.self))
    }

    private func isCoded(_ column: Int) -> Bool {
        var count: Int64 = 0
        _ = unsafe carrow_batch_dictionary(handle, Int32(column), &count)
        return count >= 0
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
