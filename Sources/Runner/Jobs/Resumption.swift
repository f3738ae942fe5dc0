import Kernel

/// Going on with a run that did not come to its end.
package enum Resumption {
    /// Makes sure that what the run had done is still what a run would do now: the same plan, the same inputs.
    ///
    /// - Throws: exit 66 for a run that is not there, 65 with every stage that has changed since.
    package static func check(
        _ run: RunSummary, _ job: JobFile, project: Project, ledger: Ledger
    ) throws {
        let plans = try StagePlan.plan(job, period: run.period, project: project, ledger: ledger)
        var findings: [Diagnostic] = []
        for stage in run.stages where stage.state == .published || stage.state == .unchanged {
            guard let plan = plans.first(where: { $0.stage == stage.id }) else {
                findings.append(changed(run, "stage '\(stage.id)', which it had done, is no longer in the job"))
                continue
            }
            if case .unchanged = plan.action { continue }
            let why = plan.changes.isEmpty ? "" : ": \(plan.changes.joined(separator: ", "))"
            findings.append(changed(run, "stage '\(stage.id)', which it had done, would run again\(why)"))
        }
        guard findings.isEmpty else { throw Failure(.badInput, findings) }
    }

    private static func changed(_ run: RunSummary, _ message: String) -> Diagnostic {
        .error(
            RunnerCode.changedSinceRun, message,
            hint: "`reckon run \(run.job) --period \(run.period)` does what has changed")
    }
}
