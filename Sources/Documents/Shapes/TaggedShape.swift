/// An object in which one key, the tag, chooses the shape of the rest.
///
/// `{"use": "allocate", "id": "split", "options": {...}}`: the tag `use` chooses the shape of `options` (placement
/// `.sibling`). `{"kind": "file", "path": "..."}`: the tag `kind` chooses which keys stand beside it (`.inline`).
package struct TaggedShape: Sendable {
    package enum Placement: Sendable {
        /// The chosen shape is that of the object under this key. The key may be left out when nothing in it is required.
        case sibling(key: String, summary: String)
        /// The chosen shape's fields stand in the same object.
        case inline
    }

    package struct Choice: Sendable {
        package let value: String
        package let shape: ObjectShape

        package init(_ value: String, _ shape: ObjectShape) {
            self.value = value
            self.shape = shape
        }
    }

    package let name: String
    package let summary: String
    package let tag: String
    package let tagSummary: String
    package let placement: Placement
    /// The keys that every choice has.
    package let common: [FieldShape]
    package let choices: [Choice]

    package init(
        _ name: String, _ summary: String, tag: String, _ tagSummary: String, placement: Placement,
        common: [FieldShape] = [], choices: [Choice]
    ) {
        self.name = name
        self.summary = summary
        self.tag = tag
        self.tagSummary = tagSummary
        self.placement = placement
        self.common = common
        self.choices = choices
    }

    func choice(_ value: String) -> Choice? { choices.first { $0.value.isExactly(value) } }

    var tagRule: StringRule { .oneOf(choices.map { EnumeratedText($0.value, $0.shape.summary) }) }

    var tagField: FieldShape { .required(tag, .string(tagRule), tagSummary) }

    /// The whole object once the tag is known.
    func shape(for choice: Choice) -> ObjectShape {
        let rule = StringRule.oneOf([EnumeratedText(choice.value, choice.shape.summary)])
        var fields: [FieldShape] = [.required(tag, .string(rule), tagSummary)] + common
        switch placement {
        case .inline: fields += choice.shape.fields
        case .sibling(let key, let summary):
            let presence: FieldShape.Presence = choice.shape.requiredKeys.isEmpty ? .defaults(to: [:]) : .required
            fields.append(FieldShape(key, .object(choice.shape), presence, summary))
        }
        return ObjectShape("\(name) \(choice.value)", choice.shape.summary, fields)
    }

    /// What can be said of the object while the tag is missing or wrong.
    var shapeWithoutChoice: ObjectShape {
        var fields = [tagField] + common
        if case .sibling(let key, let summary) = placement { fields.append(.optional(key, .any, summary)) }
        return ObjectShape(name, summary, fields)
    }
}
