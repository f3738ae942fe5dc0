/// What may be in an array parameter: `WHERE name = ANY($1)`; an array of bytes is one `bytea`.
package protocol SQLArrayElement: SQLEncodable {
    static var sqlArrayType: SQLType { get }
}

extension String: SQLArrayElement {
    package static var sqlArrayType: SQLType { .textArray }
}

extension Int64: SQLArrayElement {
    package static var sqlArrayType: SQLType { .bigintArray }
}

extension UInt8: SQLArrayElement {
    package static var sqlType: SQLType { .bytea }
    package static var sqlArrayType: SQLType { .bytea }
    package func encode(into bytes: inout [UInt8]) { bytes.append(self) }
}

extension Array: SQLEncodable where Element: SQLArrayElement {
    package static var sqlType: SQLType { Element.sqlArrayType }

    /// One-dimensional `array_recv`: dimensions, null flag, element type, length, lower bound, then the elements.
    package func encode(into bytes: inout [UInt8]) throws(DatabaseError) {
        // The cast alone would take every empty array.
        if Element.self == UInt8.self, let octets = self as? [UInt8] {
            bytes.append(contentsOf: octets)
            return
        }
        bytes.appendBigEndian(Int32(isEmpty ? 0 : 1))
        bytes.appendBigEndian(Int32(0))
        bytes.appendBigEndian(Element.sqlType.oid)
        guard !isEmpty else { return }
        bytes.appendBigEndian(Int32(count))
        bytes.appendBigEndian(Int32(1))
        for element in self {
            var encoded: [UInt8] = []
            try element.encode(into: &encoded)
            bytes.appendBigEndian(Int32(encoded.count))
            bytes.append(contentsOf: encoded)
        }
    }
}
