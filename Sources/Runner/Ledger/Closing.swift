import Database
package import Documents
package import Kernel

/// Somebody closed a period of a job, or opened it again. Each is a row of its own that never changes; the latest of a
/// period says whether it is closed.
package struct Closing: Sendable {
    package enum Event: String, Sendable {
        case closed, reopened
    }

    package let period: Month
    package let event: Event
    /// Who did it: the name of the account on the machine.
    package let actor: String
    package let note: String
    package let at: Instant
    /// The stages that were published then: generation, digest, rows and facts of each. Empty for what was reopened.
    package let stages: JSONNode

    package var json: JSONOut {
        .object([
            .init("period", .string(period.description)), .init("event", .string(event.rawValue)),
            .init("actor", .string(actor)), .init("note", .string(note)), .init("at", .string(at.description)),
            .init("stages", JSONOut(stages)),
        ])
    }
}

extension Ledger {
    /// Closes a period: from now on nothing that is published of it can change.
    ///
    /// - Parameter stages: those of the job; all must be published.
    /// - Throws: exit 75 when a run of the period is at work, 66 when not all is published or the latest run failed, 1
    ///   when the period is closed.
    package func close(
        _ partition: Partition, stages: [StageID], actor: String, note: String, at now: Instant
    ) throws {
        // A run between two of its stages has published half of a month.
        guard let lock = try database.tryLock(partition.lockKey) else { throw Ledger.alreadyRunning(partition) }
        defer { lock.unlock() }
        try database.withTenant(partition.tenant) { session in
            guard try Ledger.lock(partition, session) != nil else {
                throw Ledger.unfinished(partition, "nothing has been published for it")
            }
            if let closing = try Ledger.closing(of: partition, session) {
                throw Failure(
                    .stageFailed, RunnerCode.alreadyClosed,
                    "period \(partition.period) of \(partition.job) is closed: by \(closing.actor) at \(closing.at)",
                    hint: "`reckon restatements \(partition.job) --period \(partition.period)` shows its history")
            }
            try Ledger.requireWhole(partition, stages: stages, session)
            try Ledger.record(partition, .closed, actor: actor, note: note, session, at: now)
        }
    }

    /// Opens a closed period again; what was published stays until a run replaces it.
    ///
    /// - Throws: exit 1 when the period is not closed.
    package func reopen(_ partition: Partition, actor: String, note: String, at now: Instant) throws {
        try database.withTenant(partition.tenant) { session in
            guard try Ledger.lock(partition, session) != nil, try Ledger.closing(of: partition, session) != nil else {
                throw Failure(
                    .stageFailed, RunnerCode.notClosed, "period \(partition.period) of \(partition.job) is not closed",
                    hint: "runs of it publish what they come to")
            }
            try Ledger.record(partition, .reopened, actor: actor, note: note, session, at: now)
        }
    }

    /// The history of a job's closings, oldest first.
    package func closings(_ tenant: TenantID, _ job: JobID, period: Month? = nil) throws -> [Closing] {
        try database.withTenant(tenant, readOnly: true) { session in
            try Ledger.closings(
                """
                WHERE job = \(job) AND (\(period?.firstDay)::date IS NULL OR period = \(period?.firstDay))
                ORDER BY recorded_at, period, ordinal
                """, session)
        }
    }

    /// How the period was closed; nil while it is open.
    package func closing(of partition: Partition) throws -> Closing? {
        try database.withTenant(partition.tenant, readOnly: true) { try Ledger.closing(of: partition, $0) }
    }

    static func closing(of partition: Partition, _ session: Session) throws -> Closing? {
        let latest = try closings(
            """
            WHERE job = \(partition.job) AND period = \(partition.period.firstDay) ORDER BY ordinal DESC LIMIT 1
            """, session
        ).first
        return latest?.event == .closed ? latest : nil
    }

    private static func closings(_ condition: SQL, _ session: Session) throws -> [Closing] {
        try session.query("SELECT period, event, actor, note, recorded_at, stages FROM closings \(condition)").rows.map
        {
            row in
            guard let event = Closing.Event(rawValue: try row.value(1)) else {
                preconditionFailure("the table admits known events only")
            }
            return Closing(
                period: Month(containing: try row.value(0)), event: event, actor: try row.value(2),
                note: try row.value(3), at: try row.value(4),
                stages: try JSONText.parse(
                    Array(try row.value(5, as: String.self).utf8), file: "closing", limits: .data))
        }
    }

    /// All stages are published, and by runs of which the last one came to its end: none is left from before a change
    /// that others have taken in.
    private static func requireWhole(_ partition: Partition, stages: [StageID], _ session: Session) throws {
        let published: [StageID] = try session.query(
            """
            SELECT stage FROM publications WHERE job = \(partition.job) AND period = \(partition.period.firstDay)
            """
        ).rows.map { try $0.value(0) }
        let missing = stages.filter { !published.contains($0) }
        guard missing.isEmpty else {
            throw unfinished(
                partition, "not published: \(missing.map { "'\($0)'" }.joined(separator: ", "))")
        }
        let state: String = try session.query(
            """
            SELECT r.state FROM partitions p JOIN runs r ON r.tenant_id = p.tenant_id AND r.run_id = p.run_id
            WHERE p.job = \(partition.job) AND p.period = \(partition.period.firstDay)
            """
        ).onlyRow().value(0)
        guard state == RunState.succeeded.rawValue else {
            throw unfinished(partition, "its latest run did not come to a good end")
        }
    }

    private static func record(
        _ partition: Partition, _ event: Closing.Event, actor: String, note: String, _ session: Session, at now: Instant
    ) throws {
        let period = partition.period.firstDay
        try session.execute(
            """
            INSERT INTO closings (tenant_id, job, period, ordinal, event, actor, note, stages, recorded_at)
            SELECT \(partition.tenant), \(partition.job), \(period),
                (SELECT coalesce(max(ordinal), 0) + 1 FROM closings WHERE job = \(partition.job) AND period = \(period)),
                \(event.rawValue), \(actor), \(note),
                (SELECT coalesce(jsonb_agg(jsonb_build_object('stage', stage, 'generation', generation, 'run', run_id,
                    'digest', digest, 'rows', row_count, 'facts', facts) ORDER BY stage), '[]')
                 FROM publications
                 WHERE job = \(partition.job) AND period = \(period) AND \(event == .closed)),
                \(now)
            """)
        try AuditLog.append(
            session, partition.tenant, actor: actor, action: "period.\(event.rawValue)",
            subject: "\(partition.job) \(partition.period)", detail: .object([.init("note", .string(note))]), at: now)
    }

    private static func unfinished(_ partition: Partition, _ reason: String) -> Failure {
        Failure(
            .missingInput, RunnerCode.unfinishedPeriod,
            "period \(partition.period) of \(partition.job) cannot be closed: \(reason)",
            hint: "run it to a good end first: `reckon run \(partition.job) --period \(partition.period)`")
    }

    static func alreadyRunning(_ partition: Partition) -> Failure {
        Failure(
            .tryLater, RunnerCode.alreadyRunning,
            "another run of \(partition.job) for period \(partition.period) is at work",
            at: Place(file: "Jobs/\(partition.job).json"), hint: "wait for it; `reckon status` shows it",
            isTransient: true)
    }
}

extension ReckonError {
    /// True when another run of the same partition is at work.
    package var isAlreadyRunning: Bool { diagnostics.contains { $0.code == RunnerCode.alreadyRunning } }
}
