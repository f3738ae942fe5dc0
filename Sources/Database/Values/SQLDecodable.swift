package import Kernel

extension Int64: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> Int64 {
        if cell.type == SQLType.integer.oid { return Int64(try cell.integer(at: 0, as: Int32.self)) }
        try cell.require(.bigint, .integer)
        return try cell.integer(at: 0, as: Int64.self)
    }
}

extension Int: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> Int { Int(try Int64.decode(cell)) }
}

extension Int32: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> Int32 {
        try cell.require(.integer)
        return try cell.integer(at: 0, as: Int32.self)
    }
}

extension Bool: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> Bool {
        try cell.require(.boolean)
        return try cell.integer(at: 0, as: UInt8.self) != 0
    }
}

extension String: SQLDecodable {
    /// Reads text, varchar, name, json and jsonb.
    package static func decode(_ cell: Cell) throws(DatabaseError) -> String {
        switch cell.type {
        case SQLType.text.oid, 19, 114, 1042, 1043: return cell.text()
        case SQLType.jsonb.oid:
            // The version byte of `jsonb_send`.
            guard try cell.integer(at: 0, as: UInt8.self) == 1 else { throw cell.unreadable("unknown jsonb version") }
            return cell.text(from: 1)
        default: throw cell.unreadable("type \(cell.type) where text was expected")
        }
    }
}

extension [UInt8]: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> [UInt8] {
        try cell.require(.bytea)
        return cell.bytes()
    }
}

extension Amount: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> Amount {
        try cell.require(.numeric)
        return Amount(units: try NumericWire.read(cell, scale: Amount.scale))
    }
}

extension Quantity: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> Quantity {
        try cell.require(.numeric)
        return Quantity(units: try NumericWire.read(cell, scale: Quantity.scale))
    }
}

extension CalendarDay: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> CalendarDay {
        try cell.require(.date)
        let days = try cell.integer(at: 0, as: Int32.self)
        let (sinceEpoch, overflow) = days.addingReportingOverflow(PostgresEpoch.days)
        guard !overflow, days != .min else { throw cell.unreadable("date is infinite") }
        return CalendarDay(daysSinceEpoch: sinceEpoch)
    }
}

extension Instant: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> Instant {
        try cell.require(.timestamptz)
        let shifted = try cell.integer(at: 0, as: Int64.self)
        let (microseconds, overflow) = shifted.addingReportingOverflow(PostgresEpoch.microseconds)
        guard !overflow, shifted != .min else { throw cell.unreadable("timestamp is infinite") }
        return Instant(microseconds: microseconds)
    }
}

extension Identifier: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> Identifier {
        guard let identifier = Identifier(try String.decode(cell)) else { throw cell.unreadable("not an identifier") }
        return identifier
    }
}

extension RunID: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> RunID {
        guard let run = RunID(try String.decode(cell)) else { throw cell.unreadable("not a run id") }
        return run
    }
}

extension Currency: SQLDecodable {
    package static func decode(_ cell: Cell) throws(DatabaseError) -> Currency {
        guard let currency = Currency(try String.decode(cell)) else { throw cell.unreadable("not a currency") }
        return currency
    }
}
