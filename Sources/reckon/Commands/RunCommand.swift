import ArgumentParser
import Database
import Documents
import Kernel
import Runner

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a job for a period; stages whose inputs have not changed are left alone.")

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID?

    @Option(
        help: ArgumentHelp(
            "Go on with a run that failed, was stopped or died; refused when what it had done has changed since.",
            valueName: "run"))
    var resume: String?

    @Option(
        help: "Billing period, such as 2026-04. Default: the month of yesterday (UTC).",
        transform: CommandArgument.period)
    var period: Month?

    @Flag(help: "Publish every stage anew, changed or not.")
    var force = false

    @Flag(help: "Run what the job's schedule says is due and has not been run; nothing else.")
    var ifDue = false

    @Flag(help: "With --if-due: print nothing when nothing is due.")
    var quiet = false

    @Option(help: "Run this stage alone; it reads what the others have published.", transform: CommandArgument.stage)
    var stage: StageID?

    @Option(help: "Run this stage and those below it.", transform: CommandArgument.stage)
    var fromStage: StageID?

    @Option(help: "How to print the outcome: text or json.")
    var format = OutputFormat.text

    @OptionGroup var owner: TenantOption
    @OptionGroup var options: ProjectOptions

    func validate() throws {
        if let resume {
            guard RunID(resume) != nil else { throw ValidationError(CommandArgument.noRun(resume)) }
            if job != nil || period != nil || force || ifDue || stage != nil || fromStage != nil {
                throw ValidationError("--resume names the job and the period; leave out what else says which")
            }
        } else if job == nil {
            throw ValidationError("name a job: reckon run JOB")
        }
        if ifDue, period != nil || force || stage != nil || fromStage != nil {
            throw ValidationError("--if-due says what is run; leave out --period, --force and stages")
        }
        if quiet, !ifDue { throw ValidationError("--quiet goes with --if-due") }
        if stage != nil, fromStage != nil { throw ValidationError("--stage and --from-stage exclude each other") }
    }

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            if ifDue, let job {
                let status = try DueRunner(project: project, format: format, isQuiet: quiet).run(job, of: owner)
                if status != .success { throw ExitCode(status.rawValue) }
                return
            }
            let (job, period) = try subject(project)
            try owner.require(job)
            var settings = JobRun.Settings()
            settings.isForced = force
            settings.selection = stage.map { .only($0) } ?? fromStage.map { .from($0) } ?? .all
            settings.host = ThisHost.current
            try settings.selection.check(job)
            let run = try PeriodRun(job: job, period: period, project: project, settings: settings)
            let progress = ProgressLines(isTerminal: Terminal.errorIsTerminal) { Terminal.printError($0) }
            let outcome: JobRun.Outcome
            do {
                outcome = try Store.with(home: project.home) { try run.execute(in: $0.database, observer: progress) }
            } catch let error as any ReckonError {
                throw run.keeping(error)
            }
            try Answer(outcome: outcome, job: job).print(format)
            if outcome.exitStatus != .success { throw ExitCode(outcome.exitStatus.rawValue) }
        }
    }
}

extension RunCommand {
    /// What is to be run.
    private func subject(_ project: Project) throws -> (JobFile, Month) {
        guard let resumed = resume.flatMap({ RunID($0) }) else {
            guard let job else { preconditionFailure("validate() asks for a job") }
            return (
                try JobFile(job, project: project, catalog: Catalog.stages),
                period ?? DefaultPeriod.at(WallClock.system.now())
            )
        }
        return try Store.with(home: project.home) { store in
            let ledger = Ledger(store.database)
            for tenant in try project.tenants() {
                guard let run = try ledger.runs(tenant, only: resumed, limit: 1).first else { continue }
                let job = try JobFile(run.job, project: project, catalog: Catalog.stages)
                try Resumption.check(run, job, project: project, ledger: ledger)
                return (job, run.period)
            }
            throw Failure(
                .missingInput, CommandCode.unknownRun, "there is no run '\(resumed)'",
                hint: "`reckon status` lists the latest runs")
        }
    }
}

/// The period of a run that was not told one.
enum DefaultPeriod {
    /// The month of the day before: a job that runs after midnight works on the day that has just ended.
    static func at(_ instant: Instant) -> Month { Month(containing: instant.day.advanced(by: -1)) }
}
