/// Bytes as hexadecimal digits: written in lower case, read in either.
enum HexadecimalText {
    static func of(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Reads into memory that is there: of a key there must be no second copy to overwrite.
    ///
    /// - Parameter digits: two for each byte of the buffer.
    /// - Returns: false when one is no digit.
    static func read(_ digits: ArraySlice<UInt8>, into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        precondition(digits.count == 2 * buffer.count, "a byte has two digits")
        for index in buffer.indices {
            let position = digits.startIndex + 2 * index
            guard let high = value(digits[position]), let low = value(digits[position + 1]) else { return false }
            unsafe buffer[index] = high << 4 | low
        }
        return true
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
