import Database
package import Documents
package import Kernel

/// A time at which a job was due, as the ledger keeps it.
package struct SlotRecord: Sendable {
    package enum Outcome: String, Sendable {
        /// To be run, or at work.
        case due
        case succeeded, failed
        /// Not run, on purpose; the reason says why.
        case dropped
    }

    package let key: String
    package let at: Instant
    package let period: Month
    package let outcome: Outcome
    package let reason: String
    /// The run that has taken it, or took it last.
    package let run: RunID?

    package var json: JSONOut {
        .object([
            .init("slot", .string(key)), .init("at", .string(at.description)),
            .init("period", .string(period.description)), .init("outcome", .string(outcome.rawValue)),
            .init("reason", .string(reason)), .init("run", .optional(run?.text)),
        ])
    }
}

extension Ledger {
    /// The latest slots of a job, newest first.
    package func slots(_ tenant: TenantID, _ job: JobID, limit: Int) throws -> [SlotRecord] {
        try database.withTenant(tenant, readOnly: true) { session in
            try Ledger.slots(
                "WHERE job = \(job) ORDER BY scheduled_at DESC, slot DESC LIMIT \(Int64(limit))", session)
        }
    }

    /// Slots that are to be run and that no living run has taken.
    func openSlots(_ tenant: TenantID, _ job: JobID, _ terms: LeaseTerms) throws -> [SlotRecord] {
        try database.withTenant(tenant, readOnly: true) { session in
            try Ledger.slots(
                """
                WHERE job = \(job) AND outcome = 'due' AND \(Ledger.nobodyHasSlot(terms))
                ORDER BY scheduled_at, slot
                """, session)
        }
    }

    /// True of a row of `slots` that no living run has taken.
    private static func nobodyHasSlot(_ terms: LeaseTerms) -> SQL {
        """
        NOT EXISTS (SELECT FROM runs r WHERE r.run_id = slots.run_id AND \(Ledger.isAlive(terms)))
        """
    }

    /// True of a run `r` that is at work and was heard of within its lease.
    private static func isAlive(_ terms: LeaseTerms) -> SQL {
        """
        r.state = 'running'
            AND r.heartbeat_at >= clock_timestamp() - make_interval(secs => \(Int64(terms.expirySeconds)))
        """
    }

    static func slots(_ condition: SQL, _ session: Session) throws -> [SlotRecord] {
        try session.query(
            "SELECT slot, scheduled_at, period, outcome, reason, run_id FROM slots \(condition)"
        ).rows.map { row in
            guard let outcome = SlotRecord.Outcome(rawValue: try row.value(3)) else {
                preconditionFailure("the table admits known outcomes only")
            }
            return SlotRecord(
                key: try row.value(0), at: try row.value(1), period: Month(containing: try row.value(2)),
                outcome: outcome, reason: try row.value(4), run: try row.optional(5))
        }
    }

    /// When the latest slot of a job was that the ledger has; nil when it has none.
    func latestSlot(_ tenant: TenantID, _ job: JobID) throws -> Instant? {
        try database.withTenant(tenant, readOnly: true) { session in
            try session.query("SELECT max(scheduled_at) FROM slots WHERE job = \(job)").onlyRow().optional(0)
        }
    }

    /// The keys of all slots of a job that the ledger has.
    func slotKeys(_ tenant: TenantID, _ job: JobID) throws -> Set<String> {
        try database.withTenant(tenant, readOnly: true) { session in
            Set(try session.query("SELECT slot FROM slots WHERE job = \(job)").rows.map { try $0.value(0) })
        }
    }

    /// Enters slots that are new; those that another host has entered meanwhile stay as they are.
    func enter(_ slots: [SlotRecord], _ tenant: TenantID, _ job: JobID, at now: Instant) throws {
        guard !slots.isEmpty else { return }
        _ = try database.withTenant(tenant) { session in
            try session.execute(
                """
                INSERT INTO slots (tenant_id, job, slot, scheduled_at, period, outcome, reason, recorded_at)
                SELECT \(tenant), \(job), slot, at::timestamptz, first_day::date, outcome, reason, \(now)
                FROM unnest(
                    \(slots.map(\.key)), \(slots.map(\.at.description)), \(slots.map(\.period.firstDay.description)),
                    \(slots.map(\.outcome.rawValue)), \(slots.map(\.reason))
                ) AS new (slot, at, first_day, outcome, reason)
                ON CONFLICT (tenant_id, job, slot) DO NOTHING
                """)
        }
    }

    /// Drops slots that nobody has taken, since a run of their period is at work.
    ///
    /// Holds the partition first: a run that is just beginning, with these very slots, has taken them then.
    ///
    /// - Returns: how many; 0 while no run is in the ledger, as the one that has the lock is about to take them.
    func drop(_ keys: [String], _ partition: Partition, _ lease: LeaseTerms, reason: String) throws -> Int {
        try database.withTenant(partition.tenant) { session in
            _ = try Ledger.lock(partition, session)
            return try session.execute(
                """
                UPDATE slots SET outcome = 'dropped', reason = \(reason)
                WHERE job = \(partition.job) AND slot = ANY (\(keys)) AND outcome = 'due'
                    AND \(Ledger.nobodyHasSlot(lease)) AND EXISTS (
                        SELECT FROM runs r WHERE r.job = \(partition.job)
                            AND r.period = \(partition.period.firstDay) AND \(Ledger.isAlive(lease)))
                """)
        }
    }

    /// Takes slots for a run, in the transaction that begins it.
    ///
    /// - Throws: `SlotsTaken` when another run has done all of them meanwhile, or is at it.
    static func claim(
        _ keys: [String], for run: RunID, _ job: JobID, _ lease: LeaseTerms, _ session: Session
    ) throws {
        guard !keys.isEmpty else { return }
        let claimed = try session.execute(
            """
            UPDATE slots SET run_id = \(run)
            WHERE job = \(job) AND slot = ANY (\(keys)) AND outcome = 'due' AND \(Ledger.nobodyHasSlot(lease))
            """)
        guard claimed > 0 else { throw SlotsTaken() }
    }

    /// Writes down what became of a run's slots, in the transaction that ends it.
    static func settleSlots(of run: RunID, exit: ExitStatus, _ session: Session) throws {
        // What may pass by itself leaves its slots due: the next look takes them up again.
        guard !exit.isStop, exit != .tryLater, exit != .unavailable else { return }
        let outcome = exit == .success ? SlotRecord.Outcome.succeeded : .failed
        try session.execute(
            "UPDATE slots SET outcome = \(outcome.rawValue) WHERE run_id = \(run) AND outcome = 'due'")
    }
}

/// Another run has done the slots that this one was to do, or is doing them.
package struct SlotsTaken: Error {}
