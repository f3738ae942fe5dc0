/// A test that a page names as its proof is there: [`nameOfTheTest`](../Tests/…/File.swift).
enum DocumentedTestRule {
    struct Mention {
        let page: String
        let line: Int
        let test: String
        /// What the link leads to; nil when that is outside of the repository.
        let path: String?
    }

    static func mentions(in page: TextFile) -> [Mention] {
        pattern.matches(in: page.text).map { match in
            Mention(
                page: page.path, line: match.line, test: match.groups[1],
                path: DocsRule.resolve(match.groups[2][...], from: page.path))
        }
    }

    static func violations(textFiles: [TextFile]) -> [Violation] {
        let mentions = textFiles.filter { $0.isMarkdown && !$0.isSample }.flatMap { self.mentions(in: $0) }
        let named = Set(mentions.compactMap(\.path))
        var tests: [String: Set<String>] = [:]
        for file in textFiles where named.contains(file.path) { tests[file.path] = self.tests(in: file) }
        return mentions.compactMap { mention in
            // A link that leads nowhere is found by the rule about links.
            guard let path = mention.path, let known = tests[path], !known.contains(mention.test) else { return nil }
            return Violation(
                path: mention.page, line: mention.line, rule: "documented-tests",
                message: "'\(path)' has no test '\(mention.test)'")
        }
    }

    /// The functions that an attribute `@Test` stands before.
    static func tests(in file: TextFile) -> Set<String> {
        let pieces = file.source.codeText.split(separator: "func ", omittingEmptySubsequences: false)
        var names: Set<String> = []
        for (before, after) in zip(pieces, pieces.dropFirst()) where before.contains("@Test") {
            let isQuoted = after.first == "`"
            let name = isQuoted ? after.dropFirst().prefix { $0 != "`" } : after.prefix { $0 != "(" }
            names.insert(String(name))
        }
        return names
    }

    private static let pattern = Pattern(#"\[`([^`\]]+)`\]\(([^)\s]*Tests/[^)\s]+\.swift)\)"#)
}
