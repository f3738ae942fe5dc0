import Kernel

extension JSONParser {
    /// The exact text of the number at the position; a bad one is reported and read past.
    mutating func parseNumber() throws(Stop) -> String {
        let start = position
        let startPlace = place
        while let byte = current, isNumberByte(byte) { position += 1 }
        let text = bytes[start..<position]
        let number = String(decoding: text, as: UTF8.self)
        if !JSONNumber.isValid(text) {
            let shown = QuotedText.of(number)
            try report(
                .badNumber, "\(shown) is not a JSON number", at: startPlace, hint: JSONParser.hint(number: number))
        }
        return number
    }

    private func isNumberByte(_ byte: UInt8) -> Bool {
        isWordByte(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }

    private static func hint(number: String) -> String {
        let digits = number.drop { $0 == "-" }
        let isPlain = digits.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: ".") }
        if digits.lowercased().hasPrefix("inf") { return "JSON numbers are finite; leave the key out or write null" }
        if number.hasPrefix("+") { return "numbers have no plus sign" }
        if number.contains("_") { return "digits are not grouped: 1000000" }
        if digits.hasPrefix(".") { return "a digit stands before the point: 0.5" }
        if digits.hasSuffix(".") { return "a digit stands after the point: 5.0, or leave the point out" }
        if digits.lowercased().hasPrefix("0x") { return "numbers are decimal" }
        if isPlain, digits.hasPrefix("0"), digits.count > 1 {
            return "numbers have no leading zeros; a code such as 007 is a text in quotes"
        }
        if isPlain, !digits.isEmpty { return "a number has one point" }
        return "examples: 5, -0.25, 1e6; texts such as dates are quoted"
    }
}
