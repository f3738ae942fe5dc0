import Database
package import Kernel
import Schedule

extension Ledger {
    /// More runs than people read of; of a job that runs every minute these are some days.
    package static let nightLimit = 5000

    /// Runs that were at work at some time from `start` to just before `end`, newest first, `nightLimit` of them at most. A
    /// run that died was at work for as long as it was heard of.
    package func runs(
        _ tenant: TenantID, from start: Instant, to end: Instant, lease: LeaseTerms
    ) throws -> [RunSummary] {
        try database.withTenant(tenant, readOnly: true) { session in
            try Ledger.summaries(
                """
                WHERE started_at < \(end) AND \(start) <= CASE
                    WHEN state = 'abandoned' OR state = 'running'
                        AND heartbeat_at < clock_timestamp() - make_interval(secs => \(Int64(lease.expirySeconds)))
                    THEN heartbeat_at
                    ELSE coalesce(ended_at, 'infinity') END
                ORDER BY started_at DESC, run_id DESC LIMIT \(Int64(Ledger.nightLimit))
                """, tenant, session)
        }.map { try believed($0) }
    }

    /// Slots that were to be run from `start` to just before `end`, or entered then, oldest first.
    package func slots(_ tenant: TenantID, from start: Instant, to end: Instant) throws -> [(job: JobID, SlotRecord)] {
        try database.withTenant(tenant, readOnly: true) { session in
            let jobs: [JobID] = try session.query(
                """
                SELECT DISTINCT job FROM slots
                WHERE scheduled_at >= \(start) AND scheduled_at < \(end)
                    OR recorded_at >= \(start) AND recorded_at < \(end)
                ORDER BY job
                """
            ).rows.map { try $0.value(0) }
            return try jobs.flatMap { job in
                try Ledger.slots(
                    """
                    WHERE job = \(job) AND (scheduled_at >= \(start) AND scheduled_at < \(end)
                        OR recorded_at >= \(start) AND recorded_at < \(end))
                    ORDER BY scheduled_at, slot
                    """, session
                ).map { (job, $0) }
            }
        }
    }

    /// A slot of which the ledger knows nothing.
    package struct UnaskedSlot: Sendable, Hashable {
        package let key: String
        package let at: Instant
    }

    /// Slots of a schedule from `start` to just before `end` of which the ledger knows nothing: nobody has asked it since.
    ///
    /// - Returns: nil when nobody has ever asked for the job.
    /// - Throws: exit 78 when a calendar does not cover the year; errors of the store.
    package func slotsNeverAsked(
        _ tenant: TenantID, _ job: JobID, _ schedule: JobSchedule, from start: Instant, to end: Instant
    ) throws -> [UnaskedSlot]? {
        let known: (first: Instant?, keys: Set<String>) = try database.withTenant(tenant, readOnly: true) { session in
            let first: Instant? = try session.query("SELECT min(scheduled_at) FROM slots WHERE job = \(job)").onlyRow()
                .optional(0)
            // The slot of a business day may have been entered for another day of its month.
            let oldest = start.advanced(bySeconds: -62 * 86_400)
            let keys: [String] = try session.query(
                "SELECT slot FROM slots WHERE job = \(job) AND scheduled_at >= \(oldest)"
            ).rows.map { try $0.value(0) }
            return (first, Set(keys))
        }
        guard let first = known.first else { return nil }
        let before = max(start.advanced(bySeconds: -1), first)
        guard before < end else { return [] }
        return try schedule.slots(
            after: before, through: end.advanced(bySeconds: -1), newest: DueRuns.slotLimit, except: known.keys
        ).filter { !known.keys.contains($0.key) }.map { UnaskedSlot(key: $0.key, at: $0.instant) }
    }
}
