import Kernel

/// One non-null value of a result in binary form, valid while its result is.
@safe package struct Cell {
    private let start: UnsafePointer<UInt8>
    let count: Int
    let type: UInt32

    init(start: UnsafePointer<UInt8>, count: Int, type: UInt32) {
        unsafe self.start = unsafe start
        self.count = count
        self.type = type
    }

    func integer<Value: FixedWidthInteger>(at offset: Int, as type: Value.Type) throws(DatabaseError) -> Value {
        guard offset >= 0, offset + Value.bitWidth / 8 <= count else { throw unreadable("value is too short") }
        var value: Value = 0
        for index in 0..<Value.bitWidth / 8 {
            value = value << 8 | Value(truncatingIfNeeded: unsafe start[offset + index])
        }
        return value
    }

    func part(from offset: Int, count length: Int, type: SQLType) throws(DatabaseError) -> Cell {
        guard offset >= 0, length >= 0, offset + length <= count else { throw unreadable("value is too short") }
        return unsafe Cell(start: start + offset, count: length, type: type.oid)
    }

    func bytes(from offset: Int = 0) -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: start + offset, count: count - offset))
    }

    func text(from offset: Int = 0) -> String {
        unsafe String(decoding: UnsafeBufferPointer(start: start + offset, count: count - offset), as: UTF8.self)
    }

    func require(_ types: SQLType...) throws(DatabaseError) {
        guard types.contains(where: { $0.oid == type }) else {
            throw unreadable("type \(type) where \(types.map(\.name).joined(separator: " or ")) was expected")
        }
    }

    func unreadable(_ reason: String) -> DatabaseError { DatabaseError(.unreadableValue, detail: reason) }
}

/// A value that can be read from a result.
package protocol SQLDecodable {
    static func decode(_ cell: Cell) throws(DatabaseError) -> Self
}
