import Kernel
import Testing

@testable import Database

extension StoreTests {
    /// Two tenants in one table on a real server. A schema belongs to a server, so these share one table.
    @Suite(.serialized) struct TenantIsolation {
        let store = StoreTests()
        let database: Database
        let a = TenantID("tenant-a")!
        let b = TenantID("tenant-b")!

        init() throws {
            database = Database(store.server.runtimeSettings, security: store.events)
            try StoreSchema.prepare(store.server)
            for tenant in [a, b] {
                try database.withTenant(tenant) { session throws in
                    try session.execute("DELETE FROM costs")
                    try session.execute("INSERT INTO costs VALUES (\(tenant), 1, \(Amount("1.5")))")
                }
            }
        }

        @Test func aTenantSeesItsOwnRowsOnly() throws {
            try database.withTenant(a) { session throws in
                #expect(try session.query("SELECT count(*) FROM costs").onlyRow().value(0, as: Int.self) == 1)
                #expect(try session.query("SELECT * FROM costs WHERE tenant_id = \(b)").rowCount == 0)
                #expect(try session.query("TABLE costs").onlyRow().value("tenant_id", as: TenantID.self) == a)
            }
        }

        @Test func aTenantChangesItsOwnRowsOnly() throws {
            try database.withTenant(a) { session throws in
                #expect(try session.execute("UPDATE costs SET amount = 0 WHERE tenant_id = \(b)") == 0)
                #expect(try session.execute("UPDATE costs SET amount = 2") == 1)
                #expect(try session.execute("DELETE FROM costs WHERE tenant_id = \(b)") == 0)
            }
            try database.withTenant(b) { session throws in
                #expect(
                    try session.query("SELECT amount FROM costs").onlyRow().value(0, as: Amount.self) == Amount("1.5"))
            }
        }

        @Test(arguments: [
            "INSERT INTO costs VALUES ('tenant-b', 2, 1)",
            "UPDATE costs SET tenant_id = 'tenant-b'",
            "INSERT INTO costs VALUES ('tenant-b', 1, 9) ON CONFLICT (tenant_id, line) DO UPDATE SET amount = 9",
            "TRUNCATE costs",
            "ALTER TABLE costs DISABLE ROW LEVEL SECURITY",
            "DROP POLICY tenant_isolation ON costs",
            "SET ROLE reckon_owner",
            "CREATE TABLE reckon.mine (a int)",
            "UPDATE reckon.reckon_schema_migrations SET name = 'x'",
        ])
        func aTenantCannotWriteForAnother(sql: String) throws {
            let error = storeError { try database.withTenant(a) { _ = try $0.execute(SQL(trusted: sql)) } }
            #expect(error?.code == .insufficientPrivilege)
            #expect(error?.exitStatus == .notPermitted)
            #expect(store.events.all.contains(SecurityEvent(.privilegeRefused, tenant: a)))
        }

        @Test func switchingRowSecurityOffOpensNothing() throws {
            let error = storeError {
                try database.withTenant(a) { session throws in
                    try session.execute("SET LOCAL row_security = off")
                    _ = try session.query("SELECT * FROM costs")
                }
            }
            #expect(error?.sqlState == "42501")
        }

