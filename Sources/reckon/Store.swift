import Database
import Documents
import Kernel

#if canImport(Glibc)
    import Glibc
#endif

/// The store a command works with: the one RECKON_DATABASE_URL names, or the embedded server of the home.
final class Store {
    let database: Database
    private let server: EmbeddedServer?

    /// Opens the store, brings its schema up to date, and makes sure that tenants are kept apart.
    init(home: String) throws {
        try FileSystem.makeDirectory(home)
        let security = SecurityLog(path: "\(home)/security.log")
        if let url = Environment.value("RECKON_DATABASE_URL") {
            server = nil
            database = Database(
                try ConnectionSettings(url: Secret(url), variable: "RECKON_DATABASE_URL"), security: security)
            if let owner = Environment.value("RECKON_MIGRATION_DATABASE_URL") {
                let settings = try ConnectionSettings(url: Secret(owner), variable: "RECKON_MIGRATION_DATABASE_URL")
                try Migrator(Catalog.migrations).apply(settings, security: security)
            }
        } else {
            let server = try EmbeddedServer.start(home: home, searchPath: Environment.value("PATH") ?? "")
            self.server = server
            database = Database(server.runtimeSettings, security: security)
            try Migrator(Catalog.migrations).apply(server.ownerSettings, security: security)
        }
        try Migrator(Catalog.migrations).verify(database)
        try Protections.verify(database, security: security)
    }

    /// Opens the store for `body` and leaves it afterwards, whatever happens.
    static func with<Value>(home: String, _ body: (Store) throws -> Value) throws -> Value {
        let store = try Store(home: home)
        do {
            let value = try body(store)
            try store.leave()
            return value
        } catch {
            // The first error is the one to tell; a server that could not be stopped is found by the next command.
            do { try store.leave() } catch { Terminal.printError("\(error)\n") }
            throw error
        }
    }

    /// Where the store is, for people.
    var place: String {
        server.map { "embedded server in \($0.place.data)" } ?? "the server of RECKON_DATABASE_URL"
    }

    private func leave() throws {
        database.close()
        try server?.leave()
    }
}

/// Security events, one JSON object a line, in a file that only its owner reads.
struct SecurityLog: SecurityEventSink {
    let path: String

    func record(_ event: SecurityEvent) {
        let line = PrettyJSON.line(
            .object([
                .init("time", .string(WallClock.system.now().description)),
                .init("event", .string(event.kind.rawValue)), .init("tenant", .optional(event.tenant?.text)),
            ]))
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            Terminal.printError("security event \(event.kind.rawValue): the log '\(path)' cannot be written\n")
            return
        }
        defer { close(descriptor) }
        let text = line + [UInt8(ascii: "\n")]
        _ = text.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }
}
