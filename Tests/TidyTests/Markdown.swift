/// The links and headings of a page.
struct Markdown {
    struct Link: Hashable {
        var target: String
        var line: Int
    }

    private(set) var links: [Link] = []
    /// What `#...` may follow the page's name, by the rule of the hosts that show Markdown.
    private(set) var anchors: Set<String> = []

    init(_ text: String) {
        var isFenced = false
        var headings: [String: Int] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let start = line.drop { $0 == " " }
            if start.hasPrefix("```") || start.hasPrefix("~~~") {
                isFenced.toggle()
                continue
            }
            guard !isFenced else { continue }
            if start.hasPrefix("#") {
                let slug = Markdown.slug(start.drop { $0 == "#" })
                let earlier = headings[slug, default: 0]
                headings[slug] = earlier + 1
                anchors.insert(earlier == 0 ? slug : "\(slug)-\(earlier)")
            }
            for match in Markdown.anchorPattern.matches(in: String(line)) { anchors.insert(match.groups[1]) }
            let plain = Markdown.withoutCode(line)
            for match in Markdown.linkPattern.matches(in: plain) + Markdown.definitionPattern.matches(in: plain) {
                links.append(Link(target: match.groups[1], line: index + 1))
            }
        }
    }

    /// An anchor of its own, as rows of a table need.
    private static let anchorPattern = Pattern(#"<a id="([\w-]+)">"#)
    private static let linkPattern = Pattern(#"\]\(<?([^)\s>]+)>?(?:[ \t]+"[^"]*")?\)"#)
    private static let definitionPattern = Pattern(#"^[ ]{0,3}\[[^\]]+\]:[ \t]+<?([^\s>]+)"#)

    static func slug(_ heading: Substring) -> String {
        var slug = ""
        for character in heading.drop(while: \.isWhitespace).lowercased() {
            if character == " " { slug.append("-") }
            if character.isLetter || character.isNumber || character == "-" || character == "_" {
                slug.append(character)
            }
        }
        while slug.hasSuffix("-"), heading.last == " " { slug.removeLast() }
        return slug
    }

    /// The line without its `code spans`.
    private static func withoutCode(_ line: Substring) -> String {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        return parts.enumerated().filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }.joined(
            separator: " ")
    }
}
