import Database
import Documents
import Kernel

/// A publication that takes the place of another one, or would have.
struct PublicationChange: Sendable {
    let partition: Partition
    let stage: StageID
    let run: RunID
    let generation: Int64
    let oldGeneration: Int64
    let oldDigest: String
    let newDigest: String
    let revision: Revision?
}

/// A stage of a closed period came to something else; nothing was replaced.
struct ClosedPeriodChange: ReckonError {
    let change: PublicationChange
    let diagnostics: [Diagnostic]

    var exitStatus: ExitStatus { .badInput }

    init(_ change: PublicationChange, closing: Closing) {
        self.change = change
        let (job, period) = (change.partition.job, change.partition.period)
        let difference =
            change.revision.map { $0.summary.joined(separator: "; ") }
            ?? "what it publishes would not be the same, byte for byte"
        let error = Diagnostic.error(
            RunnerCode.closedPeriod,
            "period \(period) is closed, and stage '\(change.stage)' would change it: \(difference)",
            hint: """
                nothing was replaced; \(closing.actor) closed it at \(closing.at); `reckon restatements \(job) --period \
                \(period)` shows the change, `reckon reopen \(job) --period \(period) --note WHY` lets it in
                """)
        diagnostics = [error] + (change.revision?.diagnostics ?? [])
    }
}

extension Ledger {
    /// Writes a change down, with the rows of its revision.
    static func record(
        _ change: PublicationChange, _ outcome: Restatement.Outcome, _ session: Session, at now: Instant
    ) throws {
        let partition = change.partition
        let summary = PrettyJSON.text(.strings(change.revision?.summary ?? []))
        try session.execute(
            """
            INSERT INTO restatements (tenant_id, job, period, stage, generation, run_id, outcome, old_generation,
                old_digest, new_digest, summary, facts, recorded_at)
            VALUES (\(partition.tenant), \(partition.job), \(partition.period.firstDay), \(change.stage),
                \(change.generation), \(change.run), \(outcome.rawValue), \(change.oldGeneration),
                \(change.oldDigest), \(change.newDigest), \(summary),
                \(PrettyJSON.text(change.revision?.facts ?? .object([]))), \(now))
            """)
        for table in change.revision?.tables ?? [] {
            try add(table, change.stage, partition, generation: change.generation, session)
        }
    }
}
