/// JSON for people: two blanks of indent, members in the order given, one line end at the end of the file.
package enum PrettyJSON {
    /// UTF-8 text that ends with a line feed. Numbers are written as they are, whole numbers in full.
    package static func bytes(_ value: JSONOut) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, indent: 0, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    package static func text(_ value: JSONOut) -> String { String(decoding: bytes(value), as: UTF8.self) }

    /// One line without blanks or line feed, members in the order given: for JSON lines.
    package static func line(_ value: JSONOut) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, indent: nil, to: &bytes)
        return bytes
    }

    /// `indent` nil writes everything on one line.
    private static func append(_ value: JSONOut, indent: Int?, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .number(let number): bytes += number.text.utf8
        case .string(let text): JSONStringWriter.append(text, to: &bytes)
        case .array(let elements):
            appendList(elements, between: "[]", indent: indent, to: &bytes) { element, inner, bytes in
                append(element, indent: inner, to: &bytes)
            }
        case .object(let members):
            appendList(members, between: "{}", indent: indent, to: &bytes) { member, inner, bytes in
                JSONStringWriter.append(member.key, to: &bytes)
                bytes += (inner == nil ? ":" : ": ").utf8
                append(member.value, indent: inner, to: &bytes)
            }
        }
    }

    private static func appendList<Item>(
        _ items: [Item], between brackets: StaticString, indent: Int?, to bytes: inout [UInt8],
        item: (Item, Int?, inout [UInt8]) -> Void
    ) {
        let inner = indent.map { $0 + 1 }
        let (open, close) = brackets.withUTF8Buffer { ($0[0], $0[1]) }
        bytes.append(open)
        for (index, value) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            startLine(inner, &bytes)
            item(value, inner, &bytes)
        }
        if !items.isEmpty { startLine(indent, &bytes) }
        bytes.append(close)
    }

    private static func startLine(_ indent: Int?, _ bytes: inout [UInt8]) {
        guard let indent else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
    }
}
