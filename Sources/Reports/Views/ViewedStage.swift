package import Kernel
import Model
package import Runner

/// The stage of a job whose allocation is looked at.
package struct ViewedStage {
    private let stage: StageID
    private let job: JobID
    /// The stages whose telemetry it reads.
    private let telemetry: [StageID]

    /// - Parameter wanted: nil for the only one there is.
    /// - Throws: exit 64 when the job has no such stage, or several and none is named.
    package init(_ job: JobFile, stage wanted: StageID?) throws(Failure) {
        let all = job.stages.filter { $0.kind.publishes.contains(Dataset.allocations.rawValue) }
        let names = all.map(\.id.text).joined(separator: ", ")
        let fitting = all.filter { wanted == nil || $0.id == wanted }
        guard let stage = fitting.first else {
            throw Failure(
                .usage, ReportCode.noViewedStage,
                wanted.map { "stage '\($0)' of job '\(job.job)' publishes no allocation" }
                    ?? "no stage of job '\(job.job)' publishes an allocation",
                hint: all.isEmpty ? "add a stage that uses \"allocate\"" : "stages that do: \(names)")
        }
        guard fitting.count == 1 else {
            throw Failure(
                .usage, ReportCode.noViewedStage, "\(all.count) stages of job '\(job.job)' publish allocations",
                hint: "choose one with --stage: \(names)")
        }
        self.stage = stage.id
        self.job = job.job
        telemetry = stage.stage.inputs.compactMap { input in
            guard case .stage(_, let id, Dataset.usageHours.rawValue, _) = input else { return nil }
            return id
        }
    }

    /// What the stage reads of pods.
    ///
    /// - Throws: exit 66 when nothing of it is published any longer.
    package func telemetry(
        among published: [StageID: Publication], _ period: Month
    ) throws(Failure) -> [Publication] {
        try telemetry.map { id throws(Failure) in
            guard let publication = published[id] else {
                throw Failure(
                    .missingInput, ReportCode.nothingToView,
                    "stage '\(id)' of job '\(job)' has published no telemetry for period \(period)",
                    hint: "publish it with `reckon run \(job) --period \(period)`, or leave out --efficiency")
            }
            return publication
        }
    }

    /// - Throws: exit 66 when the stage has published nothing for the period.
    package func publication(
        among published: [StageID: Publication], _ period: Month
    ) throws(Failure) -> Publication {
        guard let publication = published[stage], !publication.paths(below: Dataset.allocations.rawValue).isEmpty
        else {
            throw Failure(
                .missingInput, ReportCode.nothingToView,
                "stage '\(stage)' of job '\(job)' has published no allocation for period \(period)",
                hint: "publish it with `reckon run \(job) --period \(period)`, or choose another --period")
        }
        return publication
    }
}
