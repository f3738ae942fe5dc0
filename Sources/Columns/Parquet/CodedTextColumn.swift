import CArrow

/// A column of text as a list of texts and, for each row, the number of its text in the list.
@safe package struct CodedTextColumn {
    package let count: Int
    /// How many texts the list has. A text may stand there twice, or in no row.
    package let textCount: Int
    private let validity: Validity
    private let codes: UnsafePointer<Int32>
    private let textOffsets: UnsafePointer<Int32>
    private let bytes: UnsafePointer<UInt8>?

    init(_ codes: CArrowBuffers, texts: CArrowBuffers, textCount: Int, owner: ColumnBatch) {
        validity = unsafe Validity(codes, owner: owner)
        count = owner.rowCount
        self.textCount = textCount
        unsafe self.codes = codes.values!.assumingMemoryBound(to: Int32.self) + Int(codes.offset)
        unsafe textOffsets = texts.offsets! + Int(texts.offset)
        unsafe bytes = texts.values?.assumingMemoryBound(to: UInt8.self)
    }

    /// The number of the row's text; nil for null.
    @inline(__always)
    package func code(_ row: Int) -> Int? {
        guard !validity.isNull(row) else { return nil }
        let code = unsafe Int(codes[row])
        precondition(code >= 0 && code < textCount, "the file numbers a text that it does not have")
        return code
    }

    /// The bytes of a text with no copy; they live as long as this view. That they are UTF-8 is the promise of the file.
    package func text(_ code: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(code >= 0 && code < textCount, "no such text")
        let start = unsafe Int(textOffsets[code])
        return unsafe UnsafeBufferPointer(
            start: bytes.map { unsafe $0 + start }, count: Int(textOffsets[code + 1]) - start)
    }
}
