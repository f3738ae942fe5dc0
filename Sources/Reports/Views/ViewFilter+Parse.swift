package import Kernel

extension ViewFilter {
    /// Reads an expression such as `namespace:"shop","mail" + (cluster!:"eu" | pod<~:"web-")`.
    ///
    /// `+` and `|` are not mixed without parentheses, as nobody remembers which of them binds closer.
    ///
    /// - Throws: exit 64, with the column of the expression where it went wrong.
    package init(_ text: String) throws(Failure) {
        var parser = FilterParser(text)
        self = try parser.whole()
    }
}

private struct FilterParser {
    /// Longer ones are made by programs that had better ask for all rows.
    private static let byteLimit = 65_536
    private static let depthLimit = 32
    /// Longest first, so that none is the beginning of one that is looked for later.
    private static let operators: [(text: String, kind: ViewFilter.Test.Kind, isNegated: Bool)] = [
        ("!<~:", .begins, true), ("!~>:", .ends, true), ("<~:", .begins, false), ("~>:", .ends, false),
        ("!~:", .contains, true), ("~:", .contains, false), ("!:", .equals, true), (":", .equals, false),
    ]

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func whole() throws(Failure) -> ViewFilter {
        guard bytes.count <= FilterParser.byteLimit else {
            throw failure(
                "the filter is longer than \(FilterParser.byteLimit) bytes", "show more, and choose from --format csv")
        }
        let filter = try sequence()
        guard position == bytes.count else {
            throw found("expected '+', '|' or the end", "join tests with + (and) or | (or)")
        }
        return filter
    }

    private mutating func sequence() throws(Failure) -> ViewFilter {
        var parts = [try element()]
        var joint: UInt8?
        skipBlanks()
        while let next = current, next == UInt8(ascii: "+") || next == UInt8(ascii: "|") {
            guard joint == nil || joint == next else {
                throw failure("'+' and '|' are mixed", "put parentheses around what belongs together")
            }
            joint = next
            position += 1
            parts.append(try element())
            skipBlanks()
        }
        guard parts.count > 1 else { return parts[0] }
        return joint == UInt8(ascii: "+") ? .all(parts) : .any(parts)
    }

    private mutating func element() throws(Failure) -> ViewFilter {
        skipBlanks()
        guard current == UInt8(ascii: "(") else { return .test(try test()) }
        guard depth < FilterParser.depthLimit else {
            throw failure("parentheses are nested deeper than \(FilterParser.depthLimit)", "write it flatter")
        }
        depth += 1
        position += 1
        let filter = try sequence()
        guard current == UInt8(ascii: ")") else { throw found("expected ')', '+' or '|'", "close the parenthesis") }
        position += 1
        depth -= 1
        return filter
    }

    private mutating func test() throws(Failure) -> ViewFilter.Test {
        let start = position
        while let byte = current, FilterParser.isNameByte(byte) { position += 1 }
        if current == UInt8(ascii: "[") {
            // The name of a label may have dots and slashes.
            while let byte = current, byte != UInt8(ascii: "]"), byte != UInt8(ascii: "\"") { position += 1 }
            if current == UInt8(ascii: "]") { position += 1 }
        }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let key = ViewKey(name) else {
            if name.isEmpty { throw found("expected a key or '('", ViewKey.hint("")) }
            position = start
            throw failure("there is no key \(QuotedText.of(name))", ViewKey.hint(name))
        }
        skipBlanks()
        guard let sign = FilterParser.operators.first(where: { bytes[position...].starts(with: $0.text.utf8) }) else {
            throw found("expected an operator behind '\(name)'", "the operators are : !: ~: !~: <~: !<~: ~>: !~>:")
        }
        position += sign.text.utf8.count
        var values = [try value()]
        skipBlanks()
        while current == UInt8(ascii: ",") {
            position += 1
            values.append(try value())
            skipBlanks()
        }
        return ViewFilter.Test(key, sign.kind, isNegated: sign.isNegated, values)
    }

    private mutating func value() throws(Failure) -> String {
        skipBlanks()
        guard current == UInt8(ascii: "\"") else {
            throw found(
                "expected a value in double quotes", #"write it like namespace:"shop"; shells want '…' around all"#)
        }
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) else {
            throw failure("the value has no closing quote", "add a double quote at its end")
        }
        position = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == UInt8(ascii: " ") || (9...13).contains(byte) { position += 1 }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private func found(_ message: String, _ hint: String) -> Failure {
        let rest = String(decoding: bytes[min(position, bytes.count)...], as: UTF8.self)
        let what = rest.first.map { QuotedText.of(String($0)) } ?? "the end"
        return failure("\(message), found \(what)", hint)
    }

    private func failure(_ message: String, _ hint: String) -> Failure {
        Failure(
            .usage, ReportCode.viewFilter, message, at: Place(file: "--filter", line: 1, column: position + 1),
            hint: hint)
    }
}
