package import Kernel

/// Gathers the values of one column, row by row; its memory is used again for the next rows.
///
/// Each `append` goes with one type of column; another type is a broken invariant of the caller. A value that the
/// column cannot hold (an integer of too many digits, more than 2 GiB of text) is remembered and thrown with its row
/// when the batch is written, which keeps the loops that append free of errors.
@safe package final class ColumnBuilder {
    package let column: ParquetColumn
    /// The same column for hot loops; not to be used after this builder is gone.
    package let appender: ColumnAppender

    package init(_ column: ParquetColumn) {
        self.column = column
        appender = ColumnAppender(column.type)
    }

    deinit { appender.free() }

    @inlinable
    var storage: UnsafeMutablePointer<ColumnStorage> { unsafe appender.storage }

    /// Rows appended since the start or the last `removeAll`.
    @inlinable
    package var count: Int { appender.count }

    package var nullCount: Int { unsafe storage.pointee.nulls }

    /// Adds a number to every value of a column of int64; none of them is null.
    package func increase(by number: Int64) {
        guard case .int64 = column.type else { wrongType() }
        let values = unsafe storage.pointee.values.assumingMemoryBound(to: Int64.self)
        for row in 0..<count { unsafe values[row] += number }
    }

    /// Makes room for this many rows at once.
    package func reserve(rows: Int) {
        unsafe storage.pointee.reserve(rows: rows)
    }

    /// Forgets all rows and keeps the memory.
    package func removeAll() {
        unsafe storage.pointee.removeAll()
    }

    @inlinable
    package func append(_ value: Int32) {
        guard case .int32 = column.type else { wrongType() }
        appender.append(fixed: value)
    }

    @inlinable
    package func append(_ value: Int64) {
        guard case .int64 = column.type else { wrongType() }
        appender.append(fixed: value)
    }

    @inlinable
    package func append(_ value: Double) {
        guard case .double = column.type else { wrongType() }
        appender.append(fixed: value)
    }

    @inlinable
    package func append(_ day: CalendarDay) {
        guard case .date32 = column.type else { wrongType() }
        appender.append(fixed: day.daysSinceEpoch)
    }

    @inlinable
    package func append(_ instant: Instant) {
        guard case .timestampMicros = column.type else { wrongType() }
        appender.append(fixed: instant.microseconds)
    }

    /// Appends a decimal as a count of units of 10^-scale, the scale being the column's.
    @inlinable
    package func append(_ units: Int128) {
        guard case .decimal = column.type else { wrongType() }
        appender.append(decimal: units)
    }

    @inlinable
    package func append(_ value: Bool) {
        guard case .boolean = column.type else { wrongType() }
        appender.append(value)
    }

    /// Appends text; that it is UTF-8 is checked when the batch is written.
    @inlinable
    package func append(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard case .utf8 = column.type else { wrongType() }
        unsafe appender.append(utf8: bytes)
    }

    @inlinable
    package func append(_ text: String) {
        var text = text
        text.withUTF8 { unsafe append(utf8: $0) }
    }

    package func appendNull() { appender.appendNull() }

    /// Many nulls at once.
    package func appendNulls(_ count: Int) { appender.appendNulls(count) }

    /// One text for many rows.
    package func append(_ text: String, times: Int) {
        guard case .utf8 = column.type else { wrongType() }
        var text = text
        text.withUTF8 { unsafe appender.append(utf8: $0, times: times) }
    }
}

extension ColumnBuilder {
    @usableFromInline
    func wrongType() -> Never {
        preconditionFailure("a value was appended to a column of another type")
    }
}
