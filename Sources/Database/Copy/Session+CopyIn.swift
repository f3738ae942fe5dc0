internal import CLibPQ
import Kernel

extension Session {
    /// Loads rows by binary COPY; part of the scope's transaction.
    ///
    /// PostgreSQL refuses COPY into a table under row security, so such rows go through a temporary table and an
    /// INSERT ... SELECT, on which the tenant policy is checked row by row.
    ///
    /// - Parameter table: a table of schema `reckon`.
    /// - Returns: the number of rows.
    @discardableResult
    package func copyIn(
        _ table: String, _ columns: [CopyColumn], _ body: (inout CopyWriter) throws -> Void
    ) throws -> Int {
        let connection = try connection()
        let target: SQL = "\(identifier: Roles.schema).\(identifier: table)"
        let isProtected = try requireColumns(columns, of: table, on: connection)
        let names = SQL(trusted: columns.map { SQL.quoted(identifier: $0.name) }.joined(separator: ", "))
        guard isProtected else { return try connection.copyIn("\(target) (\(names))", columns, body) }

        let staging: SQL = "pg_temp.\(identifier: "staging_\(table)")"
        try connection.run(
            "CREATE TEMPORARY TABLE \(staging) ON COMMIT DROP AS SELECT \(names) FROM \(target) WITH NO DATA")
        let count = try connection.copyIn("\(staging) (\(names))", columns, body)
        try connection.run("INSERT INTO \(target) (\(names)) SELECT \(names) FROM \(staging)")
        try connection.run("DROP TABLE \(staging)")
        return count
    }

    /// Eight bytes may be a bigint, a timestamp or a float: what the caller writes must be what the table has.
    ///
    /// - Returns: whether the table is under row security for us.
    private func requireColumns(
        _ columns: [CopyColumn], of table: String, on connection: Connection
    ) throws(DatabaseError) -> Bool {
        let answer = try connection.run(
            """
            SELECT a.attname::text, a.atttypid::bigint, row_security_active(c.oid)
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = \(Roles.schema)::regnamespace AND c.relname = \(table) AND a.attnum > 0
                AND NOT a.attisdropped
            """)
        var types: [String: Int64] = [:]
        var isProtected = false
        for row in answer.rows {
            types[try row.value(0)] = try row.value(1)
            isProtected = try row.value(2)
        }
        for column in columns where types[column.name] != Int64(column.type.oid) {
            throw DatabaseError(
                .copyMismatch, detail: "column \(column.name) of \(table) is not of type \(column.type)")
        }
        return isProtected
    }
}

extension Connection {
    func copyIn(
        _ target: SQL, _ columns: [CopyColumn], _ body: (inout CopyWriter) throws -> Void
    ) throws -> Int {
        let sql: SQL = "COPY \(target) FROM STDIN (FORMAT binary)"
        try run(sql)
        let handle = try unsafe open()
        var writer = CopyWriter(connection: self, columns: columns)
        do {
            try body(&writer)
            try writer.finish()
        } catch {
            // Tells the server to drop what it got; its answer is an error by design, ours is the cause.
            unsafe PQputCopyEnd(handle, "the load was given up")
            drain()
            throw error
        }
        guard unsafe PQputCopyEnd(handle, nil) == 1 else { throw brokenConnection(sql: sql.text) }
        let answer = unsafe ResultSet(owning: try checked(PQgetResult(handle), sql: sql.text))
        drain()
        return answer.affectedRows
    }

    /// Reads and drops what is left of an answer, so that the next statement can be sent.
    func drain() {
        guard let handle = unsafe handle else { return }
        while let result = unsafe PQgetResult(handle) { unsafe PQclear(result) }
    }
}
