/// What may lie at the top, and what must never be tracked.
enum LayoutRule {
    /// A newcomer sees these and nothing else (docs/architecture.md).
    static let topLevel: Set<String> = [
        "Package.swift", "Sources", "Tests", "Jobs", "Config", "cron", "docs", "README.md", "LICENSE", "NOTICE",
        "Makefile", "bootstrap", "Benchmarks", ".ci", ".editorconfig", ".gitattributes", ".gitignore", ".swift-format",
    ]

    /// Enough for every example file; more would be paid by everybody who clones.
    static let byteLimit = 1_000_000

    static func topLevelViolations(paths: [String]) -> [Violation] {
        let entries = Set(paths.compactMap { $0.split(separator: "/").first.map(String.init) })
        return entries.subtracting(topLevel).sorted().map {
            Violation(path: $0, line: nil, rule: "top-level", message: "does not belong at the top of the repository")
        }
    }

    static func trackedViolations(paths: [String]) -> [Violation] {
        paths.filter { path in
            path.split(separator: "/").contains { part in
                part == "Package.resolved" || part.hasSuffix(".profraw")
                    || [".build", ".arrow", ".reckon", ".venv", ".swiftpm"].contains { part.hasPrefix($0) }
            }
        }.map {
            Violation(
                path: $0, line: nil, rule: "tracked", message: "is built, fetched or made by a run: do not track it")
        }
    }

    static func byteViolations(path: String, byteCount: Int) -> [Violation] {
        guard byteCount > byteLimit else { return [] }
        return [
            Violation(
                path: path, line: nil, rule: "bytes", message: "has \(byteCount) bytes; the limit is \(byteLimit)")
        ]
    }
}
