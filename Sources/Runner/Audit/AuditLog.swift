import Crypto
package import Database
package import Documents
package import Kernel

/// The record of what changed something: who, what, when, chained by hashes so that no entry can be changed, removed or
/// put in between without it being seen.
///
/// An entry is canonical JSON (RFC 8785) that holds the hash of the one before; its own hash is SHA-256 over those bytes.
/// Anybody can walk the chain with `sha256sum`: docs/audit.md.
package struct AuditLog: Sendable {
    package struct Entry: Sendable {
        package let ordinal: Int64
        /// The bytes that are hashed.
        package let text: String
        package let hash: String
    }

    /// What the first entry of a tenant names as the hash before it.
    package static let origin = String(repeating: "0", count: 64)

    private let database: Database

    package init(_ database: Database) { self.database = database }

    /// Appends an entry in the transaction of the change it tells of, so that neither is there without the other.
    ///
    /// - Parameters:
    ///   - action: what was done, such as `period.closed`.
    ///   - subject: to what, such as `nightly 2026-04`.
    package static func append(
        _ session: Session, _ tenant: TenantID, actor: String, action: String, subject: String,
        detail: JSONOut = .object([]), at now: Instant
    ) throws {
        let key = Digest(of: "audit/\(tenant)").first64Bits
        // One writer at a time, until the transaction ends: the chain has one end.
        _ = try session.query("SELECT pg_advisory_xact_lock(\(key))")
        let last = try session.query(
            "SELECT ordinal, hash FROM audit_log ORDER BY ordinal DESC LIMIT 1")
        let ordinal: Int64 = last.rowCount == 0 ? 1 : try last.onlyRow().value(0, as: Int64.self) + 1
        let previous: String = last.rowCount == 0 ? origin : try last.onlyRow().value(1)
        let text = try CanonicalJSON.text(
            .object([
                .init("tenant", .string(tenant.text)), .init("ordinal", .integer(Int(ordinal))),
                .init("at", .string(now.description)), .init("actor", .string(actor)),
                .init("action", .string(action)), .init("subject", .string(subject)), .init("detail", detail),
                .init("previous", .string(previous)),
            ]))
        try session.execute(
            """
            INSERT INTO audit_log (tenant_id, ordinal, entry, hash, recorded_at)
            VALUES (\(tenant), \(ordinal), \(text), \(Digest(of: text).description), \(now))
            """)
    }

    /// The latest entries, oldest first.
    package func entries(_ tenant: TenantID, limit: Int) throws -> [Entry] {
        try database.withTenant(tenant, readOnly: true) { session in
            try session.query(
                "SELECT ordinal, entry, hash FROM audit_log ORDER BY ordinal DESC LIMIT \(limit)"
            ).rows.reversed().map {
                Entry(ordinal: try $0.value(0), text: try $0.value(1), hash: try $0.value(2))
            }
        }
    }

    /// What walking the chain found.
    package struct Verdict: Sendable {
        package var entries: Int64 = 0
        /// Hash of the last entry: whoever keeps it elsewhere can tell later that nothing was cut off.
        package var head = AuditLog.origin
        package var findings: [Diagnostic] = []
    }

    /// Walks the whole chain of a tenant.
    package func verify(_ tenant: TenantID) throws -> Verdict {
        var verdict = Verdict()
        try database.withTenant(tenant, readOnly: true) { session in
            try session.forEachRow("SELECT ordinal, entry, hash FROM audit_log ORDER BY ordinal") { row in
                let entry = Entry(ordinal: try row.value(0), text: try row.value(1), hash: try row.value(2))
                verdict.entries += 1
                if let lack = AuditLog.lack(entry, after: verdict.entries - 1, hash: verdict.head, tenant) {
                    verdict.findings.append(
                        .error(
                            RunnerCode.brokenAudit, "entry \(entry.ordinal) of tenant '\(tenant)' \(lack)",
                            hint: "somebody changed the table behind the program's back; compare with a backup"))
                }
                verdict.entries = entry.ordinal
                verdict.head = entry.hash
            }
        }
        return verdict
    }

    private static func lack(_ entry: Entry, after last: Int64, hash: String, _ tenant: TenantID) -> String? {
        if entry.ordinal != last + 1 { return "follows entry \(last): some are missing" }
        if Digest(of: entry.text).description != entry.hash { return "is not what its hash was made of" }
        // Whatever is wrong with it, an entry that is no JSON was not written by this program.
        guard let node = try? JSONText.parse(Array(entry.text.utf8), file: "audit", limits: .data) else {
            return "cannot be read"
        }
        if node["previous"]?.string != hash { return "does not name the hash of the one before it" }
        if node["ordinal"]?.int != Int(entry.ordinal) || node["tenant"]?.string != tenant.text {
            return "says that it stands elsewhere"
        }
        return nil
    }
}
