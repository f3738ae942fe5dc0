/// Every code that Sources make is a named constant, made once, and has one row in docs/errors.md.
enum ErrorCodeRule {
    static func violations(sources: [TextFile], page: TextFile) -> [Violation] {
        var found: [Violation] = []
        var made: [String: String] = [:]
        for file in sources where file.isSwift && file.path.hasPrefix("Sources/") {
            for match in literalPattern.matches(in: file.text) {
                let code = match.groups[2] + match.groups[3]
                if match.groups[1].isEmpty {
                    found.append(file.violation("error-codes", line: match.line, "give \(code) a name in a code table"))
                }
                if let other = made.updateValue(file.path, forKey: code) {
                    found.append(file.violation("error-codes", line: match.line, "\(code) is made in \(other) too"))
                }
            }
        }
        var rows: Set<String> = []
        for match in rowPattern.matches(in: page.text) where !rows.insert(match.groups[1]).inserted {
            found.append(page.violation("error-codes", line: match.line, "\(match.groups[1]) is explained twice"))
        }
        for (code, path) in made where !rows.contains(code) {
            found.append(
                Violation(
                    path: path, line: nil, rule: "error-codes",
                    message: "\(code) is not in docs/errors.md: add it to its table and run `reckon schema`"))
        }
        return found.sorted { $0.description < $1.description }
    }

    /// `static let name = DiagnosticCode("D", 200)`; the group in front is empty where no constant is declared.
    private static let literalPattern = Pattern(#"(static let \w+ = )?Diagnos"#, #"ticCode\("(\w)", (\d+)\)"#)
    /// A row such as `| <a id="d200"></a>D200 | ...`.
    private static let rowPattern = Pattern(#"^\|[ ]*<a id="\w+"></a>(\w+)[ ]*\|"#)
}
