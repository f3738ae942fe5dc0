internal import CLibPQ
package import Kernel

/// A column of a bulk load.
package struct CopyColumn: Sendable, Equatable {
    package let name: String
    package let type: SQLType

    package init(_ name: String, _ type: SQLType) {
        self.name = name
        self.type = type
    }
}

/// Writes rows in PostgreSQL's binary COPY format (COPY, "File Formats").
///
/// `append` once for every column in order, then `endRow`. Binary COPY converts nothing, so a value of another type
/// than its column is a broken invariant.
@safe package struct CopyWriter: ~Copyable {
    /// Sent when it holds this much; larger ones measured no faster.
    private static let sendSize = 64 * 1024

    private let connection: Connection
    private let columns: [CopyColumn]
    private var buffer: [UInt8] = []
    private var column = 0
    package private(set) var rowCount = 0

    init(connection: Connection, columns: [CopyColumn]) {
        self.connection = connection
        self.columns = columns
        buffer.reserveCapacity(CopyWriter.sendSize + 4096)
        // "PGCOPY\n\377\r\n\0", no flags, no header extension.
        buffer += [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]
    }

    package mutating func append(_ value: Int64?) { fixed(value, .bigint) }
    package mutating func append(_ value: Int32?) { fixed(value, .integer) }

    package mutating func append(_ value: Bool?) { fixed(value.map { $0 ? 1 : 0 as UInt8 }, .boolean) }

    package mutating func append(_ value: Amount?) {
        guard let value else { return null(.numeric) }
        numeric(value.units, scale: Amount.scale)
    }

    package mutating func append(_ value: Quantity?) {
        guard let value else { return null(.numeric) }
        numeric(value.units, scale: Quantity.scale)
    }

    package mutating func append(_ value: String?) throws(DatabaseError) { try variable(value) }
    package mutating func append(_ value: CalendarDay?) throws(DatabaseError) { try variable(value) }
    package mutating func append(_ value: Instant?) throws(DatabaseError) { try variable(value) }
    package mutating func append(_ value: [UInt8]?) throws(DatabaseError) { try variable(value) }
    package mutating func append(_ value: JSONText?) throws(DatabaseError) { try variable(value) }
    package mutating func append(_ value: [String]?) throws(DatabaseError) { try variable(value) }

    package mutating func append<Kind>(_ value: Identifier<Kind>?) {
        guard let value else { return null(.text) }
        let start = beginVariable(.text)
        buffer.append(contentsOf: value.text.utf8)
        endVariable(start)
    }

    /// A column of any type, null.
    package mutating func appendNull() {
        precondition(column < columns.count, "more values than columns")
        null(columns[column].type)
    }

    package mutating func endRow() throws(DatabaseError) {
        precondition(column == columns.count, "\(column) values for \(columns.count) columns")
        column = 0
        rowCount += 1
        if buffer.count >= CopyWriter.sendSize { try send() }
    }

    mutating func finish() throws(DatabaseError) {
        precondition(column == 0, "the last row of a bulk load was not ended")
        buffer.appendBigEndian(Int16(-1))
        try send()
    }

    private mutating func begin(_ type: SQLType) {
        precondition(
            column < columns.count && columns[column].type == type, "a value of type \(type) in the wrong column")
        if column == 0 { buffer.appendBigEndian(Int16(truncatingIfNeeded: columns.count)) }
        column += 1
    }

    private mutating func null(_ type: SQLType) {
        begin(type)
        buffer.appendBigEndian(Int32(-1))
    }

    private mutating func fixed<Value: FixedWidthInteger>(_ value: Value?, _ type: SQLType) {
        guard let value else { return null(type) }
        begin(type)
        buffer.appendBigEndian(Int32(Value.bitWidth / 8))
        buffer.appendBigEndian(value)
    }

    private mutating func numeric(_ units: Int128, scale: Int) {
        let start = beginVariable(.numeric)
        NumericWire.append(units, scale: scale, to: &buffer)
        endVariable(start)
    }

    private mutating func variable<Value: SQLEncodable>(_ value: Value?) throws(DatabaseError) {
        guard let value else { return null(Value.sqlType) }
        let start = beginVariable(Value.sqlType)
        try value.encode(into: &buffer)
        endVariable(start)
    }

    /// Leaves room for the length word.
    private mutating func beginVariable(_ type: SQLType) -> Int {
        begin(type)
        buffer.appendBigEndian(Int32(0))
        return buffer.count
    }

    private mutating func endVariable(_ start: Int) {
        let length = UInt32(buffer.count - start)
        for index in 0..<4 { buffer[start - 4 + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
    }

    private mutating func send() throws(DatabaseError) {
        let handle = try unsafe connection.open()
        let sent = unsafe buffer.withUnsafeBytes { bytes in
            unsafe PQputCopyData(handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        guard sent == 1 else { throw connection.brokenConnection(sql: "COPY") }
        buffer.removeAll(keepingCapacity: true)
    }
}
