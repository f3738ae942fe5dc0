package import Kernel
import Model
package import Runner

/// The stage of a job whose allocation is looked at.
package struct ViewedStage {
    private let stage: StageID
    private let job: JobID

    /// - Parameter wanted: nil for the only one there is.
    /// - Throws: exit 64 when the job has no such stage, or several and none is named.
    package init(_ job: JobFile, stage wanted: StageID?) throws(Failure) {
        let all = job.stages.filter { $0.kind.publishes.contains(Dataset.allocations.rawValue) }.map(\.id)
        let names = all.map(\.text).joined(separator: ", ")
        let fitting = all.filter { wanted == nil || $0 == wanted }
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
        self.stage = stage
        self.job = job.job
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
