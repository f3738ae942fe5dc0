package import Kernel

/// Canonical JSON after RFC 8785 (JCS): the one byte sequence of a value, for digests and signatures.
package enum CanonicalJSON {
    /// Largest whole number that every reader of JSON holds exactly (RFC 7493 section 2.2).
    static let largestSafeInteger = 9_007_199_254_740_991

    /// The canonical UTF-8 bytes, without a line end.
    ///
    /// Refused with exit status `badInput`: an `integer` beyond 2^53 - 1 and a number beyond the range of doubles, which
    /// the RFC wants written as strings, and a key given twice. Other number texts become the double nearest to them, as
    /// the RFC says: amounts of money therefore belong in strings.
    package static func bytes(_ value: JSONOut) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        try append(value, path: "", to: &bytes)
        return bytes
    }

    package static func text(_ value: JSONOut) throws(Failure) -> String {
        String(decoding: try bytes(value), as: UTF8.self)
    }

    /// `path` is the JSON Pointer (RFC 6901) of `value`.
    private static func append(_ value: JSONOut, path: String, to bytes: inout [UInt8]) throws(Failure) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value):
            guard value.magnitude <= largestSafeInteger else { throw inexact(String(value), path) }
            bytes += String(value).utf8
        case .number(let number):
            guard let double = Double(number.text), let text = ECMAScriptNumber.text(double) else {
                throw inexact(QuotedText.number(number.text), path)
            }
            bytes += text.utf8
        case .string(let text): JSONStringWriter.append(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                try append(element, path: "\(path)/\(index)", to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members): try append(members, path: path, to: &bytes)
        }
    }

    private static func append(_ members: [JSONOut.Member], path: String, to bytes: inout [UInt8]) throws(Failure) {
        // By UTF-16 code units, as the RFC has it: that differs from the order of bytes beyond the basic plane.
        let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
        bytes.append(UInt8(ascii: "{"))
        var previous: String?
        for member in sorted {
            if let previous {
                guard !previous.isExactly(member.key) else {
                    throw Failure(
                        .badInput, DocumentCode.repeatedName.code,
                        "key \(QuotedText.of(member.key)) is given twice in canonical JSON\(location(path))")
                }
                bytes.append(UInt8(ascii: ","))
            }
            JSONStringWriter.append(member.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            try append(member.value, path: "\(path)/\(pointerPart(member.key))", to: &bytes)
            previous = member.key
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func inexact(_ number: String, _ path: String) -> Failure {
        Failure(
            .badInput, DocumentCode.inexactNumber.code,
            "number \(number) cannot be written in canonical JSON\(location(path))",
            hint: "write it as a string: canonical JSON holds doubles only (RFC 8785)")
    }

    private static func location(_ path: String) -> String { path.isEmpty ? "" : " (at \(QuotedText.of(path)))" }

    private static func pointerPart(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
        return String(key.flatMap { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) })
    }
}
