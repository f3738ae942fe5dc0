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
