/// A column type that is read and written, with its number in `pg_type`.
package struct SQLType: Sendable, Hashable, CustomStringConvertible {
    package let oid: UInt32
    package let name: String

    package var description: String { name }

    package static let boolean = SQLType(oid: 16, name: "boolean")
    package static let bytea = SQLType(oid: 17, name: "bytea")
    package static let bigint = SQLType(oid: 20, name: "bigint")
    package static let integer = SQLType(oid: 23, name: "integer")
    package static let text = SQLType(oid: 25, name: "text")
    package static let bigintArray = SQLType(oid: 1016, name: "bigint[]")
    package static let textArray = SQLType(oid: 1009, name: "text[]")
    package static let date = SQLType(oid: 1082, name: "date")
    package static let timestamptz = SQLType(oid: 1184, name: "timestamptz")
    package static let numeric = SQLType(oid: 1700, name: "numeric")
    package static let jsonb = SQLType(oid: 3802, name: "jsonb")
}
