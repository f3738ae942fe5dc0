/// Text from an input made fit for a message: quoted, cut to a length, nothing in it that could act on a terminal.
package enum QuotedText {
    /// Enough to recognise a value; a message stays one readable line.
    package static let scalarLimit = 60

    package static func of(_ text: String) -> String { of(text, limit: scalarLimit) }

    /// - Parameter limit: how many scalars are shown.
    package static func of(_ text: String, limit: Int) -> String {
        var quoted = "\""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return quoted + "...\"" }
            quoted += escaped(scalar)
            count += 1
        }
        return quoted + "\""
    }

    package static func of(_ scalar: Unicode.Scalar) -> String {
        let shown = "\"\(escaped(scalar))\""
        return scalar.isASCII && scalar.value > 0x20 ? shown : "\(shown) (\(codePoint(scalar.value)))"
    }

    /// A JSON number as written, cut to a length.
    package static func number(_ text: String) -> String {
        text.utf8.count <= scalarLimit ? text : text.prefix(scalarLimit) + "..."
    }

    package static func list(_ texts: [String], limit: Int = 12) -> String {
        let shown = texts.prefix(limit).map { of($0) }.joined(separator: ", ")
        return texts.count > limit ? "\(shown) and \(texts.count - limit) more" : shown
    }

    /// `U+00A0`.
    package static func codePoint(_ value: UInt32) -> String {
        let hex = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: isInvisible(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(Character(scalar))
        }
    }

    /// Control, format (text direction, zero width), separator and unassigned characters.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse, .unassigned:
            return true
        default: return false
        }
    }
}
