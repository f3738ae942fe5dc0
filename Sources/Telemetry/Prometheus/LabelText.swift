/// The name and labels of a line of OpenMetrics.
enum LabelText {
    struct Unreadable: Error {}

    /// Reads `name` or `name{a="1",b="x\"y"}`.
    static func read(_ text: UnsafeBufferPointer<UInt8>) throws -> SeriesLabels {
        let nameEnd = text.firstIndex(of: UInt8(ascii: "{")) ?? text.count
        let name = try string(text[..<nameEnd])
        var values: [String: String] = [:]
        var position = nameEnd + 1
        let end = text.count - 1
        while position < end {
            guard let equals = text[position..<end].firstIndex(of: UInt8(ascii: "=")) else { throw Unreadable() }
            let label = try string(text[position..<equals])
            guard !label.isEmpty, values[label] == nil else { throw Unreadable() }
            position = equals + 1
            values[label] = try value(text, &position)
            guard position < end else { break }
            guard text[position] == UInt8(ascii: ",") else { throw Unreadable() }
            position += 1
        }
        return SeriesLabels(name: name, values)
    }

    /// A quoted value with `\\`, `\"` and `\n` for a backslash, a quote and a line end.
    private static func value(_ text: UnsafeBufferPointer<UInt8>, _ position: inout Int) throws -> String {
        guard position < text.count, text[position] == UInt8(ascii: "\"") else { throw Unreadable() }
        position += 1
        var bytes: [UInt8] = []
        while position < text.count {
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return try string(bytes[...]) }
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            guard position < text.count else { break }
            switch text[position] {
            case UInt8(ascii: "\\"), UInt8(ascii: "\""): bytes.append(text[position])
            case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
            default: throw Unreadable()
            }
            position += 1
        }
        throw Unreadable()
    }

    private static func string(_ bytes: some Sequence<UInt8>) throws -> String {
        guard let text = String(validating: Array(bytes), as: UTF8.self) else { throw Unreadable() }
        return text
    }
}
