/// How long a file, a function and a line may be.
enum SizeRule {
    static let fileLines = 400
    static let functionLines = 70
    static let lineColumns = 120

    static func fileViolations(in file: TextFile) -> [Violation] {
        guard file.isSwift || file.isC else { return [] }
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        guard count > fileLines else { return [] }
        return [file.violation("file-size", "has \(count) lines; over \(fileLines) wants an allowance with its reason")]
    }

    /// Swift's lines are `swift format`'s business; this looks at all other code.
    static func lineViolations(in file: TextFile) -> [Violation] {
        guard file.isC || file.isScript || file.name == "Makefile" else { return [] }
        return file.lines.enumerated().filter { $0.element.count > lineColumns }.map { index, line in
            file.violation("line-length", line: index + 1, "has \(line.count) columns; the limit is \(lineColumns)")
        }
    }

    static func functionViolations(in file: TextFile) -> [Violation] {
        guard file.isSource, file.isSwift else { return [] }
        let code = file.source.code
        return functionPattern.matches(in: code.joined(separator: "\n")).compactMap { match in
            let length = bodyLength(code[(match.line - 1)...])
            guard length > functionLines else { return nil }
            return file.violation(
                "function-size", line: match.line,
                "'\(match.groups[1].isEmpty ? "init" : match.groups[1])' has \(length) lines; the limit is \(functionLines)"
            )
        }
    }

    private static let functionPattern = Pattern(
        #"^(?![ \t]*(?:self|super|\.))[^\n{}=]*?(?:\bfunc[ \t]+([^\s(<]+)|\binit[?!]?[ \t]*[(<]|\bsubscript[ \t]*[(<])"#
    )

    /// Lines from the first to the one that closes the first brace; 0 for a declaration without a body.
    private static func bodyLength(_ code: ArraySlice<String>) -> Int {
        var depth = 0
        var opened = false
        for (count, line) in code.enumerated() {
            for byte in line.utf8 {
                if byte == UInt8(ascii: "{") {
                    depth += 1
                    opened = true
                } else if byte == UInt8(ascii: "}") {
                    depth -= 1
                    // The enclosing type closed: what was seen is a requirement of a protocol.
                    if depth < 0 { return 0 }
                }
            }
            if opened, depth == 0 { return count + 1 }
            // A body opens on the line of the signature's end, which is never a blank one.
            if !opened, count > 0, line.allSatisfy(\.isWhitespace) { return 0 }
        }
        return 0
    }
}
