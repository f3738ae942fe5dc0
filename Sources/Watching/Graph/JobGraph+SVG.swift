import Kernel

extension JobGraph {
    /// A picture that needs nothing but itself: no script, no font, no address; with a text for who does not see it.
    package var svg: String {
        let layout = GraphLayout(boxes: boxes.count, arrows: arrows)
        let size = layout.size
        let head = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size.x) \(size.y)" width="\(size.x)" \
            height="\(size.y)" role="img" aria-labelledby="title description">
            <title id="title">\(JobGraph.escaped("Stages of \(job) for \(tenant)"))</title>
            <desc id="description">\(JobGraph.escaped(sentences.joined(separator: " ")))</desc>
            <style>\(JobGraph.style)</style>
            <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" \
            orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>
            <rect class="paper" width="\(size.x)" height="\(size.y)"/>
            """
        let ways = layout.ways.map { "<path class=\"way\" marker-end=\"url(#tip)\" d=\"\(JobGraph.curve($0))\"/>" }
        let drawn = zip(boxes, layout.corners).map { JobGraph.drawn($0, at: $1) }
        return ([head] + ways + drawn + ["</svg>"]).joined(separator: "\n")
    }

    private static let style = """
        .paper{fill:#fff}.stage{fill:#eef3fb;stroke:#33588f}.source{fill:#f7f7f4;stroke:#77766f;stroke-dasharray:4 3}\
        .way{fill:none;stroke:#66655f;stroke-width:1.3}.tip{fill:#66655f}\
        text{font:13px system-ui,sans-serif;fill:#1c1c1a}.small{font-size:11px;fill:#55544e}\
        @media(prefers-color-scheme:dark){.paper{fill:#191a1c}.stage{fill:#22304a;stroke:#86a8dd}\
        .source{fill:#26262a;stroke:#9c9b94}.way{stroke:#a9a8a0}.tip{fill:#a9a8a0}text{fill:#efeee9}\
        .small{fill:#bdbcb4}}
        """

    private static func drawn(_ box: Box, at corner: GraphLayout.Point) -> String {
        let (width, height) = (GraphLayout.boxWidth, GraphLayout.boxHeight)
        let look = box.kind == .stage ? "class=\"stage\" rx=\"3\"" : "class=\"source\" rx=\"12\""
        let x = corner.x + 12
        return """
            <g><title>\(escaped("\(box.title): \(box.subtitle)"))</title>\
            <rect \(look) x="\(corner.x)" y="\(corner.y)" width="\(width)" height="\(height)"/>\
            <text x="\(x)" y="\(corner.y + 20)">\(escaped(fitting(box.title, 26)))</text>\
            <text class="small" x="\(x)" y="\(corner.y + 36)">\(escaped(fitting(box.subtitle, 31)))</text></g>
            """
    }

    /// Level at every stop, so that it is clear which arrow ends where.
    private static func curve(_ way: [GraphLayout.Point]) -> String {
        guard let first = way.first else { return "" }
        var (path, last) = ("M\(first.x) \(first.y)", first)
        for point in way.dropFirst() {
            let middle = (last.x + point.x) / 2
            path +=
                last.y == point.y
                ? "H\(point.x)" : "C\(middle) \(last.y) \(middle) \(point.y) \(point.x) \(point.y)"
            last = point
        }
        return path
    }

    /// The end of a path says more than its beginning. The whole text is in the box's title.
    private static func fitting(_ text: String, _ limit: Int) -> String {
        text.count <= limit ? text : "…" + text.suffix(limit - 1)
    }

    /// Text as XML takes it; control characters, which XML cannot hold, become blanks.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": " "
            default: String(Character(scalar))
            }
        }.joined()
    }
}
