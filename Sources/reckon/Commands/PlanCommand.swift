import ArgumentParser
import Database
import Documents
import Kernel
import Reports
import Runner
import Schedule

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what a run would do, stage by stage, and why: which input has changed. Nothing is run.",
        aliases: ["explain-cache"])

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID

    @Option(
        help: "Billing period, such as 2026-04. Default: the month of yesterday (UTC).",
        transform: CommandArgument.period)
    var period: Month?

    @Option(help: "How to print the plan: text or json.")
    var format = OutputFormat.text

    @OptionGroup var owner: TenantOption
    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            let job = try JobFile(job, project: project, catalog: Catalog.stages)
            try owner.require(job)
            let period = period ?? DefaultPeriod.at(WallClock.system.now())
            let (plans, closing) = try Store.with(home: project.home) { store in
                let ledger = Ledger(store.database)
                let partition = Partition(tenant: job.tenant, job: job.job, period: period)
                try RunAllowance.of(job.tenant, project, in: store.database)?
                    .check(
                        job, period: period, on: WallClock.system.now().day,
                        isPublished: try ledger.isPublished(partition))
                return (
                    try StagePlan.plan(job, period: period, project: project, ledger: ledger),
                    try ledger.closing(of: partition)
                )
            }
            switch format {
            case .text:
                Terminal.print("\(job.job) for \(job.tenant), period \(period)")
                if let closing {
                    Terminal.print("closed by \(closing.actor) at \(closing.at): what would change it is refused")
                }
                var table = TextTable([.text("stage"), .text("kind"), .text("would"), .text("because")])
                for plan in plans { table.add([plan.stage.text, plan.use, plan.verb, plan.reason]) }
                Terminal.print(table)
                if plans.contains(where: { !$0.found.isEmpty }) { Terminal.print("") }
                for plan in plans { for input in plan.found { Terminal.print("\(plan.stage) reads \(input.summary)") } }
                printNights(of: job)
                for note in plans.flatMap(\.found).flatMap(\.notes) { Terminal.printError("\(note)\n") }
            case .json:
                let stages = plans.map { plan in
                    JSONOut.object([
                        .init("stage", .string(plan.stage.text)), .init("use", .string(plan.use)),
                        .init("action", .string(plan.verb)), .init("reason", .string(plan.reason)),
                        .init("changes", .strings(plan.changes)),
                        .init("files", .strings(plan.files.map(\.name))),
                        .init("deliveries", .array(plan.found.map(\.facts))),
                        .init("notes", .strings(plan.found.flatMap(\.notes).map(\.description))),
                    ])
                }
                Terminal.print(String(decoding: PrettyJSON.line(.array(stages)), as: UTF8.self))
            }
            if let blocked = plans.first(where: \.isBlocked),
                case .blocked(let diagnostics, let status) = blocked.action
            {
                throw Failure(status, diagnostics)
            }
        }
    }

    /// Nights on which the job is due at another time than its schedule says, or another number of times.
    private func printNights(of job: JobFile) {
        let nights = job.schedule?.nightsOfAYear(after: WallClock.system.now()) ?? []
        guard !nights.isEmpty else { return }
        Terminal.print("\nnights of the coming year on which clocks change a slot:")
        for night in nights { Terminal.print(night.line) }
    }
}

extension StagePlan {
    var isBlocked: Bool { if case .blocked = action { true } else { false } }

    var verb: String {
        switch action {
        case .unchanged: "skip"
        case .neverPublished, .inputsChanged, .upstreamRuns: "run"
        case .blocked, .upstreamFails: "fail"
        }
    }

    var reason: String {
        switch action {
        case .unchanged(let run): "nothing has changed since run \(run)"
        case .neverPublished: "it has not been published for this period"
        case .inputsChanged: changes.joined(separator: ", ")
        case .upstreamRuns(let stage): "it reads '\(stage)', which runs"
        case .upstreamFails(let stage): "it reads '\(stage)', which fails"
        case .blocked(let diagnostics, _): diagnostics.first?.message ?? "its inputs cannot be found"
        }
    }
}
