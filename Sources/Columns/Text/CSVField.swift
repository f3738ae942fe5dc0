/// One field of a record. Its bytes are valid until the body that was handed the record returns.
@safe
@usableFromInline
package struct CSVField {
    /// The value: without the outer quotes, doubled quotes undone.
    @usableFromInline package let bytes: UnsafeBufferPointer<UInt8>

    /// Whether the field stood in quotes, which tells the text "NULL" from the bare word.
    @usableFromInline package let isQuoted: Bool

    @inlinable @inline(__always)
    package init(bytes: UnsafeBufferPointer<UInt8>, isQuoted: Bool) {
        unsafe self.bytes = unsafe bytes
        self.isQuoted = isQuoted
    }

    /// Whether the field holds no value, as bills write it: nothing, `""`, or an unquoted NULL in either case.
    @inlinable @inline(__always)
    package var isNull: Bool {
        if unsafe bytes.isEmpty { return true }
        guard unsafe !isQuoted && bytes.count == 4 else { return false }
        // Bit 5 is what tells lower-case letters from upper-case ones.
        return unsafe bytes[0] | 0x20 == UInt8(ascii: "n") && bytes[1] | 0x20 == UInt8(ascii: "u")
            && bytes[2] | 0x20 == UInt8(ascii: "l") && bytes[3] | 0x20 == UInt8(ascii: "l")
    }

    /// The value as text; bytes that are not UTF-8 become U+FFFD.
    package var text: String { unsafe String(decoding: bytes, as: UTF8.self) }
}
