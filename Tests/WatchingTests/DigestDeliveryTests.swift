import Database
import Foundation
import HTTP
import Kernel
import TestSupport
import Testing

@testable import Runner
@testable import Watching

/// Which nights are sent, by a store of the test's own.
@Suite struct DigestDeliveryTests {
    private struct NoSecurityLog: SecurityEventSink {
        func record(_ event: SecurityEvent) {}
    }

    private struct Unreadable: Error {}

    private let folder: TemporaryFolder
    private let now: Instant

    init() throws {
        folder = try TemporaryFolder()
        now = try #require(Instant("2026-05-02T09:00:00Z"))
        _ = try Reader.job(#"{"id": "a", "use": "reader", "options": {}}"#, in: folder)
        try folder.write(
            """
            {"notify": {"digest": {"at": "08:00"},
              "sendmail": {"program": "\(folder.path)/send", "to": ["ops@example.com"]}}}
            """, to: "Config/reckon.json")
        try folder.write("#!/bin/sh\ncat >> '\(folder.path)/mails'\n", to: "send")
        chmod("\(folder.path)/send", 0o755)
    }

    private func withStore<Value>(
        _ steps: [LedgerMigrations.Step] = [DigestDelivery.endsStep], _ body: (Store) throws -> Value
    ) throws -> Value {
        let store = try Store.open(
            .embedded(home: folder.path + "/home"),
            migrations: LedgerMigrations.all([.restatements, .schedules, .audit, DigestDelivery.step] + steps),
            security: NoSecurityLog())
        defer { try? store.close() }  // The test has what it wanted; the folder goes with everything in it.
        return try body(store)
    }

    /// - Parameter torn: a night that cannot be summed up.
    /// - Returns: the days of the nights that were sent.
    private func send(_ store: Store, at now: Instant, torn: String? = nil) throws -> [String] {
        let project = try Project(root: folder.path, home: folder.path + "/home")
        let nights = try #require(project.watch.nights)
        let machine = CallingMachine(
            clock: .fixed(now), monotonic: .system, pause: { _ in }, environment: { _ in nil }, version: "1", seed: 1)
        let delivery = try DigestDelivery(project, database: store.database, machine: machine, host: "z")
        let outcome = try delivery.send { night in
            if night.day.description == torn { throw Unreadable() }
            return try NightDigest(night, of: nights, project: project, ledger: Ledger(store.database), jobs: [])
        }
        guard case .sent(let sent) = outcome else { return ["busy"] }
        return sent.map(\.day.description)
    }

    /// From when to when the nights of the mails are.
    private var mails: [String] {
        get throws {
            try folder.read("mails").components(separatedBy: "this one from ").dropFirst().map {
                String($0.prefix { $0 != "\n" })
            }
        }
    }

    /// The latest night goes out once more, and then each once.
    @Test func rowsOfAnOlderVersionGiveWayAndNoNightIsLost() throws {
        try withStore([]) { store in
            try store.database.withSystem { session in
                for day in ["2026-05-01", "2026-05-02"] {
                    try session.execute(
                        """
                        INSERT INTO digests (scope, way, night, identity, sent_at, host)
                        VALUES ('x', 'sendmail', \(day)::text::date, 'y', \(now), 'z')
                        """)
                }
            }
        }
        let first = try withStore { try send($0, at: now) }
        #expect(first == ["2026-05-02"])
        // Opened again, nothing is migrated a second time.
        let again = try withStore { store in
            #expect(throws: DatabaseError.self, "what was sent stays noted") {
                try store.database.withSystem { try $0.execute("DELETE FROM digests") }
            }
            return try send(store, at: now)
        }
        #expect(again.isEmpty)
        let later = try withStore { try send($0, at: now.advanced(bySeconds: 2 * 86_400)) }
        #expect(later == ["2026-05-03", "2026-05-04"])
        #expect(try mails.count == 3)
    }

    @Test func aNightThatCannotBeSummedUpIsToldOfByTheNextOne() throws {
        let rest = try withStore { store in
            _ = try send(store, at: now)
            let later = now.advanced(bySeconds: 2 * 86_400)
            let failure = #expect(throws: Failure.self) { try send(store, at: later, torn: "2026-05-03") }
            #expect(failure?.exitStatus == .unavailable)
            return try send(store, at: later)
        }
        #expect(rest.isEmpty)
        #expect(
            try mails == [
                "2026-05-01T08:00:00Z to 2026-05-02T08:00:00Z", "2026-05-02T08:00:00Z to 2026-05-04T08:00:00Z",
            ])
    }

    @Test func theLatestNightIsTriedAgainUntilItCanBeSummedUp() throws {
        let rest = try withStore { store in
            for _ in 0..<2 {
                #expect(throws: Failure.self) { try send(store, at: now, torn: "2026-05-02") }
            }
            return try send(store, at: now)
        }
        #expect(rest == ["2026-05-02"])
    }
}
