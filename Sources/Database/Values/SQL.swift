import Kernel

/// A statement: its text and the values for `$1`, `$2`, ...
///
/// Written as a string whose interpolations become parameters, so that a value can never become SQL:
/// `"SELECT cost FROM daily WHERE day = \(day) AND tenant_id = \(tenant)"`.
/// A text parameter takes the type the statement asks for (text, jsonb, inet, ...); all others carry their own type.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    package private(set) var text: String
    var bindings: [Binding]

    /// A parameter as it is sent: no bytes for null, no type where the server is to infer it.
    struct Binding: Sendable, Equatable {
        var type: UInt32
        var bytes: [UInt8]?
        var isText: Bool
    }

    /// Set when a value could not be encoded; reported when the statement is about to be sent.
    var encodingError: DatabaseError?

    package init(stringLiteral text: String) {
        self.text = text
        bindings = []
    }

    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    /// SQL that does not come from a literal of this program, such as a script of a migration: never from input.
    package init(trusted text: String) {
        self.text = text
        bindings = []
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        var sql = SQL(trusted: "")

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { sql.text += literal }

        package mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value) { sql.bind(value) }

        /// A nil is sent as null of the value's type.
        package mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value?) {
            if let value { sql.bind(value) } else { sql.bindNull(Value.sqlType) }
        }

        /// A name of a table, column or role, quoted.
        package mutating func appendInterpolation(identifier: String) {
            sql.text += SQL.quoted(identifier: identifier)
        }

        /// A part of a statement with its own parameters, which are numbered on.
        package mutating func appendInterpolation(_ fragment: SQL) { sql.append(fragment) }
    }

    private mutating func bind<Value: SQLEncodable>(_ value: Value) {
        var bytes: [UInt8] = []
        do { try value.encode(into: &bytes) } catch { encodingError = error }
        let isText = Value.sqlType == .text
        // libpq reads a text parameter up to its zero byte.
        if isText { bytes.append(0) }
        bindings.append(Binding(type: isText ? 0 : Value.sqlType.oid, bytes: bytes, isText: isText))
        text += "$\(bindings.count)"
    }

    private mutating func bindNull(_ type: SQLType) {
        bindings.append(Binding(type: type == .text ? 0 : type.oid, bytes: nil, isText: type == .text))
        text += "$\(bindings.count)"
    }

    package mutating func append(_ fragment: SQL) {
        encodingError = encodingError ?? fragment.encodingError
        guard !fragment.bindings.isEmpty else {
            text += fragment.text
            return
        }
        // `$n` occurs in a fragment only where an interpolation put it: renumber those.
        var rest = Substring(fragment.text)
        for number in 1...fragment.bindings.count {
            guard let range = rest.firstRange(of: "$\(number)") else { break }
            text += rest[..<range.lowerBound]
            bindings.append(fragment.bindings[number - 1])
            text += "$\(bindings.count)"
            rest = rest[range.upperBound...]
        }
        text += rest
    }

    static func quoted(identifier: String) -> String {
        precondition(!identifier.utf8.contains(0), "a name holds a zero byte")
        return "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
