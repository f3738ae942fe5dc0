import CArrow

/// The cells of one column of a batch, without a reference to count: the batch must outlive it.
@safe
@usableFromInline
package struct ColumnCells {
    @usableFromInline package let type: ParquetType
    /// Of a column of coded texts: how many texts its list has.
    @usableFromInline package let textCount: Int?
    @usableFromInline let rows: Int
    @usableFromInline let validity: UnsafePointer<UInt8>?
    /// By row, of a column of coded texts: the place in the list.
    @usableFromInline let codes: UnsafePointer<Int32>?
    /// Of texts, by row or by place in the list.
    @usableFromInline let offsets: UnsafePointer<Int32>?
    @usableFromInline let values: UnsafeRawPointer?
    /// Rows to skip in the buffers that go by row, and texts in those of a list.
    @usableFromInline let first: Int
    @usableFromInline let firstText: Int

    init(_ buffers: CArrowBuffers, _ type: ParquetType, rows: Int) {
        self.type = type
        self.rows = rows
        textCount = nil
        unsafe validity = buffers.validity
        unsafe codes = nil
        unsafe offsets = buffers.offsets
        unsafe values = buffers.values
        first = unsafe Int(buffers.offset)
        firstText = first
    }

    /// A column of coded texts.
    init(codes: CArrowBuffers, texts: CArrowBuffers, textCount: Int, rows: Int) {
        type = .utf8
        self.rows = rows
        self.textCount = textCount
        unsafe validity = codes.validity
        unsafe self.codes = unsafe codes.values!.assumingMemoryBound(to: Int32.self)
        unsafe offsets = texts.offsets
        unsafe values = texts.values
        first = unsafe Int(codes.offset)
        firstText = unsafe Int(texts.offset)
    }

    @inlinable @inline(__always)
    package func isNull(_ row: Int) -> Bool {
        precondition(row >= 0 && row < rows, "no such row")
        guard let validity = unsafe validity else { return false }
        let bit = first + row
        return unsafe validity[bit >> 3] >> UInt8(bit & 7) & 1 == 0
    }

    /// For columns of coded texts and rows that are not null: the text's place in the list.
    @inlinable @inline(__always)
    package func code(_ row: Int) -> Int {
        precondition(row >= 0 && row < rows, "no such row")
        guard let codes = unsafe codes, let textCount else { preconditionFailure("the column holds no codes") }
        let code = unsafe Int(codes[first + row])
        precondition(code >= 0 && code < textCount, "the file numbers a text that it does not have")
        return code
    }

    /// For text columns.
    @inlinable @inline(__always)
    package func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(row >= 0 && row < rows, "no such row")
        guard let offsets = unsafe offsets else { preconditionFailure("the column holds no text") }
        let place = unsafe codes == nil ? first + row : firstText + code(row)
        let start = unsafe Int(offsets[place])
        let count = unsafe Int(offsets[place + 1]) - start
        return unsafe UnsafeBufferPointer(
            start: values.map { unsafe $0.assumingMemoryBound(to: UInt8.self) + start }, count: count)
    }

    /// For columns of a fixed width whose values have the layout of `Value`.
    @inlinable @inline(__always)
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
