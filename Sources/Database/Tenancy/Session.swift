import Kernel

/// What can be done inside a scope of `Database`. Of no use after the scope: it then refuses, and reports.
package final class Session {
    private let held: Connection
    private let scope: Int

    init(_ connection: Connection) {
        held = connection
        scope = connection.scope
    }

    /// The connection, when this session's scope still lasts.
    func connection() throws(DatabaseError) -> Connection {
        guard held.scope == scope else {
            held.security.record(SecurityEvent(.sessionOutlivedScope, tenant: nil))
            throw DatabaseError(.tenantRefused)
        }
        return held
    }

    /// The whole answer in memory.
    package func query(_ sql: SQL) throws(DatabaseError) -> ResultSet { try connection().run(sql) }

    /// - Returns: how many rows were touched.
    @discardableResult
    package func execute(_ sql: SQL) throws(DatabaseError) -> Int { try connection().run(sql).affectedRows }

    /// Rows one at a time, for answers of any size. No other statement can be run until it returns.
    package func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws { try connection().forEachRow(sql, body) }

    /// To cancel the running statement from another thread.
    package func cancelHandle() throws(DatabaseError) -> CancelHandle { try connection().cancelHandle() }

    /// What the server said since the last call: for the restricted log.
    package func takeNotices() -> [Notice] { held.takeNotices() }
}
