import Crypto
package import Database
import Documents
package import Kernel

/// What the audit log is told of the user's crontab.
///
/// A crontab is no part of the store, so that no transaction holds both. The entry comes first: a process that is killed
/// in between leaves an entry of a change that was not made, and never a change without an entry.
package struct CrontabAudit: Sendable {
    package enum Action: String, Sendable {
        /// The lines are about to be written.
        case install = "crontab.install"
        /// The lines are about to be removed.
        case uninstall = "crontab.uninstall"
        /// The crontab's program refused what the entry before told of.
        case refused = "crontab.refused"
        /// The lines were there already, and no entry told of them.
        case found = "crontab.found"
    }

    /// A block of lines, as entries tell of it.
    package struct Lines: Sendable {
        /// The folder that the lines wake.
        package let project: String
        /// Nil: the crontab has none.
        package let digest: String?
        /// The jobs that the lines wake, by tenant.
        package let jobs: [TenantID: [JobID]]

        package init(project: String, digest: String?, jobs: [TenantID: [JobID]] = [:]) {
            self.project = project
            self.digest = digest
            self.jobs = jobs
        }
    }

    private let database: Database
    private let tenants: [TenantID]
    private let host: RunHost

    /// - Parameter tenants: those of the project; each has the entry in its own chain, with its own jobs only.
    package init(_ database: Database, tenants: [TenantID], host: RunHost) {
        self.database = database
        self.tenants = tenants
        self.host = host
    }

    /// - Parameters:
    ///   - before: digest of the lines that stood there.
    ///   - isForced: whether lines that somebody had edited are given up.
    package func record(
        _ action: Action, _ lines: Lines, before: String?, isForced: Bool, at now: Instant
    ) throws {
        for tenant in tenants {
            try database.withTenant(tenant) { session in
                try append(action, lines, tenant, before: before, isForced: isForced, session, now)
            }
        }
    }

    /// Enters lines that stand in the crontab where the latest entry tells of others, or of none.
    ///
    /// - Returns: whether an entry was missing.
    package func recordFound(_ lines: Lines, at now: Instant) throws -> Bool {
        var isMissing = false
        for tenant in tenants {
            try database.withTenant(tenant) { session in
                let latest = try latestDigest(lines.project, session)
                guard latest != lines.digest else { return }
                isMissing = true
                try append(.found, lines, tenant, before: latest, isForced: false, session, now)
            }
        }
        return isMissing
    }

    private var subject: String { "crontab of \(host.account)" }

    private func append(
        _ action: Action, _ lines: Lines, _ tenant: TenantID, before: String?, isForced: Bool, _ session: Session,
        _ now: Instant
    ) throws {
        try AuditLog.append(
            session, tenant, actor: host.account, action: action.rawValue, subject: subject,
            detail: .object([
                .init("host", .string(host.name)), .init("project", .string(lines.project)),
                .init("digest", .optional(lines.digest)), .init("before", .optional(before)),
                .init("jobs", .strings((lines.jobs[tenant] ?? []).map(\.text))), .init("forced", .bool(isForced)),
            ]), at: now)
    }

    /// What the latest entry says of the lines of that project in this account's crontab on this host.
    private func latestDigest(_ project: String, _ session: Session) throws -> String? {
        let answer = try session.query(
            """
            SELECT entry::jsonb #>> '{detail,digest}' FROM audit_log
            WHERE entry LIKE '{"action":"crontab.%' AND entry::jsonb ->> 'subject' = \(subject)
                AND entry::jsonb #>> '{detail,host}' = \(host.name)
                AND entry::jsonb #>> '{detail,project}' = \(project)
            ORDER BY ordinal DESC LIMIT 1
            """)
        return answer.rowCount == 0 ? nil : try answer.onlyRow().optional(0)
    }
}
