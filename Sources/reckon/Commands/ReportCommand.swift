import ArgumentParser
import Database
import Kernel
import Runner

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Show the published figures of a period and where its report is.")

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID

    @Option(
        help: "Billing period, such as 2026-04. Default: the month of yesterday (UTC).",
        transform: CommandArgument.period)
    var period: Month?

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            let job = try JobFile(job, project: project, catalog: Catalog.stages)
            let period = period ?? DefaultPeriod.at(WallClock.system.now())
            let publications = try Store.with(home: project.home) { store in
                try Ledger(store.database).published(
                    Partition(tenant: job.tenant, job: job.job, period: period), home: project.home)
            }
            guard !publications.isEmpty else {
                throw Failure(
                    .missingInput, CommandCode.nothingPublished,
                    "nothing has been published for job \(job.job) and period \(period)",
                    hint: "publish it with `reckon run \(job.job) --period \(period)`")
            }
            try Answer.printFigures(publications, job: job)
            Answer.printPlaces(publications, job: job)
        }
    }
}
