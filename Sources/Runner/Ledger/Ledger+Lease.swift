import Database
import Kernel

/// How long a run is believed to be alive without a word of it.
package struct LeaseTerms: Sendable {
    package let heartbeatSeconds: Int
    /// Three beats: one may be lost to a busy server, two to a restart of it.
    var expirySeconds: Int { heartbeatSeconds * 3 }

    package init(heartbeatSeconds: Int = 15) { self.heartbeatSeconds = heartbeatSeconds }
}

/// Who runs: for people who look for the process, and no part of any decision.
package struct RunHost: Sendable {
    package let name: String
    package let process: Int64
    /// The account on the machine, as the audit log names who did something.
    package let account: String

    package init(name: String, process: Int64, account: String = "") {
        self.account = account
        self.name = name
        self.process = process
    }
}

extension Ledger {
    /// Renews a run's lease by the server's clock, which all hosts share.
    ///
    /// - Returns: false when the run is no longer that of its partition, or is not running.
    func beat(_ run: RunID, _ partition: Partition) throws -> Bool {
        try database.withTenant(partition.tenant) { session in
            try session.execute(
                """
                UPDATE runs SET heartbeat_at = clock_timestamp()
                WHERE run_id = \(run) AND state = 'running' AND EXISTS (
                    SELECT FROM partitions p
                    WHERE p.job = \(partition.job) AND p.period = \(partition.period.firstDay) AND p.run_id = \(run))
                """) == 1
        }
    }

    /// Whether the partition's run has been silent for longer than its lease allows. False when none is at work.
    func leaseIsOver(_ partition: Partition, _ terms: LeaseTerms) throws -> Bool {
        try database.withTenant(partition.tenant, readOnly: true) { session in
            try session.query(
                """
                SELECT 1 FROM runs
                WHERE job = \(partition.job) AND period = \(partition.period.firstDay) AND state = 'running'
                    AND heartbeat_at < clock_timestamp() - make_interval(secs => \(Int64(terms.expirySeconds)))
                """
            ).rowCount > 0
        }
    }

    /// Runs of a tenant's other partitions that have been silent for longer than their lease allows.
    static func silent(_ own: Partition, _ terms: LeaseTerms, _ session: Session) throws
        -> [(run: RunID, partition: Partition)]
    {
        try session.query(
            """
            SELECT run_id, job, period FROM runs
            WHERE state = 'running'
                AND heartbeat_at < clock_timestamp() - make_interval(secs => \(Int64(terms.expirySeconds)))
            ORDER BY run_id
            """
        ).rows.map { row in
            (
                try row.value(0),
                Partition(tenant: own.tenant, job: try row.value(1), period: Month(containing: try row.value(2)))
            )
        }.filter { $0.1 != own }
    }

    /// Marks those of the silent runs that died: nobody holds their lock.
    ///
    /// - Returns: the dead, with what they were about.
    func recover(_ silent: [(run: RunID, partition: Partition)], at now: Instant) throws
        -> [(run: RunID, partition: Partition)]
    {
        var dead: [(run: RunID, partition: Partition)] = []
        for (run, partition) in silent {
            // Asked, not taken: whoever begins there meanwhile must not be turned away, and writes down the same.
            guard try !database.isLocked(partition.lockKey) else { continue }
            try database.withTenant(partition.tenant) { try Ledger.abandon(run, $0, at: now) }
            dead.append((run, partition))
        }
        return dead
    }

    /// Hands over what a dead run has left, while nobody can take its partition or publish there; nothing when another
    /// run has taken it.
    func inherit(
        _ dead: RunID, _ partition: Partition, _ body: (Int64, [StageID: StoredPublication]) throws -> Void
    ) throws {
        try database.withTenant(partition.tenant) { session in
            let row = try session.query(
                """
                SELECT generation FROM partitions
                WHERE job = \(partition.job) AND period = \(partition.period.firstDay) AND run_id = \(dead) FOR UPDATE
                """)
            guard row.rowCount > 0 else { return }
            try body(try row.onlyRow().value(0), try Ledger.publications(session, partition))
        }
    }

    /// Hands over what is published, while nobody can take the partition or publish there.
    func hold(_ partition: Partition, _ body: ([StageID: StoredPublication]) throws -> Void) throws {
        try database.withTenant(partition.tenant) { session in
            _ = try Ledger.lock(partition, session)
            try body(try Ledger.publications(session, partition))
        }
    }

    static func abandon(_ run: RunID, _ session: Session, at now: Instant) throws {
        try session.execute(
            "UPDATE runs SET state = 'abandoned', ended_at = \(now) WHERE run_id = \(run) AND state = 'running'")
        try session.execute(
            """
            UPDATE stage_runs SET state = 'abandoned', ended_at = \(now)
            WHERE run_id = \(run) AND state IN ('pending', 'running')
            """)
    }

    /// The generation that the partition is at; nil when no run has been there.
    func generation(_ partition: Partition) throws -> Int64? {
        try database.withTenant(partition.tenant, readOnly: true) { session in
            let answer = try session.query(
                """
                SELECT generation FROM partitions
                WHERE job = \(partition.job) AND period = \(partition.period.firstDay)
                """)
            return answer.rowCount == 0 ? nil : try answer.onlyRow().value(0)
        }
    }
}
