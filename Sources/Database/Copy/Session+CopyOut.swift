internal import CLibPQ
import Kernel

extension Session {
    /// Hands the rows of a query to `body` by binary COPY, the fastest way to read very many.
    ///
    /// COPY takes no parameters: `query` must hold none. Rows are limited by the tenant policy as ever.
    package func copyOut(_ query: SQL, _ types: [SQLType], _ body: (CopiedRow) throws -> Void) throws {
        try connection().copyOut(query, types, body)
    }
}

/// One row of `copyOut`; of no use after `body`.
package struct CopiedRow {
    fileprivate let cells: [Cell?]

    package func value<Value: SQLDecodable>(_ column: Int, as type: Value.Type = Value.self) throws(DatabaseError)
        -> Value
    {
        guard let value = try optional(column, as: Value.self) else {
            throw DatabaseError(.unreadableValue, detail: "null in column \(column)")
        }
        return value
    }

    package func optional<Value: SQLDecodable>(
        _ column: Int, as type: Value.Type = Value.self
    ) throws(DatabaseError) -> Value? {
        guard let cell = cells[column] else { return nil }
        return try Value.decode(cell)
    }
}

extension Connection {
    func copyOut(_ query: SQL, _ types: [SQLType], _ body: (CopiedRow) throws -> Void) throws {
        precondition(query.bindings.isEmpty, "COPY takes no parameters")
        let sql: SQL = "COPY (\(query)) TO STDOUT (FORMAT binary)"
        try run(sql)
        let handle = try unsafe open()
        do {
            try unsafe readCopy(handle, types, body)
        } catch {
            // Without this the rest, perhaps gigabytes, would have to be read.
            try cancelHandle().cancel()
            var line: UnsafeMutablePointer<CChar>?
            while unsafe PQgetCopyData(handle, &line, 0) > 0 { unsafe PQfreemem(line) }
            drain()
            throw error
        }
        let result = unsafe PQgetResult(handle)
        defer { drain() }
        unsafe PQclear(try checked(result, sql: sql.text))
    }

    /// libpq hands out one row at a time; the first comes after the file header, which is 19 bytes without extension.
    private func readCopy(
        _ handle: OpaquePointer, _ types: [SQLType], _ body: (CopiedRow) throws -> Void
    ) throws {
        var isFirst = true
        while true {
            var line: UnsafeMutablePointer<CChar>?
            let count = Int(unsafe PQgetCopyData(handle, &line, 0))
            guard count > 0, let line = unsafe line else {
                if count == -2 { throw brokenConnection(sql: "COPY") }
                return
            }
            defer { unsafe PQfreemem(line) }
            let header = isFirst ? 19 : 0
            isFirst = false
            try unsafe line.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
                let row = unsafe Cell(start: bytes + header, count: count - header, type: 0)
                // The header may come alone; a row count of -1 ends the data.
                guard row.count > 0, try row.integer(at: 0, as: Int16.self) >= 0 else { return }
                try body(CopiedRow(cells: try split(row, types)))
            }
        }
    }

    private func split(_ row: Cell, _ types: [SQLType]) throws(DatabaseError) -> [Cell?] {
        guard try Int(row.integer(at: 0, as: Int16.self)) == types.count else {
            throw row.unreadable("\(try row.integer(at: 0, as: Int16.self)) columns where \(types.count) were expected")
        }
        var cells: [Cell?] = []
        cells.reserveCapacity(types.count)
        var position = 2
        for type in types {
            let length = Int(try row.integer(at: position, as: Int32.self))
            position += 4
            guard length >= 0 else {
                cells.append(nil)
                continue
            }
            cells.append(try row.part(from: position, count: length, type: type))
            position += length
        }
        return cells
    }
}