        @Test func aTenantChangedInsideATransactionUndoesIt() throws {
            // The trust boundary: SQL that sets the tenant itself is believed, but what it did is not kept.
            let error = storeError {
                try database.withTenant(a) { session throws in
                    try session.execute("SELECT set_config('reckon.tenant', 'tenant-b', true)")
                    #expect(try session.execute("UPDATE costs SET amount = 7") == 1)
                }
            }
            #expect(error?.code == .tenantChanged)
            #expect(store.events.kinds == [.tenantChanged])
            try database.withTenant(b) { session throws in
                #expect(
                    try session.query("SELECT amount FROM costs").onlyRow().value(0, as: Amount.self) == Amount("1.5"))
            }
        }

        @Test func aTenantSetForTheWholeSessionIsFoundAndDropped() throws {
            // As a pooler could leave it: set and set back before the end, but kept by the session.
            try database.withSystem { session throws in
                try session.execute("SELECT set_config('reckon.tenant', 'tenant-b', false)")
                try session.execute("SELECT set_config('reckon.tenant', '', true)")
            }
            let error = storeError { try database.withTenant(a) { _ = try $0.query("SELECT 1") } }
            #expect(error?.code == .staleTenant)
            #expect(store.events.all == [SecurityEvent(.staleTenant, tenant: a)])
            try database.withTenant(a) { session throws in
                #expect(try session.query("SELECT count(*) FROM costs").onlyRow().value(0, as: Int.self) == 1)
            }
        }

        @Test func withoutATenantThereAreNoRows() throws {
            try database.withSystem { session throws in
                #expect(try session.query("SELECT * FROM costs").rowCount == 0)
                #expect(try session.execute("DELETE FROM costs") == 0)
            }
            let error = storeError {
                try database.withSystem { _ = try $0.execute("INSERT INTO costs VALUES ('tenant-a', 9, 1)") }
            }
            #expect(error?.code == .insufficientPrivilege)
        }

        @Test func theOwnerIsBoundToo() throws {
            let owner = try store.systemConnection(store.server.ownerSettings)
            #expect(try owner.run("SELECT * FROM reckon.costs").rowCount == 0)
        }

        @Test func aSuperuserIsRefused() throws {
            let admin = Database(store.server.administratorSettings, security: store.events)
            #expect(storeError { try admin.withTenant(a) { _ in } }?.code == .unboundRole)
            #expect(storeError { try admin.withSystem { _ in } }?.code == .unboundRole)
            #expect(store.events.kinds == [.unboundRole, .unboundRole])
        }

        @Test func aSessionIsUselessAfterItsScope() throws {
            let kept = try database.withTenant(a) { $0 }
            #expect(storeError { _ = try kept.query("SELECT 1") }?.code == .tenantRefused)
            try database.withTenant(b) { _ throws in
                #expect(storeError { _ = try kept.query("SELECT * FROM costs") }?.code == .tenantRefused)
            }
            #expect(store.events.kinds == [.sessionOutlivedScope, .sessionOutlivedScope])
        }

        @Test func aConnectionThatTheServerClosedMeanwhileIsReplaced() throws {
            let process = try database.withSystem {
                try $0.query("SELECT pg_backend_pid()").onlyRow().value(0, as: Int32.self)
            }
            let admin = try store.administrator()
            try admin.run("SELECT pg_terminate_backend(\(process), 10000)")
            let next = try database.withSystem {
                try $0.query("SELECT pg_backend_pid()").onlyRow().value(0, as: Int32.self)
            }
            #expect(next != process)
        }

        @Test func threadsShareTheDatabase() throws {
            let workers = (0..<8).map { worker in
                Background { [database, a, b] in
                    let tenant = worker % 2 == 0 ? a : b
                    for _ in 0..<25 {
                        let found = try database.withTenant(tenant) { session throws in
                            try session.query("SELECT DISTINCT tenant_id FROM costs").onlyRow().value(
                                0, as: TenantID.self)
                        }
                        if found != tenant { throw TestFailure("rows of another tenant") }
                    }
                }
            }
            for worker in workers { try worker.join() }
        }

        @Test func aServerGivesEachConnectionAProcessOfItsOwn() throws { try database.requireSessions() }

        @Test func locksAreTakenOnceAndFoundLost() throws {
            let lock = try #require(try database.tryLock(-5))
            #expect(try database.isLocked(-5))
            #expect(try database.tryLock(-5) == nil)
            lock.unlock()
            #expect(try !database.isLocked(-5))
            lock.unlock()
            let again = try #require(try database.tryLock(-5))
            let holder = try store.administrator().run(
                "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 4294967295")
            try store.administrator().run(
                "SELECT pg_terminate_backend(\(try holder.onlyRow().value(0, as: Int32.self)), 10000)")
            #expect(try !database.isLocked(-5))
            // The connection of the lock is gone; those of scopes are not.
            again.unlock()
            let third = try #require(try database.tryLock(-5))
            third.unlock()
            #expect(try !database.isLocked(-5))
        }
    }
}

/// The schema that the tests on the shared server use.
enum StoreSchema {
    static let migrations = [
        Migration(
            1, "costs",
            "CREATE TABLE costs (tenant_id text NOT NULL, line bigint NOT NULL, amount numeric(38, 24), PRIMARY KEY (tenant_id, line));"
                + TenantTable("costs").protections),
        Migration(
            2, "facts",
            """
            CREATE TABLE facts (
                tenant_id text NOT NULL, id bigint NOT NULL, small integer, ok boolean, name text, raw bytea, amount numeric(38, 24),
                quantity numeric, day date, at timestamptz, doc jsonb, tags text[], PRIMARY KEY (tenant_id, id));
            \(TenantTable("facts").protections)
            CREATE TABLE rates (day date PRIMARY KEY, rate numeric NOT NULL);
            GRANT SELECT, INSERT, DELETE ON rates TO reckon_runtime;
            """),
    ]

    static func prepare(_ server: EmbeddedServer) throws {
        try Migrator(migrations).apply(server.ownerSettings, security: RecordedEvents())
    }
}
