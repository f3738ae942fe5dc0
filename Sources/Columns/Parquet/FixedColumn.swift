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
