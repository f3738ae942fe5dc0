/// What Swift code below Sources must not say.
enum CodeRule {
    static func violations(in file: TextFile) -> [Violation] {
        guard file.isSwift else { return [] }
        return accessViolations(file) + moneyViolations(file) + trapViolations(file) + ambientViolations(file)
    }

    /// `package` between targets; nobody outside imports this package.
    private static func accessViolations(_ file: TextFile) -> [Violation] {
        accessPattern.matches(in: file.source.codeText).map {
            file.violation(
                "access", line: $0.line, "'\($0.groups[1])': targets share by 'package', nothing leaves the package")
        }
    }

    private static let accessPattern = Pattern(
        #"(?<![.\w])(public|open)(?:\(set\))?[ \t]+(?:[\w@()]+[ \t]+)*?"#,
        #"(?:import|struct|class|enum|actor|protocol|typealias|extension|func|init|var|let|subscript|static|macro|associatedtype)\b"#
    )

    /// A line that names money and a binary fraction. A hint, not a proof: a wrong hit gets an allowance.
    private static func moneyViolations(_ file: TextFile) -> [Violation] {
        guard file.path.hasPrefix("Sources/") else { return [] }
        return file.source.code.enumerated().compactMap { index, line in
            guard floatPattern.isFound(in: line), moneyPattern.isFound(in: line) else { return nil }
            return file.violation(
                "money", line: index + 1, "binary floating point beside money: use Amount or Quantity")
        }
    }

    private static let floatPattern = Pattern(#"\b(?:Double|Float(?:16|32|64|80)?|CGFloat)\b|\b(?:double|float)\b"#)
    private static let moneyPattern = Pattern("cost|amount|price|money|charge|credit|discount|fee", ignoringCase: true)

    /// What ends the process or drops an error says why on its line or on the one before.
    private static func trapViolations(_ file: TextFile) -> [Violation] {
        guard file.path.hasPrefix("Sources/") else { return [] }
        return trapPattern.matches(in: file.source.codeText).compactMap { match in
            let lines = [match.line - 2, match.line - 1].filter { $0 >= 0 }
            guard lines.allSatisfy({ !file.source.comments[$0].contains("//") }) else { return nil }
            return file.violation(
                "traps", line: match.line, "'\(match.groups[0])' wants its reason in a comment beside it")
        }
    }

    private static let trapPattern = Pattern(#"\bfatalError\b|\btry[!?]"#)

    /// Time, ids, randomness and environment come in as values; the executable makes them.
    private static func ambientViolations(_ file: TextFile) -> [Violation] {
        guard file.path.hasPrefix("Sources/"), !file.path.hasPrefix("Sources/reckon/") else { return [] }
        return ambientPattern.matches(in: file.source.codeText).map {
            file.violation(
                "ambient", line: $0.line, "'\($0.groups[0])' below the executable: have it handed in as a value")
        }
    }

    private static let ambientPattern = Pattern(
        #"\bDate\(\)|\bDate\.now\b|\bUUID\(\)|\.random\(|\bSystemRandomNumberGenerator\b|\bclock_gettime\b|\bgettimeofday\b"#,
        #"|\bgetenv\b|\bProcessInfo\b"#)
}

extension Pattern {
    fileprivate func isFound(in line: String) -> Bool { !matches(in: line).isEmpty }
}
