package import Kernel

/// A value that can be a parameter of a statement.
package protocol SQLEncodable: Sendable {
    static var sqlType: SQLType { get }
    /// Appends the binary form, without a length word.
    func encode(into bytes: inout [UInt8]) throws(DatabaseError)
}

extension Int64: SQLEncodable {
    package static var sqlType: SQLType { .bigint }
    package func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(self) }
}

extension Int: SQLEncodable {
    package static var sqlType: SQLType { .bigint }
    package func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(Int64(self)) }
}

extension Int32: SQLEncodable {
    package static var sqlType: SQLType { .integer }
    package func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(self) }
}

extension Bool: SQLEncodable {
    package static var sqlType: SQLType { .boolean }
    package func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
}

extension String: SQLEncodable {
    package static var sqlType: SQLType { .text }
    /// PostgreSQL's text cannot hold a zero byte.
    package func encode(into bytes: inout [UInt8]) throws(DatabaseError) {
        let start = bytes.count
        bytes.append(contentsOf: utf8)
        guard !bytes[start...].contains(0) else {
            throw DatabaseError(.unwritableValue, detail: "a text holds a zero byte")
        }
    }
}

extension Amount: SQLEncodable {
    package static var sqlType: SQLType { .numeric }
    package func encode(into bytes: inout [UInt8]) { NumericWire.append(units, scale: Amount.scale, to: &bytes) }
}

extension Quantity: SQLEncodable {
    package static var sqlType: SQLType { .numeric }
    package func encode(into bytes: inout [UInt8]) { NumericWire.append(units, scale: Quantity.scale, to: &bytes) }
}

/// An exact decimal of any scale from 0 to 38.
package struct Numeric: SQLEncodable, Hashable {
    package let units: Int128
    package let scale: Int

    package init(units: Int128, scale: Int) {
        precondition((0...38).contains(scale), "the scale of a decimal is outside 0...38")
        self.units = units
        self.scale = scale
    }

    package static var sqlType: SQLType { .numeric }
    package func encode(into bytes: inout [UInt8]) { NumericWire.append(units, scale: scale, to: &bytes) }
}

extension CalendarDay: SQLEncodable {
    package static var sqlType: SQLType { .date }
    package func encode(into bytes: inout [UInt8]) throws(DatabaseError) {
        let (days, overflow) = daysSinceEpoch.subtractingReportingOverflow(PostgresEpoch.days)
        guard !overflow else { throw DatabaseError(.unwritableValue, detail: "date out of range") }
        bytes.appendBigEndian(days)
    }
}

extension Instant: SQLEncodable {
    package static var sqlType: SQLType { .timestamptz }
    package func encode(into bytes: inout [UInt8]) throws(DatabaseError) {
        let (shifted, overflow) = microseconds.subtractingReportingOverflow(PostgresEpoch.microseconds)
        // The two ends of Int64 mean infinity.
        guard !overflow, shifted != .max, shifted != .min else {
            throw DatabaseError(.unwritableValue, detail: "instant out of range")
        }
        bytes.appendBigEndian(shifted)
    }
}

/// PostgreSQL counts days and microseconds from 2000-01-01.
enum PostgresEpoch {
    static let days: Int32 = 10_957
    static let microseconds: Int64 = 946_684_800_000_000
}

extension Identifier: SQLEncodable {
    package static var sqlType: SQLType { .text }
    package func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }
}

extension RunID: SQLEncodable {
    package static var sqlType: SQLType { .text }
    package func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }
}

extension Currency: SQLEncodable {
    package static var sqlType: SQLType { .text }
    package func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: description.utf8) }
}

/// JSON text for a `jsonb` column.
package struct JSONText: SQLEncodable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }

    package static var sqlType: SQLType { .jsonb }
    /// The version byte of `jsonb_recv`, then the text.
    package func encode(into bytes: inout [UInt8]) throws(DatabaseError) {
        bytes.append(1)
        try text.encode(into: &bytes)
    }
}
