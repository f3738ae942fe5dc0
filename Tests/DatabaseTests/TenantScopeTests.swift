import Kernel
import Testing

@testable import Database

/// What goes over the wire when something about the tenant is not as it must be, seen by a server of our own.
struct TenantScopeTests {
    let tenant = TenantID("acme")!
    let events = RecordedEvents()
    static let application = "SELECT 'application statement'"

    /// An honest server, as far as our statements go.
    static func honest(_ sql: String) -> FakeServer.Reply {
        if sql.hasPrefix("BEGIN") { return .tag("BEGIN") }
        if sql == "COMMIT" || sql == "ROLLBACK" { return .tag(sql) }
        if sql.contains("pg_roles") { return .row(["", "0", "1"]) }
        if sql.contains("coalesce(current_setting('reckon.tenant'") { return .row([""]) }
        return .row(["x"])
    }

    func run(_ server: FakeServer) throws -> DatabaseError? {
        let database = Database(server.settings, security: events)
        let error = storeError {
            try database.withTenant(tenant) { session in _ = try session.query(SQL(trusted: Self.application)) }
        }
        database.close()
        try server.stop()
        return error
    }

    @Test func aRefusedConnectionSendsNothingAtAll() throws {
        let server = try FakeServer(Self.honest)
        let connection = try Connection(server.settings, security: events)
        let setup = server.statements
        #expect(setup.count == 1)
        #expect(storeError { try connection.run("SELECT 1") }?.code == .tenantRefused)
        #expect(storeError { try connection.runScript("SELECT 1") }?.exitStatus == .notPermitted)
        #expect(storeError { try connection.forEachRow("SELECT 1") { _ in } }?.code == .tenantRefused)
        #expect(storeError { try connection.withTransaction {} }?.code == .tenantRefused)
        #expect(storeError { try connection.copyOut("SELECT 1", []) { _ in } }?.code == .tenantRefused)
        #expect(storeError { _ = try connection.copyIn("t", []) { _ in } }?.code == .tenantRefused)
        // The next scope's statement shows that the server was listening all the time.
        connection.context = .system
        _ = try connection.run("SELECT 2")
        #expect(server.statements == setup + ["SELECT 2"])
        #expect(events.kinds == Array(repeating: .statementRefused, count: 6))
        connection.close()
        try server.stop()
    }

    @Test(arguments: [
        ("8.0.2", [(String, String)]()), ("14.9", []), ("MySQL", []), ("15.0", [("crdb_version", "v23")]),
    ])
    func anUnknownServerGetsNoStatement(version: String, parameters: [(String, String)]) throws {
        let server = try FakeServer(version: version, parameters: parameters, Self.honest)
        let error = try run(server)
        #expect(error?.code == .unsupportedServer)
        #expect(error?.exitStatus == .notPermitted)
        #expect(server.statements == [])
        #expect(events.kinds == [.unknownServer])
    }

    @Test func aFailingSettingStopsEverything() throws {
        let server = try FakeServer {
            $0.contains("SELECT set_config('reckon.tenant'") ? .error(state: "42704") : Self.honest($0)
        }
        let error = try run(server)
        #expect(error?.code == .tenantUnverified)
        #expect(error?.exitStatus == .notPermitted)
        #expect(error?.description.contains("marker_secret") == false)
        #expect(!server.statements.contains(Self.application))
        #expect(server.statements.last?.contains("set_config('reckon.tenant'") == true)
        #expect(events.all == [SecurityEvent(.tenantNotSet, tenant: tenant)])
    }

    @Test func aTenantThatDoesNotReadBackStopsEverything() throws {
        // Says the setting was made, but shows an empty one.
        let server = try FakeServer(Self.honest)
        #expect(try run(server)?.code == .tenantUnverified)
        #expect(!server.statements.contains(Self.application))
        #expect(events.kinds == [.tenantNotSet])
    }

    @Test func aStaleTenantStopsEverythingAndTheConnectionIsDropped() throws {
        let server = try FakeServer { $0.contains("pg_roles") ? .row(["other", "0", "1"]) : Self.honest($0) }
        let error = try run(server)
        #expect(error?.code == .staleTenant)
        #expect(error?.exitStatus == .notPermitted)
        #expect(server.statements.count == 3)
        #expect(!server.statements.contains { $0.contains("set_config('reckon.tenant'") })
        #expect(events.all == [SecurityEvent(.staleTenant, tenant: tenant)])
    }

    @Test(arguments: [["", "1", "1"], ["", "0", "0"]]) func aRoleThatIsNotBoundStopsEverything(answer: [String]) throws
    {
        let server = try FakeServer { $0.contains("pg_roles") ? .row(answer) : Self.honest($0) }
        #expect(try run(server)?.code == .unboundRole)
        #expect(!server.statements.contains(Self.application))
        #expect(events.kinds == [.unboundRole])
    }

    @Test func aLostServerIsNoSecurityMatter() throws {
        let server = try FakeServer { $0.contains("pg_roles") ? .hangUp : Self.honest($0) }
        let error = try run(server)
        #expect(error?.code == .connectionLost)
        #expect(error?.isTransient == true)
        #expect(events.all == [])
    }

    @Test func aCommitWithoutAnAnswerIsOfUnknownOutcome() throws {
        let server = try FakeServer { $0 == "COMMIT" ? .hangUp : Self.honest($0) }
        let database = Database(server.settings, security: events)
        let error = storeError { try database.withSystem { _ in } }
        #expect(error?.code == .commitOutcomeUnknown)
        #expect(error?.isTransient == false)
        try server.stop()
    }

    @Test(arguments: ["", "A", "a b", "a'", "-a", String(repeating: "a", count: 64)])
    func anEmptyOrOddTenantCannotBeNamed(text: String) { #expect(TenantID(text) == nil) }

    @Test func aServerThatDoesNotAnswerIsUnavailable() throws {
        var settings = ConnectionSettings(target: .socket(folder: "/tmp/no-such-folder", user: "u", database: "d"))
        settings.connectTimeoutSeconds = 1
        let error = storeError { _ = try Connection(settings, security: events) }
        #expect(error?.code == .cannotConnect)
        #expect(error?.exitStatus == .unavailable)
        #expect(error?.isTransient == true)
    }
}
