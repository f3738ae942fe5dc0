internal import CLibPQ
import Kernel

extension Connection {
    /// The gate that every byte to the server passes: throws, and reports, while the context is `refused`.
    func open() throws(DatabaseError) -> OpaquePointer {
        guard context != .refused else {
            security.record(SecurityEvent(.statementRefused, tenant: nil))
            throw DatabaseError(.tenantRefused)
        }
        guard let handle = unsafe handle else { throw DatabaseError(.connectionLost) }
        return unsafe handle
    }

    /// Runs one statement; values go beside it, never in it. The answer is binary.
    @discardableResult
    func run(_ sql: SQL) throws(DatabaseError) -> ResultSet {
        let handle = try unsafe open()
        if let error = sql.encodingError { throw error }
        let result = unsafe withBindings(sql.bindings) { count, types, values, lengths, formats in
            unsafe PQexecParams(handle, sql.text, count, types, values, lengths, formats, 1)
        }
        return unsafe ResultSet(owning: try checked(result, sql: sql.text))
    }

    /// Runs a script of several statements without values. Only migrations have such.
    func runScript(_ script: String) throws(DatabaseError) {
        let handle = try unsafe open()
        let result = unsafe PQexec(handle, script)
        unsafe PQclear(try unsafe checked(result, sql: script))
    }

    /// Hands rows to `body` as they arrive, one at a time, so that an answer of any size fits in memory.
    func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        let handle = try unsafe open()
        if let error = sql.encodingError { throw error }
        let sent = unsafe withBindings(sql.bindings) { count, types, values, lengths, formats in
            unsafe PQsendQueryParams(handle, sql.text, count, types, values, lengths, formats, 1)
        }
        guard sent == 1, unsafe PQsetSingleRowMode(handle) == 1 else { throw brokenConnection(sql: sql.text) }
        var failure: (any Error)?
        while let result = unsafe PQgetResult(handle) {
            // After a failure the rest is read and dropped: the connection can be used again only then.
            guard failure == nil else {
                unsafe PQclear(result)
                continue
            }
            do {
                let rows = unsafe ResultSet(owning: try checked(result, sql: sql.text))
                for row in rows.rows { try body(row) }
            } catch {
                failure = error
                // What the server would still send is of no use.
                if !(error is DatabaseError) { try cancelHandle().cancel() }
            }
        }
        if let failure { throw failure }
    }

    /// `result` when it is an answer; else its error, typed. Takes over `result`.
    func checked(_ result: OpaquePointer?, sql: String) throws(DatabaseError) -> OpaquePointer {
        guard let result = unsafe result else { throw brokenConnection(sql: sql) }
        switch unsafe PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_COPY_IN, PGRES_COPY_OUT:
            return unsafe result
        default:
            let message = unsafe ServerMessage(result)
            unsafe PQclear(result)
            throw failure(message, sql: sql)
        }
    }

    private func failure(_ message: ServerMessage, sql: String) -> DatabaseError {
        guard let state = message.sqlState else {
            return DatabaseError(isBroken ? .connectionLost : .other, detail: "\(message.message)\nsql: \(sql)")
        }
        if state == "42501", case .tenant(let tenant) = context {
            security.record(SecurityEvent(.privilegeRefused, tenant: tenant))
        }
        let detail = ([message.message] + message.more + ["sql: \(sql)"]).joined(separator: "\n")
        return DatabaseError(
            .forSQLState(state, message: message.message), sqlState: state, constraint: message.constraint,
            detail: detail)
    }

    func brokenConnection(sql: String) -> DatabaseError {
        let reason = unsafe handle.map { unsafe String(cString: PQerrorMessage($0)) } ?? "closed"
        return DatabaseError(isBroken ? .connectionLost : .other, detail: "\(reason)\nsql: \(sql)")
    }

    private typealias SendBindings<Result> = (
        Int32, UnsafePointer<Oid>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?,
        UnsafePointer<Int32>?
    ) -> Result

    /// Lays the values out as libpq takes them, all in one block.
    private func withBindings<Result>(_ bindings: [SQL.Binding], _ send: SendBindings<Result>) -> Result {
        let types = bindings.map { Oid($0.type) }
        let lengths = bindings.map { Int32(clamping: $0.bytes?.count ?? 0) }
        let formats = bindings.map { Int32($0.isText ? 0 : 1) }
        // An empty value still needs an address: a null pointer means null.
        var block: [UInt8] = []
        for binding in bindings { block += binding.bytes ?? [] }
        block.append(0)
        return unsafe block.withUnsafeBytes { block in
            var offset = 0
            let values: [UnsafePointer<CChar>?] = unsafe bindings.map { binding in
                guard let bytes = binding.bytes else { return nil }
                defer { offset += bytes.count }
                return unsafe block.baseAddress!.advanced(by: offset).assumingMemoryBound(to: CChar.self)
            }
            return unsafe send(Int32(bindings.count), types, values, lengths, formats)
        }
    }
}
