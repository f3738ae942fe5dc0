import Kernel

/// The store, ready for use: server found or started, schema of this program, tenants kept apart.
package final class Store: Sendable {
    package let database: Database
    /// Nil for an external server.
    package let server: EmbeddedServer?

    /// - Parameters:
    ///   - migrations: the whole schema, oldest first.
    ///   - searchPath: the PATH of the environment, for finding the embedded server's programs.
    package static func open(
        _ location: StoreLocation, migrations: [Migration], searchPath: String = "", security: any SecurityEventSink
    ) throws -> Store {
        switch location {
        case .external(let runtime, let owner):
            return try Store(runtime, owner: owner, server: nil, migrations: migrations, security: security)
        case .embedded(let home):
            let server = try EmbeddedServer.start(home: home, searchPath: searchPath)
            do {
                return try Store(
                    server.runtimeSettings, owner: server.ownerSettings, server: server, migrations: migrations,
                    security: security)
            } catch {
                try server.leave()
                throw error
            }
        }
    }

    private init(
        _ runtime: ConnectionSettings, owner: ConnectionSettings?, server: EmbeddedServer?, migrations: [Migration],
        security: any SecurityEventSink
    ) throws {
        let database = Database(runtime, security: security)
        self.database = database
        self.server = server
        do {
            try Store.migrate(Migrator(migrations), database, owner: owner, security: security)
            if let server { try DeadRows.remove(database, owner: server.ownerSettings, security: security) }
            try Protections.verify(database, security: security)
        } catch {
            database.close()
            throw error
        }
    }

    /// The owner logs in only when there is something to do.
    private static func migrate(
        _ migrator: Migrator, _ database: Database, owner: ConnectionSettings?, security: any SecurityEventSink
    ) throws {
        do {
            try migrator.verify(database)
        } catch let error as DatabaseError where error.code == .schemaBehind {
            guard let owner else { throw error }
            try migrator.apply(owner, security: security)
        }
    }

    /// Closes the connections and leaves the embedded server. To be called once.
    package func close() throws(DatabaseError) {
        database.close()
        try server?.leave()
    }
}
