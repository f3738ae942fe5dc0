import Kernel

/// Finds mistakes in the tables themselves; each table's test expects none.
package enum ShapeAudit {
    /// What is wrong with the shape and all it refers to, one line each.
    package static func findings(_ shape: ObjectShape) -> [String] {
        var findings: [String] = []
        var keys: Set<String> = []
        for field in shape.fields {
            let label = "\(shape.name).\(field.key)"
            if !keys.insert(field.key).inserted { findings.append("\(label): the key is declared twice") }
            findings += checkSummary(field.summary, label)
            findings += check(field.type, label)
            if case .defaults(let value) = field.presence { findings += check(value, field.type, label) }
        }
        return findings + checkSummary(shape.summary, shape.name)
    }

    private static func check(_ type: ValueShape, _ label: String) -> [String] {
        switch type {
        case .string(.oneOf(let values)):
            return Set(values.map(\.value)).count == values.count ? [] : ["\(label): a value is listed twice"]
        case .array(let shape): return check(shape.element, "\(label)[]")
        case .map(let shape): return check(shape.value, "\(label)[]")
        case .object(let shape): return findings(shape)
        case .tagged(let shape):
            let values = shape.choices.map(\.value)
            let twice = Set(values).count == values.count ? [] : ["\(label): a choice is listed twice"]
            return twice + checkSummary(shape.summary, shape.name)
                + shape.choices.flatMap { findings(shape.shape(for: $0)) }
        case .either(let shapes):
            let kinds = shapes.map(\.kind)
            let isClear = !kinds.contains(nil) && Set(kinds).count == kinds.count
            return (isClear ? [] : ["\(label): alternatives have the same JSON type"])
                + shapes.flatMap { check($0, label) }
        case .string, .integer, .decimal, .boolean, .any: return []
        }
    }

    private static func check(_ value: JSONOut, _ type: ValueShape, _ label: String) -> [String] {
        var validator = ShapeValidator(root: label)
        validator.check(JSONNode(value, at: Place(file: "default")), type, label: label)
        return validator.sortedFindings.map { "\(label): the default is refused: \($0.message)" }
    }

    private static func checkSummary(_ summary: String, _ label: String) -> [String] {
        if summary.isEmpty { return ["\(label): there is no summary"] }
        return summary.hasSuffix(".") ? ["\(label): the summary ends with a full stop"] : []
    }
}
