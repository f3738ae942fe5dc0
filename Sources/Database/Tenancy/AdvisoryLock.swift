import Kernel

/// A session advisory lock on a connection that it has to itself, which no pooler may stand between.
///
/// It saves work; it does not fence: a run that lost its connection finds out by its heartbeat, and the generation in
/// the ledger row keeps it from publishing. The server drops the lock with the connection.
package final class AdvisoryLock {
    private let database: Database
    private let key: Int64
    /// Nil once the lock is given back.
    private var connection: Connection?

    fileprivate init(_ database: Database, _ connection: Connection, key: Int64) {
        self.database = database
        self.connection = connection
        self.key = key
    }

    deinit { connection?.close() }

    /// Gives the lock back, and the connection to the next scope. Where the server cannot be asked, the connection is
    /// closed, and the lock goes with it.
    package func unlock() {
        guard let connection = connection.take() else { return }
        do {
            let wasHeld = try connection.run("SELECT pg_advisory_unlock(\(key))").onlyRow().value(0, as: Bool.self)
            if !wasHeld { connection.close() }
        } catch {
            connection.close()
        }
        database.giveBack(connection)
    }
}

extension Database {
    /// Whether any session has the lock. Asks only: taking the lock to find out would get in the way of those who want it.
    package func isLocked(_ key: Int64) throws -> Bool {
        let high = Int64(UInt32(truncatingIfNeeded: key >> 32))
        let low = Int64(UInt32(truncatingIfNeeded: key))
        return try withSystem(readOnly: true) { session in
            try session.query(
                """
                SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
                    AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                    AND classid::bigint = \(high) AND objid::bigint = \(low)
                """
            ).rowCount > 0
        }
    }

    /// Takes the lock, or returns nil at once when another session has it.
    package func tryLock(_ key: Int64) throws(DatabaseError) -> AdvisoryLock? {
        while let kept = takeIdle() {
            // The server may have closed a kept connection in the meantime; a lock that it gave is gone then.
            do { return try lock(kept, key) } catch { kept.close() }
        }
        return try lock(try connect(), key)
    }

    private func lock(_ connection: Connection, _ key: Int64) throws(DatabaseError) -> AdvisoryLock? {
        connection.context = .system
        guard try connection.run("SELECT pg_try_advisory_lock(\(key))").onlyRow().value(0, as: Bool.self) else {
            giveBack(connection)
            return nil
        }
        return AdvisoryLock(self, connection, key: key)
    }
}

extension Database {
    /// Makes sure that a connection is a session of the server: of two that are open at the same time each has a process
    /// of its own. A pooler that pools by transaction hands the process that has just become free to whoever asks next.
    ///
    /// - Throws: exit 78 when it is not.
    package func requireSessions() throws(DatabaseError) {
        let (first, second) = (try connect(), try connect())
        defer {
            first.close()
            second.close()
        }
        for connection in [first, second] { connection.context = .system }
        let process: SQL = "SELECT pg_backend_pid()::bigint"
        for _ in 1...3 {
            let one: Int64 = try first.run(process).onlyRow().value(0)
            let two: Int64 = try second.run(process).onlyRow().value(0)
            if one == two { throw DatabaseError(.pooledByTransaction) }
        }
    }
}
