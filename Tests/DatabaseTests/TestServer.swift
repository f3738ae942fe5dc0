import Glibc
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Database

/// One embedded server for the whole process, in a folder that is removed at the end.
struct TestServer: SuiteTrait, TestScoping {
    private static let current = Mutex<EmbeddedServer?>(nil)

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let home = try TemporaryFolder()
        let server = try EmbeddedServer.start(home: home.path)
        TestServer.current.withLock { $0 = server }
        do {
            // Twenty throw-away databases take half a minute to reach the disk; nothing here is to survive.
            let administrator = try Connection(server.administratorSettings, security: RecordedEvents())
            administrator.context = .system
            try administrator.run("ALTER SYSTEM SET fsync = off")
            try administrator.run("SELECT pg_reload_conf()")
            administrator.close()
            try await function()
        } catch {
            try server.leave()
            throw error
        }
        try server.leave()
    }

    static var shared: EmbeddedServer {
        guard let server = current.withLock({ $0 }) else { preconditionFailure("the suite has no server") }
        return server
    }
}

/// All tests that need the shared server are in extensions of this suite.
@Suite(TestServer()) struct StoreTests {
    let server = TestServer.shared
    let events = RecordedEvents()

    /// A connection of the superuser that may send anything.
    func administrator() throws -> Connection {
        try systemConnection(server.administratorSettings)
    }

    func settings(_ user: String, _ database: String) -> ConnectionSettings {
        ConnectionSettings(target: .socket(folder: server.place.socketFolder, user: user, database: database))
    }

    func systemConnection(_ settings: ConnectionSettings) throws -> Connection {
        let connection = try Connection(settings, security: events)
        connection.context = .system
        return connection
    }
}

final class RecordedEvents: SecurityEventSink {
    private let events = Mutex<[SecurityEvent]>([])

    func record(_ event: SecurityEvent) { events.withLock { $0.append(event) } }
    var all: [SecurityEvent] { events.withLock { $0 } }
    var kinds: [SecurityEvent.Kind] { all.map(\.kind) }
}

struct TestFailure: Error {
    let text: String
    init(_ text: String) { self.text = text }
}

/// The error `body` throws, which must be of the store.
func storeError(_ body: () throws -> Void) -> DatabaseError? {
    do {
        try body()
        return nil
    } catch {
        return error as? DatabaseError
    }
}
