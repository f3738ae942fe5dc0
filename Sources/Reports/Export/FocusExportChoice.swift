package import Kernel
import Model
package import Runner

/// Which stage of a job is exported.
package struct FocusExportChoice: Sendable {
    package let stage: StageID
    package let source: FocusExport.Source

    /// - Parameters:
    ///   - stage: a stage that publishes an allocation or a bill; nil for the only one there is.
    ///   - isBill: choose among bills.
    /// - Throws: exit 64 when the job has no such stage, or several and none is named.
    package init(_ job: JobFile, stage wanted: StageID?, isBill: Bool) throws(Failure) {
        let allocations = FocusExportChoice.all(job, .allocation)
        let bills = FocusExportChoice.all(job, .bill)
        if let wanted {
            let named = isBill ? bills : allocations + bills
            guard let choice = named.first(where: { $0.stage == wanted }) else {
                throw FocusExportChoice.failure(
                    "stage '\(wanted)' of job '\(job.job)' publishes \(isBill ? "no bill" : "nothing to export")",
                    "stages that do: \(FocusExportChoice.list(named))")
            }
            self = choice
            return
        }
        let fitting = isBill ? bills : allocations
        guard let first = fitting.first else {
            throw FocusExportChoice.failure(
                "no stage of job '\(job.job)' publishes \(isBill ? "a bill" : "an allocation")",
                isBill || bills.isEmpty ? "add one to the job" : "export a bill with --bill")
        }
        guard fitting.count == 1 else {
            throw FocusExportChoice.failure(
                "\(fitting.count) stages of job '\(job.job)' publish \(isBill ? "bills" : "allocations")",
                "choose one with --stage: \(FocusExportChoice.list(fitting))")
        }
        self = first
    }

    private init(stage: StageID, source: FocusExport.Source) {
        self.stage = stage
        self.source = source
    }

    private static func all(_ job: JobFile, _ source: FocusExport.Source) -> [FocusExportChoice] {
        job.stages.filter { $0.kind.publishes.contains(source.dataset.rawValue) }.map {
            FocusExportChoice(stage: $0.id, source: source)
        }
    }

    private static func list(_ choices: [FocusExportChoice]) -> String {
        choices.isEmpty ? "none" : choices.map(\.stage.text).joined(separator: ", ")
    }

    private static func failure(_ message: String, _ hint: String) -> Failure {
        Failure(.usage, ReportCode.noSuchExport, message, hint: hint)
    }

    /// What the stage has published.
    ///
    /// - Throws: exit 66 when that is nothing, or another thing than the job's stage publishes now.
    package func publication(
        among published: [StageID: Publication], of job: JobID, _ period: Month
    ) throws(Failure) -> Publication {
        guard let publication = published[stage], !publication.paths(below: source.dataset.rawValue).isEmpty else {
            throw Failure(
                .missingInput, ReportCode.nothingToExport,
                "stage '\(stage)' of job '\(job)' has published no \(source.dataset.rawValue) for period \(period)",
                hint: "publish them with `reckon run \(job) --period \(period)`, or choose another --period")
        }
        return publication
    }
}
