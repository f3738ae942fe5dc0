import Kernel

/// Brings a database to the schema of this program, or finds out why it cannot.
///
/// `reckon_schema_migrations` holds what was applied and the SHA-256 of its text, computed by the server. An advisory
/// lock keeps two runs from migrating at once: the second one waits and then finds nothing to do.
package struct Migrator {
    private let migrations: [Migration]

    /// "reckon" in ASCII: the key of the lock.
    static let lockKey: Int64 = 0x7265_636B_6F6E
    private static let table = "reckon.reckon_schema_migrations"

    package init(_ migrations: [Migration]) {
        precondition(migrations.map(\.id) == Array(1..<migrations.count + 1), "migrations are numbered 1, 2, 3, ...")
        self.migrations = migrations
    }

    /// Applies what is missing, as the owner role; each migration in a transaction of its own.
    ///
    /// - Returns: the migrations that were applied now.
    @discardableResult
    package func apply(_ owner: ConnectionSettings, security: any SecurityEventSink) throws -> [Migration] {
        let connection = try Connection(owner, security: security)
        defer { connection.close() }
        connection.context = .system
        try requireRoles(connection)
        // Held until the connection is closed.
        try connection.run("SELECT pg_advisory_lock(\(Migrator.lockKey))")
        try createTable(connection)
        let missing = try missingMigrations(connection)
        for migration in missing { try apply(migration, on: connection) }
        return missing
    }

    /// Checks, as the runtime role, that the schema is exactly the one of this program.
    package func verify(_ database: Database) throws {
        let missing = try database.withSystem(readOnly: true) { session in
            let connection = try session.connection()
            try requireRoles(connection)
            guard try exists(connection) else { return migrations }
            return try missingMigrations(connection)
        }
        guard let first = missing.first else { return }
        throw DatabaseError(.schemaBehind, message: "the database lacks migration \(first.id) '\(first.name)'")
    }

    private func requireRoles(_ connection: Connection) throws(DatabaseError) {
        let row = try connection.run(
            """
            SELECT (SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname IN (\(Roles.owner), \(Roles.runtime))),
                (SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = \(Roles.schema))
            """
        ).onlyRow()
        guard try row.value(0, as: Int.self) == 2, try row.value(1, as: Int.self) == 1 else {
            throw DatabaseError(.rolesMissing)
        }
    }

    private func exists(_ connection: Connection) throws(DatabaseError) -> Bool {
        try connection.run("SELECT to_regclass(\(Migrator.table)) IS NOT NULL").onlyRow().value(0)
    }

    private func createTable(_ connection: Connection) throws(DatabaseError) {
        guard try !exists(connection) else { return }
        try connection.runScript(
            """
            BEGIN;
            SET LOCAL ROLE \(Roles.owner);
            CREATE TABLE \(Migrator.table) (
                id bigint PRIMARY KEY, name text NOT NULL, sha256 bytea NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now());
            REVOKE ALL ON \(Migrator.table) FROM PUBLIC;
            GRANT SELECT ON \(Migrator.table) TO \(Roles.runtime);
            COMMIT;
            """)
    }

    /// What the database lacks; throws when it has what we do not know, or knows otherwise.
    private func missingMigrations(_ connection: Connection) throws(DatabaseError) -> [Migration] {
        let answer = try connection.run(
            """
            SELECT known.id, applied.id, known.sha256 = applied.sha256
            FROM (SELECT id, sha256(convert_to(sql, 'UTF8')) AS sha256
                  FROM unnest(\(migrations.map { Int64($0.id) }), \(migrations.map(\.sql))) AS given(id, sql)) AS known
            FULL JOIN \(SQL(trusted: Migrator.table)) AS applied ON applied.id = known.id ORDER BY coalesce(known.id, applied.id)
            """)
        var missing: [Migration] = []
        for row in answer.rows {
            let known = try row.optional(0, as: Int.self).map { migrations[$0 - 1] }
            let applied = try row.optional(1, as: Int.self)
            switch (known, applied) {
            case (nil, _): throw DatabaseError(.schemaNewer)
            case (let migration?, nil): missing.append(migration)
            case (let migration?, _?):
                guard try row.value(2, as: Bool.self), missing.isEmpty else {
                    throw DatabaseError(
                        .migrationChanged,
                        message: "migration \(migration.id) '\(migration.name)' was changed after it was applied")
                }
            }
        }
        return missing
    }

    private func apply(_ migration: Migration, on connection: Connection) throws {
        do {
            try connection.withTransaction {
                // What is created belongs to the owner role even where the login is a member of it.
                try connection.runScript("SET LOCAL ROLE \(Roles.owner)")
                try connection.runScript(migration.sql)
                guard connection.isInTransaction else {
                    throw DatabaseError(.migrationFailed, detail: "migration \(migration.id) ends its transaction")
                }
                try connection.run(
                    """
                    INSERT INTO \(SQL(trusted: Migrator.table)) (id, name, sha256)
                    VALUES (\(migration.id), \(migration.name), sha256(convert_to(\(migration.sql), 'UTF8')))
                    """)
            }
        } catch let error as DatabaseError where !error.isTransient {
            throw DatabaseError(
                .migrationFailed, message: "migration \(migration.id) '\(migration.name)' could not be applied",
                sqlState: error.sqlState, detail: error.restrictedDetail)
        }
    }
}
