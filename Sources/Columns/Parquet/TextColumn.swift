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
