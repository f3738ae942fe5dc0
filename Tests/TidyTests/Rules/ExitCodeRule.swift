import Kernel

/// The page of exit codes and `ExitStatus` say the same.
enum ExitCodeRule {
    static func violations(in page: TextFile) -> [Violation] {
        var documented: [Int32: String] = [:]
        var found: [Violation] = []
        for match in rowPattern.matches(in: page.text) {
            guard let code = Int32(match.groups[1]) else { continue }
            if documented.updateValue(match.groups[2], forKey: code) != nil {
                found.append(page.violation("exit-codes", line: match.line, "\(code) is listed twice"))
            }
            if ExitStatus(rawValue: code) == nil {
                found.append(page.violation("exit-codes", line: match.line, "\(code) is no ExitStatus"))
            }
        }
        for status in ExitStatus.allCases where documented[status.rawValue] != "\(status)" {
            found.append(page.violation("exit-codes", "\(status.rawValue) must be listed as `\(status)`"))
        }
        return found
    }

    /// A row such as "| 65 | `badInput` | ...".
    private static let rowPattern = Pattern(#"^\|[ ]*(\d+)[ ]*\|[ ]*`(\w+)`[ ]*\|"#)
}
