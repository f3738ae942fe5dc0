/// A reader for the pages of these tests: elements in order, with attributes and the text inside.
///
/// It knows nothing of the builder; it reads start tags, end tags, text and the references that HTML defines.
struct Markup: Sendable {
    struct Element: Sendable {
        var name: String
        var attributes: [String: String] = [:]
        var text = ""
        /// Position in `elements` of the element around it.
        var parent: Int?
    }

    struct Malformed: Error { let message: String }

    private(set) var elements: [Element] = []
    private static let void: Set<String> = ["meta", "link", "br"]

    init(_ source: String) throws {
        let bytes = Array(source.utf8)
        var open: [Int] = []
        var position = 0
        func until(_ byte: UInt8) -> Int {
            var end = position
            while end < bytes.count, bytes[end] != byte { end += 1 }
            return end
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else {
                let end = until(UInt8(ascii: "<"))
                let text = try Self.unescaped(String(decoding: bytes[position..<end], as: UTF8.self))
                for index in open { elements[index].text += text }
                position = end
                continue
            }
            let end = until(UInt8(ascii: ">"))
            guard end < bytes.count else { throw Malformed(message: "a tag does not end") }
            let tag = String(decoding: bytes[position + 1..<end], as: UTF8.self)
            position = end + 1
            if tag.hasPrefix("!") { continue }
            if tag.hasPrefix("/") {
                guard let last = open.popLast(), elements[last].name == tag.dropFirst() else {
                    throw Malformed(message: "</\(tag)> closes nothing")
                }
                continue
            }
            var element = try Self.element(tag)
            element.parent = open.last
            elements.append(element)
            if element.name == "style" {
                let close = until(UInt8(ascii: "<"))
                elements[elements.count - 1].text = String(decoding: bytes[position..<close], as: UTF8.self)
                position = close + "</style>".utf8.count
            } else if !Self.void.contains(element.name) {
                open.append(elements.count - 1)
            }
        }
        guard open.isEmpty else { throw Malformed(message: "elements are left open") }
    }

    private static func element(_ tag: String) throws -> Element {
        let name = String(tag.prefix { $0 != " " })
        var element = Element(name: name)
        var rest = tag.dropFirst(name.count)
        while let start = rest.firstIndex(where: { $0 != " " }) {
            rest = rest[start...]
            guard let equals = rest.firstIndex(of: "="), rest[rest.index(after: equals)] == "\"" else {
                throw Malformed(message: "attribute without a quoted value in <\(tag)>")
            }
            let value = rest[rest.index(equals, offsetBy: 2)...]
            guard let close = value.firstIndex(of: "\"") else { throw Malformed(message: "value without end") }
            element.attributes[String(rest[..<equals])] = try unescaped(String(value[..<close]))
            rest = value[value.index(after: close)...]
        }
        return element
    }

    private static func unescaped(_ text: String) throws -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            guard let end = rest[start...].firstIndex(of: ";") else { throw Malformed(message: "a bare ampersand") }
            let known = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
            guard let character = known[String(rest[start...end])] else {
                throw Malformed(message: "unknown reference")
            }
            result += character
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private func isInside(_ index: Int, _ matches: (Element) -> Bool) -> Bool {
        var current = elements[index].parent
        while let parent = current {
            if matches(elements[parent]) { return true }
            current = elements[parent].parent
        }
        return false
    }

    /// Elements below the one with that id, in order.
    func inside(id: String) -> [Element] {
        elements.indices.filter { isInside($0) { $0.attributes["id"] == id } }.map { elements[$0] }
    }

    func rows(of table: String) -> Int {
        elements.indices.count { index in
            elements[index].name == "tr" && isInside(index) { $0.name == "tbody" }
                && isInside(index) { $0.attributes["id"] == table }
        }
    }

    /// Texts of the figures in the last row of a table.
    func totals(of table: String) -> [String] {
        let last = elements.indices.last { index in
            elements[index].name == "tr" && isInside(index) { $0.attributes["id"] == table }
        }
        return elements.filter { $0.parent == last && $0.name == "td" && !$0.text.isEmpty }.map(\.text)
    }
}
