import Database
import Documents
import Kernel

#if canImport(Glibc)
    import Glibc
#endif

extension Store {
    /// Opens the store of a home for `body` and leaves it afterwards, whatever happens.
    static func with<Value>(home: String, _ body: (Store) throws -> Value) throws -> Value {
        // Others may pass through, as the server's account must, and see nothing.
        try FileSystem.makeDirectory(home, mode: 0o711)
        let location = try StoreLocation(environment: Environment.storeVariables, home: home)
        let store = try Interruption.opening {
            let store = try Store.open(
                location, migrations: Catalog.migrations, searchPath: Environment.value("PATH") ?? "",
                security: SecurityLog(path: "\(home)/security.log"))
            Interruption.leave(store.server)
            return store
        }
        do {
            let value = try body(store)
            Interruption.leave(nil)
            try store.close()
            return value
        } catch {
            Interruption.holdIfUnderWay()
            Interruption.leave(nil)
            // The first error is the one to tell; a server that could not be stopped is found by the next command.
            do { try store.close() } catch let second { Terminal.printError("\(second)\n") }
            throw error
        }
    }

    /// Where the store is, for people.
    var place: String {
        server.map { "embedded server in \($0.place.data)" } ?? "the server of \(StoreLocation.runtimeVariable)"
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
        let written = text.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written != text.count { Terminal.printError("security event \(event.kind.rawValue) could not be logged\n") }
    }
}
