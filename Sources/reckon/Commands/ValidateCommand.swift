import ArgumentParser
import Kernel
import Runner

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check job files; all mistakes are shown at once.")

    @Argument(help: "Names of jobs. Default: all of Jobs/.", transform: CommandArgument.job)
    var jobs: [JobID] = []

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            var findings = DiagnosticCollector()
            var status = ExitStatus.configuration
            let wanted = try jobs.isEmpty ? project.jobs() : jobs
            for job in wanted {
                do {
                    let file = try JobFile(job, project: project, catalog: Catalog.stages)
                    for warning in file.schedule?.warnings ?? [] { Terminal.printError("\(warning)\n") }
                    let count = file.stages.count
                    Terminal.print("\(file.path): \(count) \(count == 1 ? "stage" : "stages"), good")
                } catch let failure as Failure {
                    findings.add(contentsOf: failure.diagnostics)
                    status = failure.exitStatus
                }
            }
            try findings.throwIfErrors(status)
            if wanted.isEmpty { Terminal.print("there are no jobs in Jobs/") }
        }
    }
}
