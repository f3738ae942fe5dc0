import Kernel

/// One step of the schema. Once released its text never changes: the database keeps its digest.
package struct Migration: Sendable, Equatable {
    /// Counts from 1 without gaps.
    package let id: Int
    package let name: String
    /// One or more statements, run as the owner role in one transaction, so without BEGIN, COMMIT and what cannot be in
    /// a transaction (CREATE INDEX CONCURRENTLY).
    package let sql: String

    package init(_ id: Int, _ name: String, _ sql: String) {
        self.id = id
        self.name = name
        self.sql = sql
    }
}
