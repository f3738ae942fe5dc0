package import Kernel

/// Which stages of a job a run is about. Those left out keep what they have published, and others read that.
package enum StageSelection: Sendable, Hashable {
    case all
    case only(StageID)
    /// The stage and those below it.
    case from(StageID)

    /// - Throws: exit 64 when the job has no such stage.
    package func check(_ job: JobFile) throws(Failure) {
        let named: StageID
        switch self {
        case .all: return
        case .only(let id), .from(let id): named = id
        }
        guard !job.stages.contains(where: { $0.id == named }) else { return }
        throw Failure(
            .usage, RunnerCode.noSuchStage, "job '\(job.job)' has no stage '\(named)'",
            hint: "its stages: \(job.stages.map(\.id.text).joined(separator: ", "))")
    }

    /// The stages of the job that are to run.
    func stages(of job: JobFile) -> Set<StageID> {
        let ids = job.stages.map(\.id)
        switch self {
        case .all: return Set(ids)
        case .only(let id): return [id]
        case .from(let id): return Set(ids.drop { $0 != id })
        }
    }
}
