/// What an object may hold: declared once, then used to check documents, to print the JSON Schema and to print the
/// reference page, so that the three cannot differ.
package struct ObjectShape: Sendable {
    /// A few plain words without an article, lower case: `retry policy`. Messages, schema and headings use it.
    package let name: String
    /// What the record is for: a clause without a full stop.
    package let summary: String
    package let fields: [FieldShape]

    package init(_ name: String, _ summary: String, _ fields: [FieldShape]) {
        self.name = name
        self.summary = summary
        self.fields = fields
    }

    /// The shape of a whole file, which may name its JSON Schema for editors.
    package static func document(_ name: String, _ summary: String, _ fields: [FieldShape]) -> ObjectShape {
        ObjectShape(name, summary, [.schemaReference] + fields)
    }

    func field(_ key: String) -> FieldShape? { fields.first { $0.key.isExactly(key) } }

    var requiredKeys: [String] { fields.filter(\.isRequired).map(\.key) }
}

/// One key of an object.
package struct FieldShape: Sendable {
    package enum Presence: Sendable {
        case required
        /// Leaving the key out has a meaning of its own, which the summary tells.
        case optional
        case defaults(to: JSONOut)
    }

    package let key: String
    package let type: ValueShape
    package let presence: Presence
    package let summary: String

    package init(_ key: String, _ type: ValueShape, _ presence: Presence, _ summary: String) {
        self.key = key
        self.type = type
        self.presence = presence
        self.summary = summary
    }

    package static func required(_ key: String, _ type: ValueShape, _ summary: String) -> FieldShape {
        FieldShape(key, type, .required, summary)
    }

    package static func optional(_ key: String, _ type: ValueShape, _ summary: String) -> FieldShape {
        FieldShape(key, type, .optional, summary)
    }

    package static func optional(
        _ key: String, _ type: ValueShape, default value: JSONOut, _ summary: String
    ) -> FieldShape {
        FieldShape(key, type, .defaults(to: value), summary)
    }

    static let schemaReference = optional(
        "$schema", .text(), "address of this file's JSON Schema, for editors; not read by `reckon`")

    var isRequired: Bool {
        if case .required = presence { true } else { false }
    }
}
