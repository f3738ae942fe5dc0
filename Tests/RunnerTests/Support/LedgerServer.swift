import Database
import Kernel
import Runner
import Synchronization
import TestSupport
import Testing

/// One store on an embedded server for the whole process. Tests keep apart by tenant.
struct LedgerServer: SuiteTrait, TestScoping {
    private static let current = Mutex<Store?>(nil)

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let store = try Store.open(
            .embedded(home: TemporaryFolder().path),
            migrations: LedgerMigrations.all([
                .create(ToyStage.table), .restatements, .create(ToyStage.changes), .schedules, .audit,
            ]),
            security: SecurityEvents.shared)
        LedgerServer.current.withLock { $0 = store }
        do {
            try await function()
        } catch {
            try store.close()
            throw error
        }
        try store.close()
    }

    static var shared: Store {
        guard let store = current.withLock({ $0 }) else { preconditionFailure("the suite has no server") }
        return store
    }
}

final class SecurityEvents: SecurityEventSink {
    static let shared = SecurityEvents()
    private let events = Mutex<[SecurityEvent]>([])

    func record(_ event: SecurityEvent) { events.withLock { $0.append(event) } }
    var all: [SecurityEvent] { events.withLock { $0 } }
}

/// All tests that need the server are in extensions of this suite.
@Suite(LedgerServer()) struct LedgerTests {}
