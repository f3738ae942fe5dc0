import Database
package import Documents
package import Kernel

/// A change of what had been published, as the ledger keeps it.
package struct Restatement: Sendable {
    package enum Outcome: String, Sendable {
        case published
        /// The period was closed; the figures before stand.
        case refused
    }

    package let period: Month
    package let stage: StageID
    package let run: RunID
    package let outcome: Outcome
    package let at: Instant
    package let oldDigest: String
    package let newDigest: String
    package let summary: [String]
    /// What changed, as the kind of the stage tells it.
    package let facts: JSONNode

    package var json: JSONOut {
        .object([
            .init("period", .string(period.description)), .init("stage", .string(stage.text)),
            .init("run", .string(run.text)), .init("outcome", .string(outcome.rawValue)),
            .init("at", .string(at.description)), .init("oldDigest", .string(oldDigest)),
            .init("newDigest", .string(newDigest)), .init("summary", .strings(summary)),
            .init("facts", JSONOut(facts)),
        ])
    }
}

extension Ledger {
    /// The changes of a job's publications, oldest first.
    package func restatements(_ tenant: TenantID, _ job: JobID, period: Month? = nil) throws -> [Restatement] {
        try database.withTenant(tenant, readOnly: true) { session in
            try session.query(
                """
                SELECT period, stage, run_id, outcome, recorded_at, old_digest, new_digest, summary, facts
                FROM restatements
                WHERE job = \(job) AND (\(period?.firstDay)::date IS NULL OR period = \(period?.firstDay))
                ORDER BY recorded_at, period, generation, stage
                """
            ).rows.map { row in
                guard let outcome = Restatement.Outcome(rawValue: try row.value(3)) else {
                    preconditionFailure("the table admits known outcomes only")
                }
                let stage: StageID = try row.value(1)
                return Restatement(
                    period: Month(containing: try row.value(0)), stage: stage, run: try row.value(2), outcome: outcome,
                    at: try row.value(4), oldDigest: try row.value(5), newDigest: try row.value(6),
                    summary: Ledger.texts(try Ledger.json(try row.value(7), stage)),
                    facts: try Ledger.json(try row.value(8), stage))
            }
        }
    }
}
