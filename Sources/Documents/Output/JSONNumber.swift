/// The text of a JSON number, known to be well-formed.
package struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Nil when `text` is not a number by RFC 8259 section 6.
    package init?(_ text: String) {
        guard JSONNumber.isValid(Array(text.utf8)[...]) else { return nil }
        self.text = text
    }

    /// The shortest text that reads back as `value`, as ECMAScript writes it; nil when `value` is not finite.
    package init?(_ value: Double) {
        guard let text = ECMAScriptNumber.text(value) else { return nil }
        self.text = text
    }

    package init(_ value: Int) { text = String(value) }

    init(unchecked text: String) { self.text = text }

    package var description: String { text }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    static func isValid(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let whole = takeDigits(&rest)
        guard whole.count == 1 || (whole.count > 1 && whole.first != UInt8(ascii: "0")) else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard !takeDigits(&rest).isEmpty else { return false }
        }
        if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
            guard !takeDigits(&rest).isEmpty else { return false }
        }
        return rest.isEmpty
    }

    private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        rest = rest.dropFirst(digits.count)
        return digits
    }
}
