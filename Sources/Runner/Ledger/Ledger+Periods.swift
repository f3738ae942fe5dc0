import Database
package import Kernel

/// What the ledger has of a job's period.
package struct PeriodState: Sendable {
    package var published: Set<StageID> = []
    /// Of the latest run; nil when none is recorded.
    package var latest: RunState?
}

extension Ledger {
    /// The periods of a range of which the ledger knows anything.
    ///
    /// A run that the ledger calls running although nobody holds its partition counts as abandoned.
    func periods(_ tenant: TenantID, _ job: JobID, from: Month, to: Month) throws -> [Month: PeriodState] {
        var found = try recordedPeriods(tenant, job, from: from, to: to)
        for (period, state) in found where state.latest == .running {
            let partition = Partition(tenant: tenant, job: job, period: period)
            if try !isAtWork(partition) { found[period]?.latest = .abandoned }
        }
        return found
    }

    private func recordedPeriods(
        _ tenant: TenantID, _ job: JobID, from: Month, to: Month
    ) throws -> [Month: PeriodState] {
        try database.withTenant(tenant, readOnly: true) { session in
            var found: [Month: PeriodState] = [:]
            let published = try session.query(
                """
                SELECT period, stage FROM publications
                WHERE job = \(job) AND period BETWEEN \(from.firstDay) AND \(to.firstDay)
                """)
            for row in published.rows {
                found[Month(containing: try row.value(0)), default: PeriodState()].published.insert(try row.value(1))
            }
            let latest = try session.query(
                """
                SELECT DISTINCT ON (period) period, state FROM runs
                WHERE job = \(job) AND period BETWEEN \(from.firstDay) AND \(to.firstDay)
                ORDER BY period, started_at DESC, run_id DESC
                """)
            for row in latest.rows {
                found[Month(containing: try row.value(0)), default: PeriodState()].latest = RunState(
                    rawValue: try row.value(1))
            }
            return found
        }
    }

    /// Mean seconds of a job's latest successful runs that published something, for those who wait; nil when there are
    /// none.
    package func usualSeconds(_ tenant: TenantID, _ job: JobID) throws -> Int64? {
        try database.withTenant(tenant, readOnly: true) { session in
            try session.query(
                """
                SELECT (extract(epoch FROM avg(ended_at - started_at)))::bigint FROM (
                    SELECT r.started_at, r.ended_at FROM runs r
                    WHERE r.job = \(job) AND r.state = 'succeeded' AND EXISTS (
                        SELECT FROM stage_runs s WHERE s.run_id = r.run_id AND s.state = 'published')
                    ORDER BY r.started_at DESC LIMIT 10) latest
                """
            ).onlyRow().optional(0)
        }
    }
}
