/// How a terminal is written to.
package struct TextStyle: Sendable, Hashable {
    /// False where only ASCII can be shown: rules become hyphens, other characters question marks.
    package var unicode: Bool
    /// Bold and faint by ANSI sequences; only when somebody asked for it or the output is a terminal.
    package var ansi: Bool

    package init(unicode: Bool = true, ansi: Bool = false) {
        self.unicode = unicode
        self.ansi = ansi
    }

    package static let plain = TextStyle()
    package static let ascii = TextStyle(unicode: false)

    var ellipsis: String { unicode ? "…" : "..." }
    var rule: String { unicode ? "─" : "-" }

    func bold(_ text: String) -> String { ansi ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    func faint(_ text: String) -> String { ansi ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}

/// A table of text for a terminal. Columns are as wide as they need to be; when the line is too short, the columns that
/// may shrink give way, the widest first, and their texts end in an ellipsis. Figures are never cut.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        package enum Alignment: Sendable { case left, right }
        package var title: String
        package var alignment: Alignment
        package var shrinks: Bool

        /// Words and names: left, and may be cut.
        package static func text(_ title: String = "") -> Column {
            Column(title: title, alignment: .left, shrinks: true)
        }
        /// Names that are typed again, such as those of runs: left, never cut.
        package static func whole(_ title: String = "") -> Column {
            Column(title: title, alignment: .left, shrinks: false)
        }
        /// Amounts and counts: right, never cut.
        package static func number(_ title: String = "") -> Column {
            Column(title: title, alignment: .right, shrinks: false)
        }
    }

    fileprivate enum Line { case row([String]), total([String]), rule }

    /// A column is not made narrower than this.
    private static let least = 6
    private static let gap = 2

    package var columns: [Column]
    private var lines: [Line] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; missing cells are empty, those beyond the columns are left out.
    package mutating func add(_ cells: [String]) { lines.append(.row(cells)) }
    package mutating func addTotal(_ cells: [String]) { lines.append(.total(cells)) }
    package mutating func addRule() { lines.append(.rule) }

    /// The table's lines, each ended by a line feed and without blanks at its end.
    ///
    /// Cells are made safe first: control and direction characters are shown, not obeyed.
    package func render(width: Int, style: TextStyle = .plain) -> String {
        let ready = lines.map { line -> Line in
            switch line {
            case .row(let cells): .row(prepare(cells, style))
            case .total(let cells): .total(prepare(cells, style))
            case .rule: .rule
            }
        }
        let hasTitles = columns.contains { !$0.title.isEmpty }
        let titles = prepare(columns.map(\.title), style)
        var widths = columns.indices.map { DisplayWidth.of(titles[$0]) }
        for line in ready {
            guard let cells = line.cells else { continue }
            for index in cells.indices { widths[index] = max(widths[index], DisplayWidth.of(cells[index])) }
        }
        shrink(&widths, to: width)
        let rule = String(repeating: style.rule, count: lineWidth(widths)) + "\n"
        var text = ""
        if hasTitles {
            text += style.faint(trimmed(row(titles, widths, style))) + "\n"
            text += style.faint(rule.dropLast().description) + "\n"
        }
        for line in ready {
            switch line {
            case .row(let cells): text += trimmed(row(cells, widths, style)) + "\n"
            case .total(let cells): text += style.bold(trimmed(row(cells, widths, style))) + "\n"
            case .rule: text += style.faint(rule.dropLast().description) + "\n"
            }
        }
        return text
    }

    private func prepare(_ cells: [String], _ style: TextStyle) -> [String] {
        columns.indices.map { index in
            guard index < cells.count, !cells[index].isEmpty else { return "" }
            return VisibleText.show(cells[index], ascii: !style.unicode)
        }
    }

    private func lineWidth(_ widths: [Int]) -> Int { widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) }

    private func shrink(_ widths: inout [Int], to width: Int) {
        while lineWidth(widths) > width {
            let candidates = widths.indices.filter { columns[$0].shrinks && widths[$0] > Self.least }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
        }
    }

    private func row(_ cells: [String], _ widths: [Int], _ style: TextStyle) -> String {
        var parts: [String] = []
        for (index, column) in columns.enumerated() {
            let text = DisplayWidth.truncated(cells[index], to: widths[index], ellipsis: style.ellipsis)
            let blank = String(repeating: " ", count: max(0, widths[index] - DisplayWidth.of(text)))
            parts.append(column.alignment == .left ? text + blank : blank + text)
        }
        return parts.joined(separator: String(repeating: " ", count: Self.gap))
    }

    private func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension TextTable.Line {
    fileprivate var cells: [String]? {
        switch self {
        case .row(let cells), .total(let cells): cells
        case .rule: nil
        }
    }
}
