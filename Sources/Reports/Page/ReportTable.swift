/// A table with a caption, headers that say what they are the header of, and figures that line up.
struct ReportTable {
    enum Cell {
        /// The row's header: a name from outside, isolated and made visible.
        case name(String)
        /// The row's header in the report's own words, with what it means.
        case term(String, String)
        /// A name that is not the row's header.
        case plainName(String)
        case text(String)
        case number(String)
        /// Every digit, in a small fixed-width face.
        case digits(String)
        case code(String)
        case html(HTML)
    }

    struct Column {
        enum Alignment: String { case left, right }
        var title: String
        var alignment: Alignment

        static func text(_ title: String) -> Column { Column(title: title, alignment: .left) }
        static func number(_ title: String) -> Column { Column(title: title, alignment: .right) }
    }

    /// A header over several columns; an empty title leaves them without one.
    struct Group {
        var title: String
        var span: Int
    }

    var id: String
    /// A name from outside that the caption is about, isolated from the words around it.
    var subject: String?
    /// `%` stands for the subject.
    var caption: String
    var columns: [Column]
    var groups: [Group] = []
    var rows: [[Cell]]
    var totals: [[Cell]] = []

    func render() -> HTML {
        // A wide table scrolls by itself; the keyboard reaches it because the region can have the focus.
        HTML.div(
            .class("scroll"), HTMLAttribute("role", "region"), HTMLAttribute("aria-labelledby", "\(id)-caption"),
            HTMLAttribute("tabindex", "0")
        ) {
            HTML.table(.id(id), columns.count > 8 ? .class("dense") : nil) {
                // The inner element stays in sight when the table is scrolled sideways.
                HTML.caption(.id("\(id)-caption")) { HTML.span { captionPieces } }
                HTML.thead {
                    if !groups.isEmpty { groupRow }
                    HTML.tr { for column in columns { header(column) } }
                }
                HTML.tbody { for row in rows { self.row(row) } }
                if !totals.isEmpty { HTML.tfoot { for row in totals { self.row(row) } } }
            }
        }
    }

    private var captionPieces: [HTML] {
        guard let subject, let mark = caption.firstIndex(of: "%") else { return [.text(caption)] }
        return [
            .text(String(caption[..<mark])), HTML.bdi { VisibleText.show(subject) },
            .text(String(caption[caption.index(after: mark)...])),
        ]
    }

    private var groupRow: HTML {
        HTML.tr(.class("groups")) {
            for group in groups {
                if group.title.isEmpty {
                    HTML.td(HTMLAttribute("colspan", String(group.span)))
                } else {
                    HTML.th(.scope(.colgroup), HTMLAttribute("colspan", String(group.span))) { group.title }
                }
            }
        }
    }

    private func header(_ column: Column) -> HTML {
        HTML.th(.scope(.col), column.alignment == .right ? .class("n") : nil) { column.title }
    }

    private func row(_ cells: [Cell]) -> HTML {
        HTML.tr { for cell in cells { render(cell) } }
    }

    private func render(_ cell: Cell) -> HTML {
        switch cell {
        case .name(let name): HTML.th(.scope(.row)) { HTML.bdi { VisibleText.show(name) } }
        case .term(let term, let gloss):
            HTML.th(.scope(.row), .class("glossed")) {
                HTML.span(.class("term")) { term }
                " "
                HTML.span(.class("gloss")) { gloss }
            }
        case .plainName(let name): HTML.td(.class("name")) { HTML.bdi { VisibleText.show(name) } }
        case .text(let text): HTML.td { text }
        case .number(let text): HTML.td(.class("n")) { text }
        case .digits(let text): HTML.td(.class("n digits")) { text }
        case .code(let text): HTML.td { HTML.code { text } }
        case .html(let piece): HTML.td { piece }
        }
    }
}
