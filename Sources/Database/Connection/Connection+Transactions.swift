internal import CLibPQ
import Kernel

/// How a transaction sees others; the words of the SQL standard.
package enum Isolation: String, Sendable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"
}

extension Connection {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    func withTransaction<Value>(
        isolation: Isolation = .readCommitted, readOnly: Bool = false, _ body: () throws -> Value
    ) throws -> Value {
        try begin(isolation: isolation, readOnly: readOnly)
        return try inOpenTransaction(body)
    }

    func begin(isolation: Isolation, readOnly: Bool) throws(DatabaseError) {
        try run(SQL(trusted: "BEGIN ISOLATION LEVEL \(isolation.rawValue) \(readOnly ? "READ ONLY" : "READ WRITE")"))
    }

    /// The rest of `withTransaction`, for a transaction that was begun already.
    func inOpenTransaction<Value>(_ body: () throws -> Value) throws -> Value {
        let value: Value
        do {
            value = try body()
        } catch {
            rollBack()
            throw error
        }
        try commit()
        return value
    }

    private func commit() throws(DatabaseError) {
        let answer: ResultSet
        do {
            answer = try run("COMMIT")
        } catch  where isBroken {
            throw DatabaseError(.commitOutcomeUnknown, sqlState: error.sqlState, detail: error.restrictedDetail)
        }
        // The server answers ROLLBACK, and no error, when a statement had failed before.
        guard answer.commandTag == "COMMIT" else { throw DatabaseError(.rolledBackAtCommit) }
    }

    /// A connection that cannot even roll back is closed: the server then rolls back by itself.
    func rollBack() {
        let scope = context
        // The scope may have been taken away by the very failure that leads here.
        context = .system
        defer { context = scope }
        do { try run("ROLLBACK") } catch { close() }
    }
}
