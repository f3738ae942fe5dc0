import Kernel

/// A recursive-descent reader of one document. A mistake it can read past becomes a finding; any other is a finding and
/// a `Stop`.
struct JSONParser {
    struct Stop: Error {}

    let bytes: [UInt8]
    let file: String
    let limits: JSONLimits
    var position = 0
    private var lines = LineCounter()
    private var depth = 0
    private var valueCount = 0
    private(set) var findings: [Diagnostic] = []

    init(_ bytes: [UInt8], file: String, limits: JSONLimits) {
        self.bytes = bytes
        self.file = file
        self.limits = limits
    }

    /// The byte at the position; nil at the end.
    var current: UInt8? { position < bytes.count ? bytes[position] : nil }
    var place: Place { lines.place(of: position, in: file) }

    /// Nil when a finding ended the reading. A document with findings is not to be used.
    mutating func parseDocument() -> JSONNode? {
        do throws(Stop) {
            try skipBlanks()
            guard current != nil else {
                throw fail(.emptyDocument, "the file is empty, expected a JSON value")
            }
            let node = try parseValue()
            try skipBlanks()
            guard current == nil else { throw unexpected(wanted: "the end of the file") }
            return node
        } catch {
            return nil
        }
    }

    /// The value at the position; `opener` is the array or object around it.
    mutating func parseValue(in opener: Opener? = nil) throws(Stop) -> JSONNode {
        valueCount += 1
        guard valueCount <= limits.maximumValues else {
            throw fail(.tooLarge, "the file has more than \(limits.maximumValues) values")
        }
        let start = place
        guard let byte = current else { throw unexpected(wanted: "a value", in: opener) }
        switch byte {
        case UInt8(ascii: "{"):
            try enter()
            defer { depth -= 1 }
            return JSONNode(value: .object(try parseMembers()), place: start)
        case UInt8(ascii: "["):
            try enter()
            defer { depth -= 1 }
            return JSONNode(value: .array(try parseElements()), place: start)
        case UInt8(ascii: "\""): return JSONNode(value: .string(try parseString()), place: start)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            return JSONNode(value: .number(try parseNumber()), place: start)
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            return JSONNode(value: try parseWord(), place: start)
        default: throw unexpected(wanted: "a value", in: opener)
        }
    }

    private mutating func enter() throws(Stop) {
        depth += 1
        guard depth <= limits.maximumDepth else {
            throw fail(.tooDeep, "arrays and objects are nested deeper than \(limits.maximumDepth)")
        }
    }

    /// `true`, `false` or `null`.
    private mutating func parseWord() throws(Stop) -> JSONValue {
        let start = position
        while let byte = current, isWordByte(byte) { position += 1 }
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            position = start
            throw fail(
                .unexpectedText, "unexpected \(QuotedText.of(word)), expected a value",
                hint: JSONParser.hint(word: word))
        }
    }

    private static func hint(word: String) -> String {
        switch word.lowercased() {
        case "true", "false", "null": "write \(word.lowercased())"
        case "none", "nil", "undefined": "write null"
        case "nan", "inf", "infinity": "JSON numbers are finite; leave the key out or write null"
        default: "texts are quoted: \"...\"; the only bare words are true, false and null"
        }
    }

    // MARK: Blanks

    mutating func skipBlanks() throws(Stop) {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): position += 1
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                lines.pass(bytes, position)
                position += 1
            case UInt8(ascii: "/"), UInt8(ascii: "#"): try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(Stop) {
        let isHash = current == UInt8(ascii: "#")
        let second = position + 1 < bytes.count ? bytes[position + 1] : 0
        let isBlock = !isHash && second == UInt8(ascii: "*")
        guard isHash || isBlock || second == UInt8(ascii: "/") else { throw unexpected(wanted: "a value") }
        try report(.comment, "comments are not allowed in JSON", hint: "take it out, or use a key made for notes")
        position += isBlock ? 2 : 1
        let body = position
        while let byte = current {
            if isBlock, byte == UInt8(ascii: "/"), position > body, bytes[position - 1] == UInt8(ascii: "*") {
                position += 1
                return
            }
            if !isBlock, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return }
            lines.pass(bytes, position)
            position += 1
        }
    }

    // MARK: Findings

    /// Notes a mistake that reading goes on after; stops at the limit of findings.
    mutating func report(
        _ code: DocumentCode, _ message: String, at place: Place? = nil, hint: String? = nil
    ) throws(Stop) {
        findings.append(.error(code, message, at: place ?? self.place, hint: hint))
        if findings.count >= limits.maximumFindings {
            throw fail(.unexpectedText, "reading stopped after \(limits.maximumFindings) mistakes")
        }
    }

    /// Notes a mistake that ends the reading.
    mutating func fail(_ code: DocumentCode, _ message: String, hint: String? = nil) -> Stop {
        findings.append(.error(code, message, at: place, hint: hint))
        return Stop()
    }

    /// Something else stands here than what `wanted` names; `opener` is the array or object around it.
    mutating func unexpected(wanted: String, in opener: Opener? = nil) -> Stop {
        guard current != nil else {
            let inside = opener.map { " inside the \($0.name) that \($0.beginning)" } ?? ""
            return fail(.unexpectedEnd, "the file ends\(inside), expected \(wanted)")
        }
        let scalar = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self).unicodeScalars
        let first = scalar.first ?? "?"
        return fail(
            .unexpectedText, "unexpected \(QuotedText.of(first)), expected \(wanted)",
            hint: JSONParser.hint(character: first) ?? opener.map { "the \($0.name) \($0.beginning)" })
    }

    private static func hint(character: Unicode.Scalar) -> String? {
        switch character {
        case "'", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "`": "JSON quotes texts and keys with \" only"
        case "\u{A0}", "\u{3000}", "\u{2028}", "\u{FEFF}", "\u{200B}":
            "an invisible character: JSON has blank, tab and line ends only"
        default: nil
        }
    }

    func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

/// The bracket that began the array or object being read.
struct Opener {
    let name: String
    let place: Place

    var beginning: String { "begins at line \(place.line ?? 1), column \(place.column ?? 1)" }
}
