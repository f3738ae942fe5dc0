/// A piece of a document: text, an element, or several pieces in a row.
///
/// Names of elements and attributes are literals of the program, values are escaped when they are written, so text of
/// the outside cannot become markup. The one way round is `verbatim(_:)`.
package struct HTML: Sendable {
    enum Node: Sendable {
        case text(String)
        case verbatim(String)
        case element(Tag, [HTMLAttribute], [HTML])
        case group([HTML])
    }

    let node: Node

    init(_ node: Node) { self.node = node }

    package static func text(_ text: String) -> HTML { HTML(.text(text)) }

    package static func group(@HTMLBuilder _ content: () -> [HTML]) -> HTML { HTML(.group(content())) }

    package static let empty = HTML(.group([]))

    /// Markup that is written as it stands: only for constants of the program, such as the style sheet.
    static func verbatim(_ markup: String) -> HTML { HTML(.verbatim(markup)) }

    package func render() -> String {
        var output = ""
        write(to: &output)
        return output
    }

    private func write(to output: inout String) {
        switch node {
        case .text(let text): HTMLEscaping.append(text, to: &output)
        case .verbatim(let markup): output += markup
        case .group(let pieces): for piece in pieces { piece.write(to: &output) }
        case .element(let tag, let attributes, let content):
            let name = tag.name.description
            output += "<"
            output += name
            for attribute in attributes {
                output += " "
                output += attribute.name.description
                output += "=\""
                HTMLEscaping.append(attribute.value, to: &output)
                output += "\""
            }
            output += ">"
            if tag.shape == .container { output += "\n" }
            if tag.shape != .void {
                for piece in content { piece.write(to: &output) }
                output += "</"
                output += name
                output += ">"
            }
            if tag.shape != .inline { output += "\n" }
        }
    }
}

/// Name and value of an attribute; the value is escaped when it is written.
package struct HTMLAttribute: Sendable {
    let name: StaticString
    let value: String

    package init(_ name: StaticString, _ value: String) {
        self.name = name
        self.value = value
    }

    package static func `class`(_ value: String) -> HTMLAttribute { HTMLAttribute("class", value) }
    package static func id(_ value: String) -> HTMLAttribute { HTMLAttribute("id", value) }
    /// A link inside the page; there are no others.
    package static func anchor(_ id: String) -> HTMLAttribute { HTMLAttribute("href", "#" + id) }

    /// What a header cell is the header of.
    package enum Scope: String, Sendable { case col, row, colgroup, rowgroup }
    package static func scope(_ scope: Scope) -> HTMLAttribute { HTMLAttribute("scope", scope.rawValue) }
}

/// Collects the pieces of an element; a string is text, never markup.
@resultBuilder
package enum HTMLBuilder {
    package static func buildExpression(_ piece: HTML) -> [HTML] { [piece] }
    package static func buildExpression(_ text: String) -> [HTML] { [.text(text)] }
    package static func buildExpression(_ pieces: [HTML]) -> [HTML] { pieces }
    package static func buildExpression(_ piece: HTML?) -> [HTML] { piece.map { [$0] } ?? [] }
    package static func buildBlock(_ parts: [HTML]...) -> [HTML] { parts.flatMap { $0 } }
    package static func buildOptional(_ part: [HTML]?) -> [HTML] { part ?? [] }
    package static func buildEither(first part: [HTML]) -> [HTML] { part }
    package static func buildEither(second part: [HTML]) -> [HTML] { part }
    package static func buildArray(_ parts: [[HTML]]) -> [HTML] { parts.flatMap { $0 } }
}
