/// Blanks, line ends and scripts.
enum SpellingRule {
    static func violations(in file: TextFile, isExecutable: Bool) -> [Violation] {
        spaceViolations(in: file) + scriptViolations(in: file, isExecutable: isExecutable)
    }

    static func spaceViolations(in file: TextFile) -> [Violation] {
        guard !file.isSample, file.isSwift || file.isC || file.isMarkdown || file.isScript else { return [] }
        var found: [Violation] = []
        for (index, line) in file.lines.enumerated() {
            if line.last?.isWhitespace == true {
                found.append(file.violation("space", line: index + 1, "ends in a blank"))
            }
            if line.contains("\t") { found.append(file.violation("space", line: index + 1, "holds a tab")) }
        }
        if !file.text.isEmpty, !file.text.hasSuffix("\n") || file.text.hasSuffix("\n\n") {
            found.append(file.violation("space", line: file.lines.count, "must end in exactly one line end"))
        }
        return found
    }

    static func scriptViolations(in file: TextFile, isExecutable: Bool) -> [Violation] {
        guard file.isScript else { return [] }
        var found: [Violation] = []
        if file.text.hasPrefix("#!"), !isExecutable { found.append(file.violation("scripts", "is not executable")) }
        let firstLine = file.lines.first ?? ""
        let isShell = file.fileExtension == "sh" || firstLine.hasSuffix("sh")
        if isShell, strictPattern.matches(in: file.text).isEmpty {
            found.append(
                file.violation("scripts", line: 1, "a shell script starts with 'set -eu' (bash: 'set -euo pipefail')"))
        }
        return found
    }

    private static let strictPattern = Pattern(#"^set -(?:eu|eux|euxo|euo)\b"#)
}
