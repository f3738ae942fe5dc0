/// Links of the documentation lead somewhere, and every page is led to.
enum DocsRule {
    static func violations(paths: [String], textFiles: [TextFile]) -> [Violation] {
        let pages = Dictionary(
            uniqueKeysWithValues: textFiles.filter { $0.isMarkdown && !$0.isSample }.map {
                ($0.path, Markdown($0.text))
            })
        let known = Set(paths)
        var found: [Violation] = []
        var neighbours: [String: [String]] = [:]
        for (path, page) in pages {
            for link in page.links where !isExternal(link.target) {
                let parts = link.target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                let target = parts[0].isEmpty ? path : resolve(parts[0], from: path)
                guard let target, known.contains(target) || paths.contains(where: { $0.hasPrefix(target + "/") }) else {
                    found.append(
                        Violation(path: path, line: link.line, rule: "links", message: "'\(link.target)' leads nowhere")
                    )
                    continue
                }
                neighbours[path, default: []].append(target)
                if parts.count == 2, let other = pages[target], !other.anchors.contains(String(parts[1])) {
                    found.append(
                        Violation(
                            path: path, line: link.line, rule: "links",
                            message: "'\(target)' has no heading '#\(parts[1])'"))
                }
            }
        }
        return (found + unreached(pages: Set(pages.keys), neighbours: neighbours)).sorted {
            $0.description < $1.description
        }
    }

    private static func unreached(pages: Set<String>, neighbours: [String: [String]]) -> [Violation] {
        var reached: Set<String> = []
        var open = ["README.md", "docs/README.md"].filter(pages.contains)
        while let page = open.popLast() {
            guard reached.insert(page).inserted else { continue }
            open += neighbours[page, default: []].filter(pages.contains)
        }
        return pages.subtracting(reached).filter { $0.hasPrefix("docs/") }.map {
            Violation(path: $0, line: nil, rule: "links", message: "no chain of links leads here from README.md")
        }
    }

    private static func isExternal(_ target: String) -> Bool {
        let scheme = target.prefix { $0.isLetter || $0 == "+" }
        return !scheme.isEmpty && target.dropFirst(scheme.count).hasPrefix(":")
    }

    /// Nil when the link leaves the repository.
    static func resolve(_ target: Substring, from path: String) -> String? {
        var parts = target.hasPrefix("/") ? [] : path.split(separator: "/").dropLast()
        for part in target.split(separator: "/") where part != "." {
            if part == ".." {
                guard parts.popLast() != nil else { return nil }
            } else {
                parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }
}
