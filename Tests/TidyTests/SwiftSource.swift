/// A Swift source split into what is code and what is comment, line by line.
///
/// Lines keep their numbers. In `code` comments and the contents of string literals are blank; in `comments` all else is.
struct SwiftSource {
    private(set) var code: [String] = []
    private(set) var comments: [String] = []

    init(_ text: String) {
        var scanner = Scanner()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let (code, comment) = scanner.scan(line)
            self.code.append(code)
            comments.append(comment)
        }
    }

    var codeText: String { code.joined(separator: "\n") }

    /// The modules that are imported, with the line of each.
    var imports: [(module: String, line: Int)] {
        SwiftSource.importPattern.matches(in: codeText).map { ($0.groups[1], $0.line) }
    }

    private static let importPattern = Pattern(
        #"^[ \t]*(?:@\w+(?:\([^)]*\))?[ \t]+)*(?:(?:package|public|internal|private|fileprivate)[ \t]+)?"#,
        #"import[ \t]+(?:(?:struct|class|enum|protocol|func|var|let|typealias)[ \t]+)?(\w+)"#)
}

extension SwiftSource {
    /// What is open at the end of a line. A literal of one line closes there, so that a mistake ends with its line.
    private struct Scanner {
        var commentDepth = 0
        /// The number of `#` of the open multi-line literal.
        var openText: Int?

        mutating func scan(_ line: Substring) -> (code: String, comment: String) {
            var code = ""
            var comment = ""
            var rest = line
            func take(_ count: Int, code isCode: Bool) {
                let taken = String(rest.prefix(count))
                let blank = String(repeating: " ", count: taken.count)
                code += isCode ? taken : blank
                comment += isCode ? blank : taken
                rest = rest.dropFirst(count)
            }
            while !rest.isEmpty {
                if commentDepth > 0 {
                    if rest.hasPrefix("*/") { commentDepth -= 1 } else if rest.hasPrefix("/*") { commentDepth += 1 }
                    take(rest.hasPrefix("*/") || rest.hasPrefix("/*") ? 2 : 1, code: false)
                } else if let hashes = openText {
                    let end = "\"\"\"" + String(repeating: "#", count: hashes)
                    if rest.hasPrefix(end) {
                        openText = nil
                        take(end.count, code: true)
                    } else {
                        code += " "
                        comment += " "
                        rest = rest.dropFirst(hashes == 0 && rest.hasPrefix("\\") ? 2 : 1)
                    }
                } else if rest.hasPrefix("//") {
                    take(rest.count, code: false)
                } else if rest.hasPrefix("/*") {
                    commentDepth = 1
                    take(2, code: false)
                } else if let hashes = Scanner.literalStart(rest) {
                    // Nothing follows the start of a literal of several lines: `#""""#` holds two quotes and ends.
                    let isOfLines =
                        rest.dropFirst(hashes).hasPrefix("\"\"\"")
                        && rest.dropFirst(hashes + 3).allSatisfy(\.isWhitespace)
                    let quote = isOfLines ? 3 : 1
                    take(hashes + quote, code: true)
                    if quote == 3 {
                        openText = hashes
                    } else {
                        let length = Scanner.literalLength(rest, hashes: hashes)
                        code += String(repeating: " ", count: length)
                        comment += String(repeating: " ", count: length)
                        rest = rest.dropFirst(length)
                        take(min(1 + hashes, rest.count), code: true)
                    }
                } else {
                    // The usual case in one go: up to where something else may begin.
                    let plain = rest.dropFirst().prefix { $0 != "/" && $0 != "\"" && $0 != "#" }.count
                    take(1 + plain, code: true)
                }
            }
            return (code, comment)
        }

        /// The number of `#` before the quote when a string literal starts here.
        private static func literalStart(_ text: Substring) -> Int? {
            let hashes = text.prefix { $0 == "#" }.count
            return text.dropFirst(hashes).first == "\"" ? hashes : nil
        }

        /// How many characters there are up to the closing quote, interpolations and the literals in them included.
        private static func literalLength(_ text: Substring, hashes: Int) -> Int {
            let end = "\"" + String(repeating: "#", count: hashes)
            let escape = "\\" + String(repeating: "#", count: hashes)
            var rest = text
            var length = 0
            func skip(_ count: Int) {
                length += min(count, rest.count)
                rest = rest.dropFirst(count)
            }
            while !rest.isEmpty, !rest.hasPrefix(end) {
                if rest.hasPrefix(escape + "(") {
                    skip(escape.count + 1)
                    var depth = 1
                    while depth > 0, let next = rest.first {
                        if let inner = literalStart(rest) {
                            skip(inner + 1)
                            skip(literalLength(rest, hashes: inner) + 1 + inner)
                        } else {
                            if next == "(" { depth += 1 } else if next == ")" { depth -= 1 }
                            skip(1)
                        }
                    }
                } else {
                    skip(rest.hasPrefix(escape) ? escape.count + 1 : 1)
                }
            }
            return length
        }
    }
}
