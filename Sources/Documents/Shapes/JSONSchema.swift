import Kernel

/// Prints shapes as JSON Schema, draft 2020-12.
///
/// The schema accepts every document the reader accepts. It may accept more: it cannot say that a day exists, that ids
/// differ within a list, how many decimals a number has, or that a key is not given twice.
package enum JSONSchema {
    /// The text of the schema file: stable bytes, with a line end. `id` is the address the schema is published under.
    package static func document(for shape: ObjectShape, id: String, title: String) -> String {
        var printer = SchemaPrinter()
        var members: [JSONOut.Member] = [
            .init("$schema", "https://json-schema.org/draft/2020-12/schema"), .init("$id", .string(id)),
            .init("title", .string(title)),
        ]
        members += printer.members(of: shape)
        if !printer.definitions.isEmpty {
            let sorted = printer.definitions.sorted { $0.key < $1.key }
            members.append(.init("$defs", .object(sorted.map { .init($0.key, $0.value) })))
        }
        return PrettyJSON.text(.object(members))
    }
}

/// Gathers the definitions that a schema refers to.
private struct SchemaPrinter {
    var definitions: [String: JSONOut] = [:]

    mutating func members(of shape: ObjectShape) -> [JSONOut.Member] {
        var members: [JSONOut.Member] = [.init("description", .string(shape.summary)), .init("type", "object")]
        members.append(.init("properties", .object(shape.fields.map { .init($0.key, schema(of: $0)) })))
        if !shape.requiredKeys.isEmpty { members.append(.init("required", .strings(shape.requiredKeys))) }
        members.append(.init("additionalProperties", false))
        return members
    }

    private mutating func schema(of field: FieldShape) -> JSONOut {
        var members: [JSONOut.Member] = [.init("description", .string(field.summary))]
        members += self.members(of: field.type)
        if case .defaults(let value) = field.presence { members.append(.init("default", value)) }
        return .object(members)
    }

    private mutating func members(of type: ValueShape) -> [JSONOut.Member] {
        switch type {
        case .string(let rule): return members(of: rule)
        case .integer(let range):
            return [.init("type", "integer")] + bounds("minimum", "maximum", range)
        case .decimal(let rule):
            let (low, high) = (rule.range.lowerBound.description, rule.range.upperBound.description)
            return [
                .init("type", "number"), .init("minimum", .number(JSONNumber(unchecked: low))),
                .init("maximum", .number(JSONNumber(unchecked: high))),
            ]
        case .boolean: return [.init("type", "boolean")]
        case .array(let shape):
            var members: [JSONOut.Member] = [
                .init("type", "array"), .init("items", .object(self.members(of: shape.element))),
            ]
            members += bounds("minItems", "maxItems", shape.count)
            if case .value = shape.unique { members.append(.init("uniqueItems", true)) }
            return members
        case .map(let shape):
            return [
                .init("type", "object"), .init("propertyNames", .object(members(of: shape.keys))),
                .init("additionalProperties", .object(members(of: shape.value))),
            ] + bounds("minProperties", "maxProperties", shape.count)
        case .object(let shape): return [reference(to: shape)]
        case .tagged(let shape): return [reference(to: shape)]
        case .either(let shapes):
            return [.init("anyOf", .array(shapes.map { .object(members(of: $0)) }))]
        case .any: return []
        }
    }

    private func members(of rule: StringRule) -> [JSONOut.Member] {
        var members: [JSONOut.Member] = [.init("type", "string")]
        switch rule {
        case .text(let length): members += bounds("minLength", "maxLength", length)
        case .named(let rule): members.append(.init("pattern", .string(rule.pattern)))
        case .oneOf(let values):
            if values.contains(where: { !$0.summary.isEmpty }) {
                // Editors show the description of the value that is chosen.
                let choices = values.map { value -> JSONOut in
                    ["const": .string(value.value), "description": .string(value.summary)]
                }
                members.append(.init("oneOf", .array(choices)))
            } else {
                members.append(.init("enum", .strings(values.map(\.value))))
            }
        }
        return members
    }

    private func bounds(_ low: String, _ high: String, _ range: ClosedRange<Int>) -> [JSONOut.Member] {
        let isSize = low != "minimum"
        var members: [JSONOut.Member] = []
        if range.lowerBound != (isSize ? 0 : .min) { members.append(.init(low, .integer(range.lowerBound))) }
        if range.upperBound != .max { members.append(.init(high, .integer(range.upperBound))) }
        return members
    }

    private mutating func reference(to shape: ObjectShape) -> JSONOut.Member {
        define(shape.name, .object(members(of: shape)))
    }

    /// The tag's values are listed once; each chooses the closed shape of the whole object.
    private mutating func reference(to shape: TaggedShape) -> JSONOut.Member {
        let choices = shape.choices.map { choice -> JSONOut in
            let isChosen: JSONOut = [
                "properties": .object([.init(shape.tag, ["const": .string(choice.value)])]),
                "required": [.string(shape.tag)],
            ]
            return ["if": isChosen, "then": .object([reference(to: shape.shape(for: choice))])]
        }
        return define(
            shape.name,
            [
                "description": .string(shape.summary), "type": "object",
                "properties": .object([.init(shape.tag, schema(of: shape.tagField))]), "required": [.string(shape.tag)],
                "allOf": .array(choices),
            ])
    }

    private mutating func define(_ name: String, _ body: JSONOut) -> JSONOut.Member {
        let key = name.replacing(" ", with: "-")
        let earlier = definitions.updateValue(body, forKey: key)
        precondition(earlier == nil || earlier == body, "two shapes are named \(name)")
        return .init("$ref", .string("#/$defs/\(key)"))
    }
}
