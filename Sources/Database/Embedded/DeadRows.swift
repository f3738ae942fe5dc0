import Kernel

/// Gives the room of replaced rows back to their tables.
///
/// A night replaces the rows of its stages, and PostgreSQL keeps the old ones until they are vacuumed. Its own daemon
/// looks once a minute; the embedded server seldom lives that long, so tables would grow by every night. (Measured: a
/// bill of 108,000 daily rows, 23 MB each time it was published anew.)
enum DeadRows {
    /// Fewer are not worth a login: they take a megabyte or two.
    private static let worthwhile: Int64 = 10_000

    /// Vacuums, as the owner, what holds many dead rows beside its living ones; asks first, as the runtime role, whether
    /// there is such a table. A table that another run has locked is left for the next time.
    static func remove(_ database: Database, owner: ConnectionSettings, security: any SecurityEventSink) throws {
        let tables: [String] = try database.withSystem(readOnly: true) { session in
            try session.query(
                """
                SELECT relname::text FROM pg_catalog.pg_stat_user_tables
                WHERE schemaname = \(Roles.schema) AND n_dead_tup > \(worthwhile) AND n_dead_tup > n_live_tup / 5
                ORDER BY relname
                """
            ).rows.map { try $0.value(0) }
        }
        guard !tables.isEmpty else { return }
        let connection = try Connection(owner, security: security)
        defer { connection.close() }
        connection.context = .system
        for table in tables {
            try connection.run("VACUUM (SKIP_LOCKED) \(identifier: Roles.schema).\(identifier: table)")
        }
    }
}
