import ArgumentParser
import Database
import Kernel
import Runner

struct CloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close a period: what is published of it stays, byte for byte.")

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID

    @Option(help: "Billing period, such as 2026-04.", transform: CommandArgument.period)
    var period: Month

    @Option(help: "Why, for those who read the history.", transform: CommandArgument.note)
    var note: String = ""

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            let job = try JobFile(job, project: project, catalog: Catalog.stages)
            try Store.with(home: project.home) { store in
                try Ledger(store.database).close(
                    Partition(tenant: job.tenant, job: job.job, period: period), stages: job.stages.map(\.id),
                    actor: Account.name, note: note, at: WallClock.system.now())
            }
            Terminal.print("period \(period) of \(job.job) is closed; a run that would change it is refused")
        }
    }
}
