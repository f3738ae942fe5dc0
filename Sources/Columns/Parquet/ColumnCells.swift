import CArrow

/// The cells of one column of a batch, without a reference to count: the batch must outlive it.
@safe
package struct ColumnCells {
    package let type: ParquetType
    private let rows: Int
    private let validity: UnsafePointer<UInt8>?
    private let offsets: UnsafePointer<Int32>?
    private let values: UnsafeRawPointer?
    private let first: Int

    init(_ buffers: CArrowBuffers, _ type: ParquetType, rows: Int) {
        self.type = type
        self.rows = rows
        unsafe validity = buffers.validity
        unsafe offsets = buffers.offsets
        unsafe values = buffers.values
        first = unsafe Int(buffers.offset)
    }

    @inline(__always)
    package func isNull(_ row: Int) -> Bool {
        precondition(row >= 0 && row < rows, "no such row")
        guard let validity = unsafe validity else { return false }
        let bit = first + row
        return unsafe validity[bit >> 3] >> UInt8(bit & 7) & 1 == 0
    }

    /// For text columns.
    @inline(__always)
    package func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(row >= 0 && row < rows, "no such row")
        guard let offsets = unsafe offsets else { preconditionFailure("the column holds no text") }
        let start = unsafe Int(offsets[first + row])
        let count = unsafe Int(offsets[first + row + 1]) - start
        return unsafe UnsafeBufferPointer(
            start: values.map { unsafe $0.assumingMemoryBound(to: UInt8.self) + start }, count: count)
    }

    /// For columns of a fixed width whose values have the layout of `Value`.
    @inline(__always)
    package func value<Value: BitwiseCopyable>(_ row: Int, as _: Value.Type) -> Value {
        precondition(row >= 0 && row < rows, "no such row")
        precondition(type.byteWidth == MemoryLayout<Value>.size, "the column is of another type")
        return unsafe values!.load(fromByteOffset: (first + row) * MemoryLayout<Value>.size, as: Value.self)
    }

    /// For columns of true and false.
    package func boolean(_ row: Int) -> Bool {
        precondition(row >= 0 && row < rows && type == .boolean, "no such row, or the column is of another type")
        let bit = first + row
        return unsafe values!.assumingMemoryBound(to: UInt8.self)[bit >> 3] >> UInt8(bit & 7) & 1 == 1
    }
}
