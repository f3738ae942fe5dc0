import Crypto
package import Database
package import Kernel

/// What a run is about: the unit that is run, fenced and published as a whole.
package struct Partition: Sendable, Hashable {
    package let tenant: TenantID
    package let job: JobID
    package let period: Month

    package init(tenant: TenantID, job: JobID, period: Month) {
        self.tenant = tenant
        self.job = job
        self.period = period
    }

    /// 64 bits that stand for the partition among the server's advisory locks.
    var lockKey: Int64 {
        Digest(of: "\(tenant)/\(job)/\(period)").first64Bits
    }
}

/// The record of runs in the store. Every call is one transaction under the partition's tenant.
package struct Ledger: Sendable {
    let database: Database
    /// Whom the audit log names.
    let actor: String

    package init(_ database: Database, actor: String = "") {
        self.database = database
        self.actor = actor
    }

    /// What a run has in its hands once it has begun.
    struct Beginning {
        /// Fences the run: a publication is refused when the partition has moved on to a later one.
        let generation: Int64
        let abandoned: [RunID]
        /// Runs of the tenant's other partitions whose lease is over, with what they are about.
        let silent: [(run: RunID, partition: Partition)]
        let publications: [StageID: StoredPublication]
    }

    /// Enters a run. The caller holds the partition's lock, so a run that still says "running" has died.
    func begin(
        _ run: RunID, _ partition: Partition, stages: [(id: StageID, kind: String)],
        host: RunHost = RunHost(name: "", process: 0), slots: [String] = [],
        lease: LeaseTerms = LeaseTerms(), at now: Instant
    ) throws -> Beginning {
        try database.withTenant(partition.tenant) { session in
            let period = partition.period.firstDay
            let generation: Int64 = try session.query(
                """
                INSERT INTO partitions (tenant_id, job, period, generation, run_id)
                VALUES (\(partition.tenant), \(partition.job), \(period), 1, \(run))
                ON CONFLICT (tenant_id, job, period)
                DO UPDATE SET generation = partitions.generation + 1, run_id = excluded.run_id
                RETURNING generation
                """
            ).onlyRow().value(0)
            // Before anybody is abandoned: a living run that has these very slots keeps them.
            try Ledger.claim(slots, for: run, partition.job, lease, session)
            let abandoned = try abandonRuns(session, partition, at: now)
            try session.execute(
                """
                INSERT INTO runs (tenant_id, run_id, job, period, generation, state, started_at, host, process)
                VALUES (\(partition.tenant), \(run), \(partition.job), \(period), \(generation), 'running', \(now),
                    \(host.name), \(host.process))
                """)
            for (ordinal, stage) in stages.enumerated() {
                try session.execute(
                    """
                    INSERT INTO stage_runs (tenant_id, run_id, stage, ordinal, kind, state)
                    VALUES (\(partition.tenant), \(run), \(stage.id), \(ordinal), \(stage.kind), 'pending')
                    """)
            }
            return Beginning(
                generation: generation, abandoned: abandoned,
                silent: try Ledger.silent(partition, lease, session),
                publications: try Ledger.publications(session, partition))
        }
    }

    private func abandonRuns(_ session: Session, _ partition: Partition, at now: Instant) throws -> [RunID] {
        let dead: [RunID] = try session.query(
            """
            SELECT run_id FROM runs
            WHERE job = \(partition.job) AND period = \(partition.period.firstDay) AND state = 'running'
            ORDER BY run_id
            """
        ).rows.map { try $0.value(0) }
        for run in dead { try Ledger.abandon(run, session, at: now) }
        return dead
    }

    /// Moves a stage from wherever it may come from.
    ///
    /// Does not wait for the disk: nothing was made, and the end of the run, or the next publication, takes it there. When
    /// the server dies before that, a run that goes on without it has a stage that says "pending", and no more is lost.
    ///
    /// - Throws: exit 75 when it is nowhere there: a later run has abandoned this one.
    func move(
        _ stage: StageID, of run: RunID, _ tenant: TenantID, to new: StageState, at now: Instant, rows: Int64? = nil
    ) throws {
        try database.withTenant(tenant, waitsForDisk: false) { session in
            try Ledger.move(session, stage, of: run, to: new, at: now, rows: rows)
        }
    }

    static func move(
        _ session: Session, _ stage: StageID, of run: RunID, to new: StageState, at now: Instant, rows: Int64?
    ) throws {
        let old = StageState.allCases.filter { $0.canBecome(new) }.map(\.rawValue)
        let started = new == .running ? now : nil
        let ended = new == .running ? nil : now
        let moved = try session.execute(
            """
            UPDATE stage_runs SET state = \(new.rawValue), started_at = coalesce(started_at, \(started)),
                ended_at = \(ended), row_count = \(rows)
            WHERE run_id = \(run) AND stage = \(stage) AND state = ANY (\(old))
            """)
        guard moved == 1 else { throw Ledger.lostPartition }
    }

    /// Marks what a run that was asked to stop has not done.
    func cancel(_ run: RunID, _ tenant: TenantID, at now: Instant) throws {
        _ = try database.withTenant(tenant) { session in
            try session.execute(
                """
                UPDATE stage_runs SET state = 'cancelled', ended_at = \(now)
                WHERE run_id = \(run) AND state IN ('pending', 'running')
                """)
        }
    }

    /// Counts another try of a stage.
    func tryAgain(_ stage: StageID, of run: RunID, _ tenant: TenantID) throws {
        _ = try database.withTenant(tenant) { session in
            try session.execute(
                "UPDATE stage_runs SET tries = tries + 1 WHERE run_id = \(run) AND stage = \(stage)")
        }
    }

    /// - Throws: exit 75 when the run is no longer at work: another has taken its partition.
    func finish(_ run: RunID, _ tenant: TenantID, state: RunState, exit: ExitStatus, at now: Instant) throws {
        try database.withTenant(tenant) { session in
            let moved = try session.execute(
                """
                UPDATE runs SET state = \(state.rawValue), ended_at = \(now), exit_status = \(Int64(exit.rawValue))
                WHERE run_id = \(run) AND state = 'running'
                """)
            guard moved == 1 else { throw Ledger.lostPartition }
            try Ledger.settleSlots(of: run, exit: exit, session)
        }
    }

    static let lostPartition = Failure(
        .tryLater, RunnerCode.lostPartition, "another run has taken over this period; this one stops",
        hint: "nothing was published twice; run `reckon status` to see the other run", isTransient: true)
}

extension Ledger {
    /// Marks a stage failed, whether it had started or not, and records the change that was refused if it failed by that.
    func fail(
        _ stage: StageID, of run: RunID, _ tenant: TenantID, at now: Instant, message: String?,
        refused: PublicationChange? = nil
    ) throws {
        try database.withTenant(tenant) { session in
            if let refused { try Ledger.record(refused, .refused, session, at: now) }
            let moved = try session.execute(
                """
                UPDATE stage_runs SET state = 'failed', ended_at = \(now), message = \(message)
                WHERE run_id = \(run) AND stage = \(stage) AND state IN ('pending', 'running')
                """)
            guard moved == 1 else { throw Ledger.lostPartition }
        }
    }
}

extension ReckonError {
    /// True when it says that another run has taken the partition.
    package var isOvertaken: Bool { diagnostics.contains { $0.code == RunnerCode.lostPartition } }
}
