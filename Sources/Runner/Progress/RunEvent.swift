package import Kernel

/// How a stage of a run ended.
package enum StageEnding: Sendable, Hashable {
    case published
    /// Nothing it reads or is has changed since that run published it.
    case unchanged(since: RunID)
    case failed
    /// Not begun: a stage it reads from failed or has published nothing, or the run met a limit.
    case notRun
    /// The person chose other stages; what it had published stands.
    case notSelected
    /// The run was asked to stop before it was done.
    case cancelled
}

/// Something that happened in a run, for those who watch and for the log.
package enum RunEvent: Sendable {
    case runStarted(RunID, job: JobID, tenant: TenantID, period: Month, stages: [StageID])
    /// An earlier run that died before it could say so.
    case abandonedRunFound(RunID)
    case stageStarted(StageID, use: String)
    /// What the stage reads from outside the job, by the names that the job knows.
    case stageInputsFound(StageID, files: [String])
    case stageProgress(StageID, StageProgress)
    /// A try failed in a way that may pass; the next begins after the wait.
    case stageRetried(StageID, failure: [Diagnostic], nextTry: Int, of: Int, afterMicroseconds: Int64)
    case stageFinished(StageID, StageEnding, rows: Int64)
    case diagnostic(Diagnostic, stage: StageID?)
    /// Detail that may name hosts, paths or statements: for the restricted log only.
    case restrictedDetail(String, stage: StageID?)
    case runFinished(RunID, ExitStatus)
}

/// Receives the events of a run, in order.
package protocol RunObserver: Sendable {
    func observe(_ event: RunEvent, at instant: Instant)
}
