/// The two spellings of a key of 32 bytes: 64 hexadecimal digits, or 44 characters of base 64. One line end may follow.
enum KeyText {
    static func key(_ text: [UInt8]) throws(KeyTrouble) -> SecretBytes {
        var digits = text[...]
        // A shorter view of the same bytes: a copy would be one more to overwrite.
        if digits.last == UInt8(ascii: "\n") { digits = digits.dropLast() }
        if digits.last == UInt8(ascii: "\r") { digits = digits.dropLast() }
        let decoded = unsafe SecretBytes(count: AES256GCM.keyByteCount) { buffer in
            switch digits.count {
            case 64: unsafe HexadecimalText.read(digits, into: buffer)
            case 44: unsafe decodeBase64(digits, into: buffer)
            default: false
            }
        }
        guard let decoded else { throw .noKey }
        let isRepeated = unsafe decoded.withBytes { key in unsafe key.allSatisfy { unsafe $0 == key[0] } }
        // A place holder, never the output of a generator.
        guard !isRepeated else { throw .repeatedByte }
        return decoded
    }

    /// 43 characters and one `=`; the two bits too many must be zero, so that a key has one spelling.
    private static func decodeBase64(
        _ characters: ArraySlice<UInt8>, into buffer: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard characters.last == UInt8(ascii: "=") else { return false }
        var bits: UInt32 = 0
        var bitCount = 0
        var index = 0
        for character in characters.dropLast() {
            guard let value = base64Value(character) else { return false }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                unsafe buffer[index] = UInt8(truncatingIfNeeded: bits >> UInt32(bitCount))
                index += 1
            }
        }
        return bits & 3 == 0
    }

    private static func base64Value(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x41...0x5A: character - 0x41
        case 0x61...0x7A: character - 0x61 + 26
        case 0x30...0x39: character - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
