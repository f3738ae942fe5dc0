import Kernel
import Testing

@testable import Database
@testable import Runner

extension LedgerTests {
    /// One tenant can neither see nor touch what the ledger holds of another.
    @Suite struct Isolation {
        static let tables = ["partitions", "runs", "stage_runs", "publications", "toys"]

        private static func two() throws -> (a: ToyProject, b: ToyProject) {
            let stage = #"{"id": "a", "use": "toy", "options": {"text": "one"}}"#
            let (a, b) = (try ToyProject(stage), try ToyProject(stage))
            try a.run()
            try b.run()
            return (a, b)
        }

        @Test(arguments: tables) func rowsOfOthersAreNeitherSeenNorCounted(table: String) throws {
            let (a, b) = try Isolation.two()
            for toys in [a, b] {
                try toys.database.withTenant(toys.tenant, readOnly: true) { session throws in
                    let seen = try session.query("SELECT DISTINCT tenant_id FROM \(identifier: table)").rows.map {
                        try $0.value(0, as: String.self)
                    }
                    #expect(seen == [toys.tenant.text])
                    let other = toys === a ? b.tenant : a.tenant
                    let count = try session.query(
                        "SELECT count(*) FROM \(identifier: table) WHERE tenant_id = \(other)"
                    ).onlyRow().value(0, as: Int.self)
                    #expect(count == 0)
                }
            }
        }

        @Test(arguments: tables) func rowsOfOthersCannotBeChanged(table: String) throws {
            let (a, b) = try Isolation.two()
            let before = try b.visible()
            try a.database.withTenant(a.tenant) { session throws in
                #expect(
                    try session.execute(
                        "UPDATE \(identifier: table) SET tenant_id = tenant_id WHERE tenant_id = \(b.tenant)")
                        == 0)
                #expect(try session.execute("DELETE FROM \(identifier: table) WHERE tenant_id = \(b.tenant)") == 0)
            }
            #expect(throws: DatabaseError.self) {
                try a.database.withTenant(a.tenant) { session throws in
                    _ = try session.execute("UPDATE \(identifier: table) SET tenant_id = \(b.tenant)")
                }
            }
            #expect(try b.visible() == before)
            #expect(try a.visible().count == 1)
        }

        @Test func aRunCannotBeEnteredForAnother() throws {
            let (a, b) = try Isolation.two()
            let error = #expect(throws: DatabaseError.self) {
                try a.database.withTenant(a.tenant) { session throws in
                    _ = try session.execute(
                        """
                        INSERT INTO runs (tenant_id, run_id, job, period, generation, state, started_at)
                        VALUES (\(b.tenant), 'forged', 'toys', '2026-04-01', 9, 'running', '2026-04-01T00:00:00Z')
                        """)
                }
            }
            #expect(error?.exitStatus == .notPermitted)
            #expect(try b.ledger.runs(b.tenant, limit: 10).count == 1)
        }

        @Test func oneTenantsRunsAreNotListedForAnother() throws {
            let (a, b) = try Isolation.two()
            let run = try #require(try a.ledger.runs(a.tenant, limit: 10).first)
            #expect(try b.ledger.runs(b.tenant, only: run.run, limit: 10).isEmpty)
            #expect(try !b.ledger.runs(b.tenant, limit: 100).contains { $0.run == run.run })
        }

        @Test(arguments: tables) func withoutATenantThereAreNoRows(table: String) throws {
            let (a, _) = try Isolation.two()
            try a.database.withSystem { session throws in
                #expect(try session.query("SELECT * FROM \(identifier: table)").rowCount == 0)
                #expect(try session.execute("DELETE FROM \(identifier: table)") == 0)
            }
            #expect(try a.visible().count == 1)
        }

        /// No tenant, no statement: it is refused before anything is sent, and noted.
        @Test func withoutATenantNothingIsSent() throws {
            let (a, _) = try Isolation.two()
            let events = SecurityEvents()
            let connection = try Connection(a.database.settings, security: events)
            let error = #expect(throws: DatabaseError.self) { try connection.run("SELECT * FROM runs") }
            #expect(error?.exitStatus == .notPermitted)
            #expect(events.all.map(\.kind) == [.statementRefused])
            let session = try a.database.withTenant(a.tenant) { $0 }
            let late = #expect(throws: DatabaseError.self) { try session.query("SELECT * FROM runs") }
            #expect(late?.exitStatus == .notPermitted)
        }
    }
}
