import Kernel

/// Prints shapes as a page for people: a section for each record, a table of its keys.
package enum ShapeReference {
    /// Markdown; `level` is the number of `#` before the first heading. Records follow in the order they are first named.
    package static func markdown(for shape: ObjectShape, level: Int = 2) -> String {
        var printer = ReferencePrinter(level: level)
        printer.add(.object(shape))
        var printed = 0
        while printed < printer.queue.count {
            printer.print(printer.queue[printed])
            printed += 1
        }
        printer.printKinds()
        return printer.text
    }
}

private struct ReferencePrinter {
    enum Section {
        case object(ObjectShape)
        case tagged(TaggedShape)

        var name: String {
            switch self {
            case .object(let shape): shape.name
            case .tagged(let shape): shape.name
            }
        }
    }

    let level: Int
    var text = ""
    private(set) var queue: [Section] = []
    /// The named kinds of text that were met.
    private var kinds: [NamedText] = []

    init(level: Int) { self.level = level }

    mutating func add(_ section: Section) {
        if !queue.contains(where: { $0.name == section.name }) { queue.append(section) }
    }

    mutating func print(_ section: Section) {
        if !text.isEmpty { text += "\n" }
        text += "\(String(repeating: "#", count: level)) \(section.name)\n\n"
        switch section {
        case .object(let shape):
            text += sentence(shape.summary)
            if !shape.fields.isEmpty { printTable(shape.fields) }
        case .tagged(let shape):
            text += sentence(shape.summary)
            printTable(shape.shapeWithoutChoice.fields, tagged: shape)
            printChoices(of: shape)
        }
    }

    mutating func printKinds() {
        guard !kinds.isEmpty else { return }
        text += "\n\(String(repeating: "#", count: level)) kinds of text\n\n| kind | what is allowed |\n| --- | --- |\n"
        for kind in kinds.sorted(by: { $0.noun < $1.noun }) {
            text += "| \(kind.noun) | \(cell(kind.description)) |\n"
        }
    }

    private mutating func printTable(_ fields: [FieldShape], tagged: TaggedShape? = nil) {
        text += "\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n"
        for field in fields {
            var type = describe(field.type)
            var presence = describe(field.presence)
            if case .sibling(field.key, _)? = tagged?.placement, let tag = tagged?.tag {
                type = "object, chosen by `\(tag)`"
                presence = "see below"
            }
            text += "| `\(field.key)` | \(type) | \(presence) | \(cell(field.summary)) |\n"
        }
        for field in fields where field.key != tagged?.tag {
            if case .string(.oneOf(let values)) = field.type { printValues(values, of: field.key) }
        }
    }

    private mutating func printValues(_ values: [EnumeratedText], of key: String) {
        guard values.contains(where: { !$0.summary.isEmpty }) else { return }
        text += "\nValues of `\(key)`:\n\n"
        for value in values { text += "* `\(value.value)`\(value.summary.isEmpty ? "" : ": \(value.summary)")\n" }
    }

    private mutating func printChoices(of shape: TaggedShape) {
        let rest =
            switch shape.placement {
            case .sibling(let key, _): "`\(key)` then holds"
            case .inline: "beside it then stands"
            }
        text += "\n| `\(shape.tag)` | meaning | \(rest) |\n| --- | --- | --- |\n"
        for choice in shape.choices {
            let target = choice.shape.fields.isEmpty ? "nothing" : link(choice.shape.name)
            text += "| `\(choice.value)` | \(cell(choice.shape.summary)) | \(target) |\n"
            if !choice.shape.fields.isEmpty { add(.object(choice.shape)) }
        }
    }

    private mutating func describe(_ type: ValueShape) -> String {
        switch type {
        case .string(let rule): return describe(rule)
        case .integer(let range): return "integer" + describe(range, noun: nil)
        case .decimal(let rule):
            let decimals = rule.decimals == 1 ? "1 decimal" : "\(rule.decimals) decimals"
            return "number, \(rule.range.lowerBound) to \(rule.range.upperBound), at most \(decimals)"
        case .boolean: return "`true` or `false`"
        case .array(let shape):
            let unique =
                switch shape.unique {
                case .none: ""
                case .value: ", all different"
                case .key(let key): ", each with its own `\(key)`"
                }
            return "array of \(describe(shape.element))\(describe(shape.count, noun: "elements"))\(unique)"
        case .map(let shape):
            let count = describe(shape.count, noun: "keys")
            return "object of any keys (\(describe(shape.keys))) with values: \(describe(shape.value))\(count)"
        case .object(let shape):
            add(.object(shape))
            return link(shape.name)
        case .tagged(let shape):
            add(.tagged(shape))
            return link(shape.name)
        case .either(let shapes):
            return shapes.map { describe($0) }.joined(separator: "; or ")
        case .any: return "any JSON value"
        }
    }

    private mutating func describe(_ rule: StringRule) -> String {
        switch rule {
        case .text(let length): return "text" + describe(length, noun: "characters")
        case .oneOf(let values): return values.map { "`\($0.value)`" }.joined(separator: ", ")
        case .named(let rule):
            if !kinds.contains(where: { $0.name == rule.name }) { kinds.append(rule) }
            return rule.noun
        }
    }

    /// Bounds that say something: the default limits of lists do not.
    private func describe(_ range: ClosedRange<Int>, noun: String?) -> String {
        if noun == nil, range == Int.min...Int.max { return "" }
        if noun == "elements" || noun == "keys", range == 0...10_000 { return "" }
        if noun == "characters", range == 1...1000 { return "" }
        let bounds =
            switch (range.lowerBound, range.upperBound) {
            case (let low, .max): "\(low) and above"
            case (.min, let high): "\(high) and below"
            case (let low, let high): low == high ? "\(low)" : "\(low) to \(high)"
            }
        return ", \(bounds)\(noun.map { " \($0)" } ?? "")"
    }

    private func describe(_ presence: FieldShape.Presence) -> String {
        switch presence {
        case .required: "required"
        case .optional: "none"
        case .defaults(let value): "`\(cell(String(decoding: PrettyJSON.line(value), as: UTF8.self)))`"
        }
    }

    private func sentence(_ summary: String) -> String {
        guard let first = summary.first else { return "" }
        return "\(first.uppercased())\(summary.dropFirst()).\n"
    }

    /// Anchors as GitHub makes them of headings: lower case, blanks to hyphens.
    private func link(_ name: String) -> String { "[\(name)](#\(name.lowercased().replacing(" ", with: "-")))" }

    private func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
