/// Keeps the address of a server of the user's out of what is written down: libpq's words may repeat any part of it, the
/// password of a mistaken address too.
package enum AddressMask {
    /// Replaces every part of the addresses, as it is written and with its percent signs resolved, and the number that a
    /// server's name stands for. What is left says why and not where.
    ///
    /// - Parameter addresses: the values of the variables that hold them, good or not.
    package static func apply(to text: String, addresses: [String]) -> String {
        var parts: Set<String> = []
        for address in addresses {
            // As a URL, and as the list of words that a mistaken one may be.
            let pieces = address.split { "/:@?&=, \t[]'\"".contains($0) }.map(String.init)
            parts.formUnion(pieces + pieces.map(resolved) + [address])
        }
        // The scheme says nothing, and is a word of messages.
        parts.subtract(["postgresql", "postgres", ""])
        if parts.isEmpty { return text }
        return parts.sorted { $0.utf8.count > $1.utf8.count }.reduce(unresolved(text)) { masked($1, in: $0) }
    }

    /// Without the number that libpq found for the name of a server: `server at "db.example.com" (10.0.0.7), port`.
    private static func unresolved(_ text: String) -> String {
        var masked = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "server at \"") {
            masked += rest[..<start.upperBound]
            rest = rest[start.upperBound...]
            guard let quote = rest.firstIndex(of: "\""), rest[quote...].hasPrefix("\" ("),
                let end = rest[quote...].firstIndex(of: ")")
            else { continue }
            masked += rest[...quote] + " (***"
            rest = rest[end...]
        }
        return masked + rest
    }

    /// Shorter parts, such as a user called `u`, are masked where they stand alone: inside of words they tell nothing.
    private static let shortest = 4

    private static func masked(_ part: String, in text: String) -> String {
        guard part.utf8.count < shortest else { return text.replacing(part, with: "***") }
        func isOfWord(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
        var masked = ""
        var rest = text[...]
        while let range = rest.firstRange(of: part) {
            let before = rest[..<range.lowerBound].last ?? masked.last
            let stands = !isOfWord(before) && !isOfWord(rest[range.upperBound...].first)
            masked += rest[..<range.lowerBound] + (stands ? "***" : part)
            rest = rest[range.upperBound...]
        }
        return masked + rest
    }

    /// Percent signs and the two digits after them as the byte they stand for.
    private static func resolved(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            if byte == UInt8(ascii: "%"), digits.count == 2 {
                bytes.append(UInt8(digits[0] << 4 | digits[1]))
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
