import Kernel

/// Reads a JSON document as it streams by: what is of no use is passed, what is of use is handed out piece by piece, so
/// that memory does not grow with the document.
struct JSONStream {
    private static let deepest = 64

    let cursor: ByteCursor
    private let wrong: DiagnosticCode

    /// - Parameter wrong: the code of findings about the document.
    init(_ cursor: ByteCursor, wrong: DiagnosticCode) {
        self.cursor = cursor
        self.wrong = wrong
    }

    func failure(_ message: String, hint: String? = nil) -> Failure {
        Failure(.badInput, wrong, message, at: cursor.place, hint: hint)
    }

    /// Nothing but blanks may follow.
    func end() throws {
        try cursor.skipBlanks()
        guard try cursor.peek() == nil else { throw failure("text follows the answer") }
    }
}

extension JSONStream {
    /// Calls `body` with each key of an object; it reads the value.
    func members(_ body: (JSONStream, String) throws -> Void) throws {
        try expect(UInt8(ascii: "{"))
        try cursor.skipBlanks()
        if try cursor.peek() == UInt8(ascii: "}") { return cursor.advance() }
        while true {
            try cursor.skipBlanks()
            let key = try string()
            try expect(UInt8(ascii: ":"))
            try cursor.skipBlanks()
            try body(self, key)
            if try !isFollowed(by: UInt8(ascii: "}")) { return }
        }
    }

    func elements(_ body: (JSONStream) throws -> Void) throws {
        try expect(UInt8(ascii: "["))
        try cursor.skipBlanks()
        if try cursor.peek() == UInt8(ascii: "]") { return cursor.advance() }
        while true {
            try cursor.skipBlanks()
            try body(self)
            if try !isFollowed(by: UInt8(ascii: "]")) { return }
        }
    }

    /// Whether a comma follows; else the closing bracket must.
    private func isFollowed(by closing: UInt8) throws -> Bool {
        try cursor.skipBlanks()
        let byte = try cursor.peek()
        guard byte == UInt8(ascii: ",") || byte == closing else { throw try unexpected() }
        cursor.advance()
        return byte == UInt8(ascii: ",")
    }

    private func expect(_ wanted: UInt8) throws {
        try cursor.skipBlanks()
        guard try cursor.peek() == wanted else { throw try unexpected() }
        cursor.advance()
    }

    private func unexpected() throws -> Failure {
        guard let byte = try cursor.peek() else {
            return failure(
                "the file ends in the middle of the answer", hint: "the delivery is incomplete; fetch the file again")
        }
        return failure(
            "unexpected \(QuotedText.of(String(decoding: [byte], as: UTF8.self))) in the answer")
    }

    /// The text of a number.
    func number(into bytes: inout [UInt8]) throws {
        bytes.removeAll(keepingCapacity: true)
        while let byte = try cursor.peek(), JSONStream.isOfNumber(byte) {
            bytes.append(byte)
            cursor.advance()
        }
        if bytes.isEmpty { throw try unexpected() }
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    func string() throws -> String {
        var bytes: [UInt8] = []
        try string(into: &bytes)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("a text is not UTF-8") }
        return text
    }

    /// The bytes of a text, which need not be UTF-8.
    func string(into bytes: inout [UInt8]) throws {
        bytes.removeAll(keepingCapacity: true)
        try expect(UInt8(ascii: "\""))
        while let byte = try cursor.peek(), byte >= 0x20 {
            cursor.advance()
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") { try readEscape(into: &bytes) } else { bytes.append(byte) }
        }
        throw try unexpected()
    }

    private func readEscape(into bytes: inout [UInt8]) throws {
        guard let byte = try cursor.peek() else { throw try unexpected() }
        cursor.advance()
        switch byte {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]) {
                try expect(UInt8(ascii: "\\"))
                try expect(UInt8(ascii: "u"))
                units.append(try codeUnit())
            }
            guard let text = String(validating: units, as: UTF16.self) else {
                throw failure("an escape is half of a character")
            }
            bytes.append(contentsOf: text.utf8)
        default: throw failure("an escape is none of JSON's")
        }
    }

    private func codeUnit() throws -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = try cursor.peek(), let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw try unexpected()
            }
            unit = unit << 4 | UInt16(digit)
            cursor.advance()
        }
        return unit
    }

    /// Passes a `null`, if that is the value.
    func passNull() throws -> Bool {
        guard try cursor.peek() == UInt8(ascii: "n") else { return false }
        try skipValue()
        return true
    }

    /// Passes a value that nobody asks for.
    func skipValue(depth: Int = 0) throws {
        guard depth < JSONStream.deepest else { throw failure("arrays and objects are nested too deeply") }
        var passed: [UInt8] = []
        switch try cursor.peek() {
        case UInt8(ascii: "{"): try members { stream, _ in try stream.skipValue(depth: depth + 1) }
        case UInt8(ascii: "["): try elements { try $0.skipValue(depth: depth + 1) }
        case UInt8(ascii: "\""): try string(into: &passed)
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            while let byte = try cursor.peek(), (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) {
                cursor.advance()
            }
        default: try number(into: &passed)
        }
    }
}
