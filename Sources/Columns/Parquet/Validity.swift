import CArrow

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
