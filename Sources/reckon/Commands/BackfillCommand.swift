import ArgumentParser
import Database
import Documents
import Kernel
import Reports
import Runner
import Watching
import Synchronization

extension BackfillPlan.Selection: ExpressibleByArgument {}

struct BackfillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill", abstract: "Run a job for a range of periods: plan first, then exactly that.")

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID?

    @Option(help: "First period, such as 2026-01.", transform: CommandArgument.period)
    var from: Month?

    @Option(help: "Last period, such as 2026-06.", transform: CommandArgument.period)
    var to: Month?

    @Option(
        help:
            "Which periods of the range: missing (not wholly published), failed (the latest run did not succeed) or all."
    )
    var only = BackfillPlan.Selection.missing

    @Flag(help: "Run the newest period first.")
    var newestFirst = false

    @Option(help: "How many periods are run at once.")
    var parallel = 1

    @Flag(help: "Publish every stage anew, changed or not.")
    var force = false

    @Flag(help: "Print the plan and run nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("With --dry-run: write the plan to a file, for --plan.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Run what a plan file says, or stop when that is no longer what would be run.", valueName: "file"))
    var plan: String?

    @Option(help: "How to print: text or json.")
    var format = OutputFormat.text

    @OptionGroup var owner: TenantOption
    @OptionGroup var options: ProjectOptions

    func validate() throws {
        guard (1...16).contains(parallel) else { throw ValidationError("--parallel is from 1 to 16") }
        if output != nil, !dryRun { throw ValidationError("--output belongs to --dry-run") }
        if plan != nil {
            if job != nil || from != nil || to != nil || newestFirst || only != .missing {
                throw ValidationError("--plan says which job and periods; leave out what else says it")
            }
            return
        }
        guard job != nil, let from, let to else {
            throw ValidationError("name a job, --from and --to: reckon backfill JOB --from 2026-01 --to 2026-06")
        }
        guard from <= to else { throw ValidationError("--from \(from) comes after --to \(to)") }
        guard from.count(through: to) <= BackfillPlan.longest else {
            throw ValidationError("a backfill spans at most \(BackfillPlan.longest) periods")
        }
    }

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            try Store.with(home: project.home) { store in
                let (job, plan) = try planned(project, Ledger(store.database))
                if dryRun { return try show(plan) }
                try execute(plan, job, project, store.database)
            }
        }
    }

    /// The plan as it stands now; when one was written before, it must be that.
    private func planned(_ project: Project, _ ledger: Ledger) throws -> (JobFile, BackfillPlan) {
        guard let plan else {
            guard let job, let from, let to else { preconditionFailure("validate() asks for them") }
            let file = try JobFile(job, project: project, catalog: Catalog.stages)
            try owner.require(file)
            let made = try BackfillPlan.make(
                file, from: from, to: to, selection: only, isNewestFirst: newestFirst, ledger: ledger)
            return (file, made)
        }
        let written = try BackfillPlan(
            try JSONText.parse(try FileSystem.read(plan), file: plan, as: BackfillPlan.shape))
        let file = try JobFile(written.job, project: project, catalog: Catalog.stages)
        try owner.require(file)
        let made = try BackfillPlan.make(
            file, from: written.from, to: written.to, selection: written.selection,
            isNewestFirst: written.isNewestFirst, ledger: ledger)
        try made.requireSame(as: written)
        return (file, made)
    }

    private func show(_ plan: BackfillPlan) throws {
        if let output { try FileSystem.write(PrettyJSON.bytes(try plan.json()), to: output) }
        switch format {
        case .json: Terminal.print(String(decoding: PrettyJSON.bytes(try plan.json()), as: UTF8.self))
        case .text:
            var table = TextTable([.text("period"), .text("because")])
            for item in plan.items { table.add([item.period.description, item.reason]) }
            Terminal.print("\(plan.job) for \(plan.tenant), \(plan.items.count) of \(plan.from) to \(plan.to)")
            if !plan.items.isEmpty { Terminal.print(table) }
            Terminal.print("digest \(try plan.digest())")
        }
    }

    private func execute(
        _ plan: BackfillPlan, _ job: JobFile, _ project: Project, _ database: Database
    ) throws {
        let usual = try Ledger(database).usualSeconds(job.tenant, job.job)
        let progress = BackfillProgress(count: plan.items.count, usualSeconds: usual, width: parallel)
        let isForced = force
        let backfill = Backfill(
            plan: plan, width: parallel,
            runOne: { period in
                var settings = JobRun.Settings()
                settings.isForced = isForced
                settings.host = ThisHost.current
                let run = try PeriodRun(
                    job: job, period: period, project: project, settings: settings, audience: .programs)
                do {
                    return try run.execute(in: database, observer: progress.observer(of: period)).exitStatus
                } catch let error as any ReckonError {
                    throw run.keeping(error)
                }
            }, isStopped: { Interruption.isStopped }, tell: { progress.ended($0) })
        let outcome = backfill.execute()
        print(outcome, plan)
        if outcome.exitStatus != .success { throw ExitCode(outcome.exitStatus.rawValue) }
    }

    private func print(_ outcome: Backfill.Outcome, _ plan: BackfillPlan) {
        switch format {
        case .json:
            Terminal.print(
                String(
                    decoding: PrettyJSON.line(
                        .object([
                            .init("job", .string(plan.job.text)),
                            .init("succeeded", .strings(outcome.succeeded.map(\.description))),
                            .init(
                                "failed",
                                .array(
                                    outcome.failed.map {
                                        .object([
                                            .init("period", .string($0.period.description)),
                                            .init("exit", .integer(Int($0.status.rawValue))),
                                        ])
                                    })), .init("left", .strings(outcome.left.map(\.description))),
                            .init("exit", .integer(Int(outcome.exitStatus.rawValue))),
                        ])), as: UTF8.self))
        case .text:
            if plan.items.isEmpty { return Terminal.print("nothing is to be done") }
            Terminal.print("\(outcome.succeeded.count) of \(plan.items.count) periods are done")
            if !outcome.failed.isEmpty {
                let failed = outcome.failed.map { "\($0.period) (exit \($0.status.rawValue))" }
                Terminal.print("failed: \(failed.joined(separator: ", "))")
            }
            if !outcome.left.isEmpty {
                Terminal.print("left: \(outcome.left.map(\.description).joined(separator: ", "))")
            }
            if outcome.exitStatus != .success {
                Terminal.print(
                    "go on with `reckon backfill \(plan.job) --from \(plan.from) --to \(plan.to) "
                        + "--only \(plan.selection.rawValue)\(force ? " --force" : "")`")
            }
        }
    }
}
