/// A JSON value made by code, to be written. Members keep the order given; `CanonicalJSON` sorts them.
package indirect enum JSONOut: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(JSONNumber)
    case string(String)
    case array([JSONOut])
    case object([Member])

    package struct Member: Sendable, Hashable {
        package var key: String
        package var value: JSONOut

        package init(_ key: String, _ value: JSONOut) {
            self.key = key
            self.value = value
        }
    }

    package static func strings(_ texts: some Sequence<String>) -> JSONOut { .array(texts.map { .string($0) }) }

    /// The string, or null.
    package static func optional(_ text: String?) -> JSONOut { text.map { .string($0) } ?? .null }
}

extension JSONOut: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral text: String) { self = .string(text) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSONOut...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONOut)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
    package init(nilLiteral: ()) { self = .null }
}

extension JSONOut {
    /// The value of a parsed node, without places; numbers keep their text.
    package init(_ node: JSONNode) {
        self =
            switch node.value {
            case .null: .null
            case .bool(let value): .bool(value)
            case .number(let text): .number(JSONNumber(unchecked: text))
            case .string(let text): .string(text)
            case .array(let elements): .array(elements.map { JSONOut($0) })
            case .object(let members): .object(members.map { Member($0.key, JSONOut($0.value)) })
            }
    }
}
