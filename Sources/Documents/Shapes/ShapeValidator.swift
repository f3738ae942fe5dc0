package import Kernel

extension ObjectShape {
    /// Adds everything that is wrong with `node` to `collector`, in the order of the file.
    package func validate(_ node: JSONNode, into collector: inout DiagnosticCollector) {
        var validator = ShapeValidator(root: name)
        validator.check(node, .object(self), label: "")
        collector.add(contentsOf: validator.sortedFindings)
    }

    /// The node with every missing default filled in, as if the file had said it; to be called on a valid node.
    package func withDefaults(_ node: JSONNode) -> JSONNode { DefaultFiller.fill(node, .object(self)) }

    /// Validates and fills in defaults, or throws all findings.
    package func read(_ node: JSONNode, exitStatus: ExitStatus = .configuration) throws(Failure) -> JSONNode {
        var collector = DiagnosticCollector()
        validate(node, into: &collector)
        try collector.throwIfErrors(exitStatus)
        return withDefaults(node)
    }
}

/// Walks a document beside its shape and gathers findings.
struct ShapeValidator {
    /// More than this is one mistake made many times; the file is refused anyway.
    static let findingLimit = 100

    /// The name of the whole document's shape.
    let root: String
    private var findings: [Diagnostic] = []

    init(root: String) { self.root = root }

    var isFull: Bool { findings.count >= ShapeValidator.findingLimit }

    var sortedFindings: [Diagnostic] {
        findings.enumerated().sorted { left, right in
            order(left.element, left.offset) < order(right.element, right.offset)
        }.map(\.element)
    }

    private func order(_ finding: Diagnostic, _ offset: Int) -> (Int, Int, Int) {
        (finding.place?.line ?? 0, finding.place?.column ?? 0, offset)
    }

    mutating func add(_ code: DocumentCode, _ message: String, at place: Place, hint: String? = nil) {
        guard !isFull else { return }
        findings.append(.error(code, message, at: place, hint: hint))
    }

    /// What messages call the value at `label`.
    func shown(_ label: String) -> String { label.isEmpty ? "the \(root)" : label }

    /// `label` says which value is meant: `retries`, `stages[2].id`, empty for the whole document.
    mutating func check(_ node: JSONNode, _ shape: ValueShape, label: String) {
        guard !isFull else { return }
        guard let kind = shape.kind else {
            if case .either(let shapes) = shape { checkEither(node, shapes, label) }
            return
        }
        guard node.kind == kind else { return addWrongType(node, shape, label) }
        switch (shape, node.value) {
        case (.string(let rule), .string(let text)): check(text, rule, at: node.place, label)
        case (.integer(let range), .number(let text)): checkInteger(text, range, at: node.place, label)
        case (.decimal(let rule), .number(let text)): checkDecimal(text, rule, at: node.place, label)
        case (.array(let shape), .array(let elements)): check(elements, shape, at: node.place, label)
        case (.map(let shape), .object(let members)): check(members, shape, at: node.place, label)
        case (.object(let shape), .object(let members)): check(members, shape, at: node.place, label)
        case (.tagged(let shape), .object(let members)): check(members, shape, at: node.place, label)
        default: break
        }
    }

    private mutating func checkEither(_ node: JSONNode, _ shapes: [ValueShape], _ label: String) {
        if let shape = shapes.first(where: { $0.kind == node.kind }) {
            check(node, shape, label: label)
        } else {
            addWrongType(node, .either(shapes), label)
        }
    }

    private mutating func addWrongType(_ node: JSONNode, _ shape: ValueShape, _ label: String) {
        add(
            .wrongType, "expected \(shape.expectation) for \(shown(label)), found \(node.kind.rawValue)",
            at: node.place,
            hint: wrongTypeHint(node, shape))
    }

    private func wrongTypeHint(_ node: JSONNode, _ shape: ValueShape) -> String? {
        switch (shape, node.value) {
        case (.integer, .string(let text)), (.decimal, .string(let text)):
            JSONNumber(text) == nil ? nil : "write it without quotes: \(QuotedText.number(text))"
        case (.boolean, .string(let text)) where text == "true" || text == "false": "write it without quotes: \(text)"
        case (.string, .number(let text)): "write it in quotes: \"\(QuotedText.number(text))\""
        case (.array(let shape), let value) where shape.element.accepts(value.kind):
            "one element is an array too: [...]"
        case (_, .null): "leave the key out instead of writing null"
        default: nil
        }
    }
}

extension ValueShape {
    /// The JSON type; nil for shapes of several types.
    var kind: JSONKind? {
        switch self {
        case .string: .string
        case .integer, .decimal: .number
        case .boolean: .bool
        case .array: .array
        case .map, .object, .tagged: .object
        case .either, .any: nil
        }
    }

    /// What a message says was expected.
    var expectation: String {
        switch self {
        case .integer: "an integer"
        case .either(let shapes): shapes.map(\.expectation).joined(separator: " or ")
        case .any: "a value"
        default: kind?.rawValue ?? "a value"
        }
    }

    fileprivate func accepts(_ kind: JSONKind) -> Bool {
        if case .either(let shapes) = self { return shapes.contains { $0.kind == kind } }
        return self.kind == kind
    }
}
