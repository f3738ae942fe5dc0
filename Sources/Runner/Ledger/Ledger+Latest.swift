import Database
package import Kernel

/// The latest runs of a job, for who watches it.
package struct LatestRuns: Sendable {
    /// The latest that ended by itself.
    package let attempt: RunSummary
    package let success: RunSummary?
}

extension Ledger {
    /// The latest runs of each job of a tenant. Runs that are at work or died have no exit code and do not count.
    package func latestRuns(_ tenant: TenantID) throws -> [JobID: LatestRuns] {
        let attempts = try latest(tenant, failuresToo: true)
        let successes = try latest(tenant, failuresToo: false)
        var found: [JobID: LatestRuns] = [:]
        for (job, run) in attempts {
            guard let attempt = try recorded(tenant, only: run, limit: 1).first else { continue }
            let success = try successes[job].flatMap { try recorded(tenant, only: $0, limit: 1).first }
            found[job] = LatestRuns(attempt: attempt, success: success)
        }
        return found
    }

    private func latest(_ tenant: TenantID, failuresToo: Bool) throws -> [JobID: RunID] {
        try database.withTenant(tenant, readOnly: true) { session in
            var found: [JobID: RunID] = [:]
            let answer = try session.query(
                """
                SELECT DISTINCT ON (job) job, run_id FROM runs
                WHERE exit_status IS NOT NULL AND (\(failuresToo) OR exit_status = 0)
                ORDER BY job, started_at DESC, run_id DESC
                """)
            for row in answer.rows { found[try row.value(0)] = try row.value(1) }
            return found
        }
    }
}
