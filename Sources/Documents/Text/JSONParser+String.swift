import Kernel

extension JSONParser {
    /// The string whose opening quote is at the position. The bytes are known to be UTF-8.
    mutating func parseString() throws(Stop) -> String {
        let opening = place
        position += 1
        let start = position
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if current == UInt8(ascii: "\"") {
            position += 1
            return String(decoding: bytes[start..<position - 1], as: UTF8.self)
        }
        var text = Array(bytes[start..<position])
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try parseEscape(into: &text)
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): throw try openString(opening)
            case 0..<0x20:
                let name = QuotedText.codePoint(UInt32(byte))
                let escape = byte == UInt8(ascii: "\t") ? "\\t" : "\\u00" + hex(byte)
                try report(.controlCharacter, "a string holds the control character \(name)", hint: "write \(escape)")
                position += 1
            default:
                text.append(byte)
                position += 1
            }
        }
        throw try openString(opening)
    }

    private mutating func openString(_ opening: Place) throws(Stop) -> Stop {
        try report(
            .openString, "a string is not closed on the line where it begins", at: opening,
            hint: "close it with \", or write a line end inside it as \\n")
        return Stop()
    }

    private mutating func parseEscape(into text: inout [UInt8]) throws(Stop) {
        let letter = position + 1 < bytes.count ? bytes[position + 1] : 0
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            try parseUnicodeEscape(into: &text)
            return
        default:
            try report(
                .badEscape, "unknown escape \(QuotedText.of(escapeText(length: 2)))",
                hint: "allowed: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000")
            // The letter is read as text: it may be a line end or the first byte of several.
            position += 1
            return
        }
        position += 2
    }

    private mutating func parseUnicodeEscape(into text: inout [UInt8]) throws(Stop) {
        guard let unit = codeUnit(at: position) else {
            try report(
                .badEscape, "unknown escape \(QuotedText.of(escapeText(length: 6)))",
                hint: "\\u takes four hexadecimal digits")
            position += 2
            return
        }
        if let scalar = Unicode.Scalar(unit) {
            text.append(contentsOf: String(Character(scalar)).utf8)
            position += 6
            return
        }
        if unit < 0xDC00, let low = codeUnit(at: position + 6), (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        {
            text.append(contentsOf: String(Character(scalar)).utf8)
            position += 12
            return
        }
        try report(
            .halfSurrogate, "\(QuotedText.of(escapeText(length: 6))) is half of a surrogate pair",
            hint: "write both halves, or the character itself")
        position += 6
    }

    /// The value of the `\uXXXX` at `start`; nil when none stands there.
    private func codeUnit(at start: Int) -> UInt16? {
        guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt16 = 0
        for byte in bytes[(start + 2)..<(start + 6)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// At most `length` characters from here, not past the quote or the line.
    private func escapeText(length: Int) -> String {
        let window = bytes[position..<min(position + 4 * length, bytes.count)]
        let line = window.prefix { $0 >= 0x20 }
        var text = String.UnicodeScalarView()
        for scalar in String(decoding: line, as: UTF8.self).unicodeScalars.prefix(length) {
            if scalar == "\"", text.count > 1 { break }
            text.append(scalar)
        }
        return String(text)
    }

    private func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16)
        return text.utf8.count == 1 ? "0" + text : text
    }
}
