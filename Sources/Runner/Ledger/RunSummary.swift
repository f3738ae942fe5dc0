import Database
package import Documents
package import Kernel

/// A run as the ledger tells it.
package struct RunSummary: Sendable {
    package struct Stage: Sendable {
        package let id: StageID
        package let kind: String
        package let state: StageState
        package let rows: Int64?
        package let message: String?
        package let startedAt: Instant?
        package let endedAt: Instant?
        /// How often it was tried.
        package let tries: Int64

        package var seconds: String { RunSummary.seconds(from: startedAt, to: endedAt) }
    }

    package let run: RunID
    package let tenant: TenantID
    package let job: JobID
    package let period: Month
    package fileprivate(set) var state: RunState
    package let startedAt: Instant
    package let endedAt: Instant?
    package let exitStatus: Int64?
    package let stages: [Stage]
    /// Whether the run's period is closed now.
    package let isClosed: Bool
    /// Who ran it: empty and 0 in runs of older versions.
    package let host: RunHost

    package var seconds: String { RunSummary.seconds(from: startedAt, to: endedAt) }

    /// `4 published, 2 unchanged`.
    package var stageCounts: String {
        StageState.allCases.compactMap { state in
            let count = stages.count { $0.state == state }
            return count == 0 ? nil : "\(count) \(state.rawValue.split(separator: "_").joined(separator: " "))"
        }.joined(separator: ", ")
    }

    private static func seconds(from start: Instant?, to end: Instant?) -> String {
        guard let start, let end else { return "" }
        let tenths = (end.microseconds - start.microseconds) / 100_000
        return "\(tenths / 10).\(tenths % 10)"
    }

    package var json: JSONOut {
        .object([
            .init("run", .string(run.text)), .init("tenant", .string(tenant.text)), .init("job", .string(job.text)),
            .init("period", .string(period.description)), .init("periodIsClosed", .bool(isClosed)),
            .init("state", .string(state.rawValue)),
            .init("startedAt", .string(startedAt.description)), .init("endedAt", .optional(endedAt?.description)),
            .init("exit", exitStatus.map { .integer(Int($0)) } ?? .null),
            .init("host", .string(host.name)), .init("process", .integer(Int(host.process))),
            .init(
                "stages",
                .array(
                    stages.map { stage in
                        .object([
                            .init("stage", .string(stage.id.text)), .init("kind", .string(stage.kind)),
                            .init("state", .string(stage.state.rawValue)),
                            .init("rows", stage.rows.map { .integer(Int($0)) } ?? .null),
                            .init("startedAt", .optional(stage.startedAt?.description)),
                            .init("endedAt", .optional(stage.endedAt?.description)),
                            .init("tries", .integer(Int(stage.tries))),
                            .init("message", .optional(stage.message)),
                        ])
                    })),
        ])
    }
}

extension Ledger {
    /// The latest runs of a tenant, newest first; or one of them.
    ///
    /// A run that the ledger calls running although nobody holds its partition has died; it is shown as abandoned, which
    /// the next run of the partition will write down.
    package func runs(_ tenant: TenantID, only run: RunID? = nil, limit: Int) throws -> [RunSummary] {
        try recorded(tenant, only: run, limit: limit).map { try believed($0) }
    }

    /// The run, as abandoned when it says that it is at work and nobody holds its partition.
    func believed(_ run: RunSummary) throws -> RunSummary {
        guard run.state == .running else { return run }
        let partition = Partition(tenant: run.tenant, job: run.job, period: run.period)
        guard try !isAtWork(partition) else { return run }
        var dead = run
        dead.state = .abandoned
        return dead
    }

    /// Whether anybody holds the partition.
    func isAtWork(_ partition: Partition) throws -> Bool { try database.isLocked(partition.lockKey) }

    /// What the ledger says, believed or not.
    func recorded(_ tenant: TenantID, only run: RunID?, limit: Int) throws -> [RunSummary] {
        try database.withTenant(tenant, readOnly: true) { session in
            try Ledger.summaries(
                """
                WHERE \(run)::text IS NULL OR run_id = \(run)
                ORDER BY started_at DESC, run_id DESC LIMIT \(limit)
                """, tenant, session)
        }
    }

    /// - Parameter condition: of rows of `runs`, with their order.
    static func summaries(_ condition: SQL, _ tenant: TenantID, _ session: Session) throws -> [RunSummary] {
        try session.query(
            """
            SELECT run_id, job, period, state, started_at, ended_at, exit_status,
                coalesce((SELECT event = 'closed' FROM closings
                    WHERE tenant_id = runs.tenant_id AND job = runs.job AND period = runs.period
                    ORDER BY ordinal DESC LIMIT 1), false),
                host, process
            FROM runs \(condition)
            """
        ).rows.map { row in
            let run: RunID = try row.value(0)
            let period: CalendarDay = try row.value(2)
            guard let state = RunState(rawValue: try row.value(3)) else {
                preconditionFailure("the table admits known states only")
            }
            return RunSummary(
                run: run, tenant: tenant, job: try row.value(1), period: Month(containing: period), state: state,
                startedAt: try row.value(4), endedAt: try row.optional(5), exitStatus: try row.optional(6),
                stages: try Ledger.stages(of: run, session), isClosed: try row.value(7),
                host: RunHost(name: try row.value(8), process: try row.value(9)))
        }
    }

    private static func stages(of run: RunID, _ session: Session) throws -> [RunSummary.Stage] {
        try session.query(
            """
            SELECT stage, kind, state, row_count, message, started_at, ended_at, tries FROM stage_runs
            WHERE run_id = \(run) ORDER BY ordinal
            """
        ).rows.map { row in
            guard let state = StageState(rawValue: try row.value(2)) else {
                preconditionFailure("the table admits known states only")
            }
            return RunSummary.Stage(
                id: try row.value(0), kind: try row.value(1), state: state, rows: try row.optional(3),
                message: try row.optional(4), startedAt: try row.optional(5), endedAt: try row.optional(6),
                tries: try row.value(7))
        }
    }

    /// What is published for a partition, with absolute paths.
    package func published(_ partition: Partition, home: String) throws -> [StageID: Publication] {
        let store = PublicationStore(home: home, partition: partition)
        return try publications(partition).mapValues { store.located($0) }
    }
}
