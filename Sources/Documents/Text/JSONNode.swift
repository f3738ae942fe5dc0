package import Kernel

/// A JSON value and where it stands in its file.
package struct JSONNode: Sendable {
    package var value: JSONValue
    package var place: Place

    package init(value: JSONValue, place: Place) {
        self.value = value
        self.place = place
    }
}

/// A parsed JSON value. Numbers keep their exact text; members keep the order of the file.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([JSONMember])
}

/// One key of an object with its value; `keyPlace` is the key's opening quote.
package struct JSONMember: Sendable {
    package var key: String
    package var keyPlace: Place
    package var value: JSONNode

    package init(key: String, keyPlace: Place, value: JSONNode) {
        self.key = key
        self.keyPlace = keyPlace
        self.value = value
    }
}

/// The six types of JSON, as messages name them.
package enum JSONKind: String, Sendable {
    case null
    case bool = "true or false"
    case number = "a number"
    case string = "a string"
    case array = "an array"
    case object = "an object"
}

extension JSONValue {
    package var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}

extension JSONNode {
    package var kind: JSONKind { value.kind }

    /// The member of that name; nil when there is none or the value is not an object.
    package subscript(key: String) -> JSONNode? { member(key)?.value }

    package func member(_ key: String) -> JSONMember? { members?.first { $0.key.isExactly(key) } }

    package var isNull: Bool { kind == .null }

    package var bool: Bool? {
        if case .bool(let value) = value { value } else { nil }
    }

    /// The number's text as the file has it.
    package var numberText: String? {
        if case .number(let text) = value { text } else { nil }
    }

    /// The number when it is whole and fits; `1e3` and `5.0` are whole numbers, as in JSON Schema.
    package var int: Int? {
        guard let units = wholeNumber else { return nil }
        return Int(exactly: units)
    }

    /// The number exactly; nil when it has more than 18 decimals or does not fit.
    package var quantity: Quantity? {
        guard let text = numberText else { return nil }
        do { return try Quantity(text) } catch { return nil }
    }

    /// The number exactly; nil when it has more than 24 decimals or does not fit.
    package var amount: Amount? {
        guard let text = numberText else { return nil }
        do { return try Amount(text) } catch { return nil }
    }

    package var string: String? {
        if case .string(let text) = value { text } else { nil }
    }

    package var array: [JSONNode]? {
        if case .array(let elements) = value { elements } else { nil }
    }

    package var members: [JSONMember]? {
        if case .object(let members) = value { members } else { nil }
    }

    private var wholeNumber: Int128? {
        guard let text = numberText else { return nil }
        do { return try DecimalText.parse(text, scale: 0) } catch { return nil }
    }
}
