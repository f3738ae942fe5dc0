import Kernel

/// Completes documents with the defaults of their shape.
enum DefaultFiller {
    static func fill(_ node: JSONNode, _ shape: ValueShape) -> JSONNode {
        var filled = node
        switch (shape, node.value) {
        case (.object(let shape), .object(let members)):
            filled.value = .object(fill(members, shape, at: node.place))
        case (.tagged(let shape), .object(let members)):
            guard let tag = node[shape.tag]?.string, let choice = shape.choice(tag) else { return node }
            filled.value = .object(fill(members, shape.shape(for: choice), at: node.place))
        case (.array(let shape), .array(let elements)):
            filled.value = .array(elements.map { fill($0, shape.element) })
        case (.map(let shape), .object(let members)):
            filled.value = .object(members.map { fill($0, shape.value) })
        case (.either(let shapes), _):
            guard let shape = shapes.first(where: { $0.kind == node.kind }) else { return node }
            return fill(node, shape)
        default: break
        }
        return filled
    }

    private static func fill(_ member: JSONMember, _ shape: ValueShape) -> JSONMember {
        JSONMember(key: member.key, keyPlace: member.keyPlace, value: fill(member.value, shape))
    }

    /// Missing members follow the given ones, in the order of the table; their place is that of the object.
    private static func fill(_ members: [JSONMember], _ shape: ObjectShape, at place: Place) -> [JSONMember] {
        var filled = members.map { member in shape.field(member.key).map { fill(member, $0.type) } ?? member }
        for field in shape.fields {
            guard case .defaults(let value) = field.presence, !members.contains(where: { $0.key.isExactly(field.key) })
            else { continue }
            let node = JSONNode(value, at: place)
            filled.append(JSONMember(key: field.key, keyPlace: place, value: fill(node, field.type)))
        }
        return filled
    }
}

extension JSONNode {
    /// A value made by code, as if it stood at `place`.
    init(_ out: JSONOut, at place: Place) {
        let value: JSONValue =
            switch out {
            case .null: .null
            case .bool(let value): .bool(value)
            case .integer(let value): .number(String(value))
            case .number(let number): .number(number.text)
            case .string(let text): .string(text)
            case .array(let elements): .array(elements.map { JSONNode($0, at: place) })
            case .object(let members):
                .object(members.map { JSONMember(key: $0.key, keyPlace: place, value: JSONNode($0.value, at: place)) })
            }
        self.init(value: value, place: place)
    }
}
