package import Kernel
internal import Synchronization

/// The store, entered through scopes only: one tenant per transaction, or the system.
///
/// Usable from several threads; each scope has a connection to itself while it lasts. All calls block.
package final class Database: Sendable {
    package let settings: ConnectionSettings
    private let security: any SecurityEventSink
    private let idle = Mutex<[IdleConnection]>([])
    /// Connections kept for the next scope; more than this many stages at once are rare on one machine.
    static let idleLimit = 8

    /// A connection between two scopes, where nobody uses it.
    ///
    /// Unchecked: whoever takes it out of `idle` is its only user until it is put back.
    private struct IdleConnection: @unchecked Sendable {
        let connection: Connection
    }

    /// Connects when the first scope is entered.
    package init(_ settings: ConnectionSettings, security: any SecurityEventSink) {
        self.settings = settings
        self.security = security
    }

    /// Runs `body` in one transaction in which exactly `tenant`'s rows are seen and written.
    ///
    /// Commits when `body` returns, rolls back when it throws. `session` is of no use after that.
    ///
    /// - Parameter waitsForDisk: false lets the commit return before it is on the server's disk. It is there with the next
    ///   commit that does wait; when the server dies before that, nobody ever sees it again.
    package func withTenant<Value>(
        _ tenant: TenantID, isolation: Isolation = .readCommitted, readOnly: Bool = false, waitsForDisk: Bool = true,
        _ body: (Session) throws -> Value
    ) throws -> Value {
        try withConnection(.tenant(tenant), isolation: isolation, readOnly: readOnly) { connection in
            let scope = TenantScope(connection: connection, tenant: tenant, security: security)
            try scope.enter()
            if !waitsForDisk { try connection.run("SET LOCAL synchronous_commit = off") }
            let value = try body(Session(connection))
            try scope.verifyAtEnd()
            return value
        }
    }

    /// Runs `body` in one transaction without a tenant, as the same bound role: for the tables that belong to no tenant
    /// (runs, jobs, exchange rates, plans). Tenant tables show no rows here and take none.
    package func withSystem<Value>(
        isolation: Isolation = .readCommitted, readOnly: Bool = false, _ body: (Session) throws -> Value
    ) throws -> Value {
        try withConnection(.system, isolation: isolation, readOnly: readOnly) { connection in
            let scope = TenantScope(connection: connection, tenant: nil, security: security)
            try scope.enter()
            let value = try body(Session(connection))
            try scope.verifyAtEnd()
            return value
        }
    }

    /// Closes the connections that are kept.
    package func close() {
        for kept in takeAll() { kept.connection.close() }
    }

    /// A connection of its own for something that lasts longer than a transaction.
    func connect() throws(DatabaseError) -> Connection { try Connection(settings, security: security) }

    private func withConnection<Value>(
        _ context: TenantContext, isolation: Isolation, readOnly: Bool, _ body: (Connection) throws -> Value
    ) throws -> Value {
        let connection = try begin(context, isolation: isolation, readOnly: readOnly)
        defer { giveBack(connection) }
        return try connection.inOpenTransaction { try body(connection) }
    }

    /// A connection with an open transaction. A kept one may have been closed by the server in the meantime; nothing was
    /// sent on it then, so another is tried.
    private func begin(
        _ context: TenantContext, isolation: Isolation, readOnly: Bool
    ) throws(DatabaseError) -> Connection {
        while let kept = takeIdle() {
            kept.context = context
            do {
                try kept.begin(isolation: isolation, readOnly: readOnly)
                return kept
            } catch {
                kept.close()
            }
        }
        let connection = try connect()
        connection.context = context
        try connection.begin(isolation: isolation, readOnly: readOnly)
        return connection
    }

    /// A connection between two scopes, if one is kept.
    func takeIdle() -> Connection? { idle.withLock { $0.popLast() }?.connection }

    private func takeAll() -> [IdleConnection] {
        idle.withLock { kept in
            defer { kept = [] }
            return kept
        }
    }

    /// Ends what a connection was used for: it is kept for the next scope, or closed when it is of no use any more.
    func giveBack(_ connection: Connection) {
        connection.context = .refused
        connection.scope += 1
        guard connection.isReusable else { return connection.close() }
        let kept = IdleConnection(connection: connection)
        let isKept = idle.withLock { idle in
            guard idle.count < Database.idleLimit else { return false }
            idle.append(kept)
            return true
        }
        if !isKept { connection.close() }
    }
}
