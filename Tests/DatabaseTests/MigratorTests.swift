import Kernel
import Testing

@testable import Database

extension StoreTests {
    /// Each test in a database of its own on the shared server.
    @Suite(.serialized) struct Migrations {
        let store = StoreTests()
        let name: String
        let owner: ConnectionSettings
        let database: Database
        static let first = Migration(
            1, "first", "CREATE TABLE a (tenant_id text, PRIMARY KEY (tenant_id));" + TenantTable("a").protections)
        static let second = Migration(2, "second", "CREATE TABLE b (x int); INSERT INTO b VALUES (1)")

        init() throws {
            name = "m_\(UInt32.random(in: 0 ... .max))"
            let admin = try store.administrator()
            try admin.run("CREATE DATABASE \(identifier: name) TEMPLATE template1")
            owner = store.settings(Roles.owner, name)
            database = Database(store.settings(Roles.runtime, name), security: store.events)
        }

        func apply(_ migrations: [Migration]) throws -> [Int] {
            try Migrator(migrations).apply(owner, security: store.events).map(\.id)
        }

        @Test func theyAreAppliedOnceAndInOrder() throws {
            #expect(try apply([Self.first]) == [1])
            #expect(try apply([Self.first, Self.second]) == [2])
            #expect(try apply([Self.first, Self.second]) == [])
            try Migrator([Self.first, Self.second]).verify(database)
            #expect(try Protections.findings(database) == [])
        }

        @Test func aChangedOneIsRefused() throws {
            _ = try apply([Self.first])
            let changed = Migration(1, "first", Self.first.sql + " ")
            let error = storeError { _ = try apply([changed, Self.second]) }
            #expect(
                error?.description.hasPrefix(
                    "error[S340]: migration 1 'first' was changed after it was applied\n  hint: ") == true)
            #expect(storeError { try Migrator([changed]).verify(database) }?.code == .migrationChanged)
        }

        @Test func aNewerDatabaseIsRefused() throws {
            _ = try apply([Self.first, Self.second])
            let error = storeError { _ = try apply([Self.first]) }
            #expect(error?.code == .schemaNewer)
            #expect(error?.exitStatus == .configuration)
            #expect(storeError { try Migrator([Self.first]).verify(database) }?.code == .schemaNewer)
        }

        @Test func anOlderDatabaseIsToldToWhoMayNotChangeIt() throws {
            let empty = storeError { try Migrator([Self.first]).verify(database) }
            #expect(empty?.code == .schemaBehind)
            _ = try apply([Self.first])
            let error = storeError { try Migrator([Self.first, Self.second]).verify(database) }
            #expect(error?.description.contains("the database lacks migration 2 'second'") == true)
            #expect(error?.description.contains("RECKON_MIGRATION_DATABASE_URL") == true)
        }

        @Test func aFailingOneLeavesNothingOfItself() throws {
            let failing = Migration(2, "failing", "CREATE TABLE half (x int); SELECT marker_secret")
            let error = storeError { _ = try apply([Self.first, failing]) }
            #expect(error?.code == .migrationFailed)
            #expect(error?.description.contains("marker_secret") == false)
            #expect(error?.restrictedDetail?.contains("marker_secret") == true)
            #expect(try apply([Self.first, Self.second]) == [2])
            let half = try store.systemConnection(owner).run("SELECT to_regclass('reckon.half') IS NULL").onlyRow()
            #expect(try half.value(0, as: Bool.self))
        }

        @Test func oneThatEndsItsTransactionIsRefused() throws {
            let error = storeError { _ = try apply([Migration(1, "ends", "CREATE TABLE c (x int); COMMIT")]) }
            #expect(error?.code == .migrationFailed)
        }

        @Test func runsMigrateOneAfterTheOther() throws {
            let runs = (0..<4).map { _ in
                Background { [owner] in
                    try Migrator([Self.first, Self.second]).apply(owner, security: RecordedEvents())
                }
            }
            for run in runs { try run.join() }
            try Migrator([Self.first, Self.second]).verify(database)
        }

        @Test func aServerWithoutOurRolesIsTold() throws {
            try store.systemConnection(
                ConnectionSettings(
                    target: .socket(
                        folder: store.server.place.socketFolder, user: ServerConfiguration.administrator, database: name
                    ))
            ).run("DROP SCHEMA reckon")
            #expect(storeError { _ = try apply([Self.first]) }?.code == .rolesMissing)
        }

        struct Lifted: Sendable {
            let sql: String
            let finding: String
            let asAdministrator: Bool
            init(_ sql: String, _ finding: String, asAdministrator: Bool = false) {
                self.sql = sql
                self.finding = finding
                self.asAdministrator = asAdministrator
            }
        }

        @Test(arguments: [
            Lifted("ALTER TABLE a DISABLE ROW LEVEL SECURITY", "a has no row security"),
            Lifted("ALTER TABLE a NO FORCE ROW LEVEL SECURITY", "a does not force row security on its owner"),
            Lifted("DROP POLICY tenant_isolation ON a", "a has no policy"),
            Lifted("CREATE POLICY p ON a USING (true)", "a has a policy that is not the tenant policy"),
            Lifted(
                "ALTER POLICY tenant_isolation ON a WITH CHECK (true)", "a has a policy that is not the tenant policy"),
            Lifted("CREATE TABLE n (tenant_id text)", "n has no row security"),
            Lifted("CREATE MATERIALIZED VIEW m AS TABLE a", "m is a materialised view, which cannot be protected"),
            Lifted(
                "GRANT TRUNCATE ON a TO reckon_runtime",
                "a lets the runtime role truncate it, refer to it or hang triggers on it"),
            Lifted(
                "GRANT CREATE ON SCHEMA reckon TO reckon_runtime", "reckon_runtime may create objects in the schema"),
            Lifted(
                "ALTER TABLE b OWNER TO reckon_runtime",
                "reckon_runtime owns an object of this database, and could lift its protection",
                asAdministrator: true),
            Lifted(
                "CREATE VIEW v AS TABLE a", "v is a view owned by a role that passes row security by",
                asAdministrator: true),
            Lifted(
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1",
                "f is a function that runs with the rights of a role that passes row security by", asAdministrator: true
            ),
        ])
        func aLiftedProtectionIsFound(lifted: Lifted) throws {
            _ = try apply([Self.first, Self.second])
            let role = lifted.asAdministrator ? ServerConfiguration.administrator : Roles.owner
            let settings = store.settings(role, name)
            let connection = try store.systemConnection(settings)
            try connection.runScript("SET search_path = reckon; \(lifted.sql)")
            let found = try Protections.findings(database).map { "\($0.object) \($0.lack)" }
            #expect(found == [lifted.finding])
            let error = storeError { try Protections.verify(database, security: store.events) }
            #expect(error?.exitStatus == .notPermitted)
            #expect(store.events.kinds == [.protectionsMissing])
        }
    }
}
