package import Kernel

/// Reads JSON text strictly (RFC 8259) and keeps the place of everything.
package enum JSONText {
    /// The document in `bytes`. `file` is only the name that places carry.
    ///
    /// Comments, trailing commas, duplicate keys, byte order marks, half surrogate pairs and raw control characters are
    /// refused. All findings that reading can go on after are reported together; the first that it cannot ends it.
    package static func parse(
        _ bytes: [UInt8], file: String, limits: JSONLimits = .jobFile, exitStatus: ExitStatus = .configuration
    ) throws(Failure) -> JSONNode {
        if let finding = firstObstacle(bytes, file: file, limits: limits) { throw Failure(exitStatus, [finding]) }
        var parser = JSONParser(bytes, file: file, limits: limits)
        guard let node = parser.parseDocument(), parser.findings.isEmpty else {
            throw Failure(exitStatus, parser.findings)
        }
        return node
    }

    /// The document in `bytes`, checked against `shape`, with defaults filled in.
    ///
    /// - Throws: what reading and checking find, together and in the order of the file.
    package static func parse(
        _ bytes: [UInt8], file: String, as shape: ObjectShape, limits: JSONLimits = .jobFile,
        exitStatus: ExitStatus = .configuration
    ) throws(Failure) -> JSONNode {
        if let finding = firstObstacle(bytes, file: file, limits: limits) { throw Failure(exitStatus, [finding]) }
        var parser = JSONParser(bytes, file: file, limits: limits)
        guard let node = parser.parseDocument() else { throw Failure(exitStatus, parser.findings) }
        var collector = DiagnosticCollector()
        collector.add(contentsOf: parser.findings)
        shape.validate(node, into: &collector)
        guard collector.hasErrors else { return shape.withDefaults(node) }
        let inOrder = collector.all.enumerated().sorted { left, right in
            let (first, second) = (left.element.place, right.element.place)
            let before = (first?.line ?? 0, first?.column ?? 0, left.offset)
            return before < (second?.line ?? 0, second?.column ?? 0, right.offset)
        }
        throw Failure(exitStatus, inOrder.map(\.element))
    }

    /// What makes the bytes unreadable as a whole: size, encoding.
    private static func firstObstacle(_ bytes: [UInt8], file: String, limits: JSONLimits) -> Diagnostic? {
        guard bytes.count <= limits.maximumBytes else {
            return .error(
                .tooLarge, "the file has \(bytes.count) bytes, the limit is \(limits.maximumBytes)",
                at: Place(file: file))
        }
        let start = Place(file: file, line: 1, column: 1)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return .error(
                .byteOrderMark, "the file starts with a byte order mark", at: start,
                hint: "save it as UTF-8 without BOM: the first three bytes EF BB BF must go")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return .error(.notUTF8, "the file is UTF-16 text, expected UTF-8", at: start, hint: "save it as UTF-8")
        }
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return notUTF8(bytes, at: error.byteOffsets.lowerBound, file: file)
        }
    }

    private static func notUTF8(_ bytes: [UInt8], at offset: Int, file: String) -> Diagnostic {
        var lines = LineCounter()
        for position in 0..<offset { lines.pass(bytes, position) }
        let hex = String(bytes[offset], radix: 16, uppercase: true)
        return .error(
            .notUTF8, "byte 0x\(hex) is not valid UTF-8", at: lines.place(of: offset, in: file),
            hint: "save it as UTF-8")
    }
}

/// Lines as editors count them: ended by LF, CR LF or CR.
struct LineCounter {
    private(set) var line = 1
    private var lineStart = 0

    /// Notes the byte at `position`; every byte that may end a line must be passed, in order.
    mutating func pass(_ bytes: [UInt8], _ position: Int) {
        switch bytes[position] {
        case UInt8(ascii: "\n"): startLine(after: position)
        case UInt8(ascii: "\r"):
            let next = position + 1
            if next == bytes.count || bytes[next] != UInt8(ascii: "\n") { startLine(after: position) }
        default: break
        }
    }

    private mutating func startLine(after position: Int) {
        line += 1
        lineStart = position + 1
    }

    func place(of offset: Int, in file: String) -> Place {
        Place(file: file, line: line, column: offset - lineStart + 1)
    }
}
