/// A tracked file that holds text.
struct TextFile {
    /// Relative to the top of the repository.
    let path: String
    let text: String
    /// The text without literals and comments; of Swift only.
    let source: SwiftSource

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
        source = SwiftSource(path.hasSuffix(".swift") ? text : "")
    }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    var name: Substring { path.split(separator: "/").last ?? "" }

    /// What follows the last dot of the name, or nothing.
    var fileExtension: String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
        return String(name[name.index(after: dot)...])
    }

    var isSwift: Bool { fileExtension == "swift" }
    var isC: Bool { ["c", "cc", "cpp", "h", "hpp"].contains(fileExtension) }
    var isSource: Bool { path.hasPrefix("Sources/") && (isSwift || isC) }
    var isMarkdown: Bool { fileExtension == "md" }
    /// Completions are written by the argument parser's library, and read by shells, not run.
    var isScript: Bool {
        (text.hasPrefix("#!") || fileExtension == "sh") && !path.hasPrefix("docs/completions/")
    }

    /// Rows that others wrote, or input that is bad on purpose: no rule about words or spelling looks at them.
    var isSample: Bool {
        ["csv", "tsv", "txt", "openmetrics"].contains(fileExtension)
            || path.split(separator: "/").contains { ["Goldens", "Fixtures", "Cases", "Corpus"].contains($0) }
    }

    func violation(_ rule: String, line: Int? = nil, _ message: String) -> Violation {
        Violation(path: path, line: line, rule: rule, message: message)
    }
}
