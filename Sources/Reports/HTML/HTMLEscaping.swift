/// Escaping that is right both for text and for quoted attribute values.
enum HTMLEscaping {
    /// Appends `text` so that a browser shows it as it is.
    ///
    /// Control characters are not allowed in HTML, not even as references; each becomes U+FFFD.
    static func append(_ text: String, to output: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            case "\t", "\n": output.unicodeScalars.append(scalar)
            default: output.unicodeScalars.append(isForbidden(scalar.value) ? "\u{FFFD}" : scalar)
            }
        }
    }

    /// Controls and non-characters (HTML, "valid text").
    private static func isForbidden(_ value: UInt32) -> Bool {
        value < 0x20 || (0x7F...0x9F).contains(value) || (0xFDD0...0xFDEF).contains(value) || value & 0xFFFE == 0xFFFE
    }
}
