import ArgumentParser
import Database
import Kernel
import Runner

struct ReopenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Open a closed period again, so that a run may change it.")

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID

    @Option(help: "Billing period, such as 2026-04.", transform: CommandArgument.period)
    var period: Month

    @Option(help: "Why, for those who read the history.", transform: CommandArgument.note)
    var note: String

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        if note.isEmpty { throw ValidationError("--note is empty; say why the period is opened again") }
    }

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            let job = try JobFile(job, project: project, catalog: Catalog.stages)
            try Store.with(home: project.home) { store in
                try Ledger(store.database).reopen(
                    Partition(tenant: job.tenant, job: job.job, period: period), actor: Account.name, note: note,
                    at: WallClock.system.now())
            }
            Terminal.print("period \(period) of \(job.job) is open again; its next run publishes what it comes to")
        }
    }
}
