import Kernel

extension JobGraph {
    /// A flowchart in the language of Mermaid, which many viewers of Markdown draw.
    package var mermaid: String {
        var lines = ["flowchart LR"]
        for (index, box) in boxes.enumerated() {
            let label = "\"\(JobGraph.mermaid(box.title))<br/><small>\(JobGraph.mermaid(box.subtitle))</small>\""
            lines.append("  n\(index)" + (box.kind == .stage ? "[\(label)]" : "([\(label)])"))
        }
        for arrow in arrows { lines.append("  n\(arrow.from) --> n\(arrow.to)") }
        return lines.joined(separator: "\n")
    }

    /// A graph in the language of Graphviz.
    package var dot: String {
        var lines = [
            "digraph \(JobGraph.dot(job.text)) {", "  rankdir=LR;", "  node [fontname=\"sans-serif\", fontsize=11];",
        ]
        for (index, box) in boxes.enumerated() {
            let look = box.kind == .stage ? "shape=box" : "shape=box, style=\"rounded,dashed\""
            lines.append("  n\(index) [label=\(JobGraph.dot(box.title, box.subtitle)), \(look)];")
        }
        for arrow in arrows { lines.append("  n\(arrow.from) -> n\(arrow.to);") }
        return (lines + ["}"]).joined(separator: "\n")
    }

    /// Everything but plain characters by its number, so that no text of a job ends a label or becomes markup.
    private static func mermaid(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            return isPlain || " -_./*?:,".unicodeScalars.contains(scalar)
                ? String(Character(scalar)) : "#\(scalar.value);"
        }.joined()
    }

    /// A quoted string whose lines are centred. By scalars: a quote with an accent on it is a character of its own, and
    /// ends the string all the same.
    private static func dot(_ lines: String...) -> String {
        let escaped = lines.map { line in
            line.unicodeScalars.map { scalar in
                switch scalar {
                case "\"", "\\": "\\\(scalar)"
                case let scalar where Character(scalar).isNewline: " "
                default: String(scalar)
                }
            }.joined()
        }
        return "\"\(escaped.joined(separator: "\\n"))\""
    }
}
