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

    @Option(help: "Run this stage alone; it reads what the others have published.", transform: CommandArgument.stage)
    var stage: StageID?

    @Option(help: "Run this stage and those below it.", transform: CommandArgument.stage)
    var fromStage: StageID?

    @Option(help: "How to print the outcome: text or json.")
    var format = OutputFormat.text

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        if let resume {
            guard RunID(resume) != nil else { throw ValidationError(CommandArgument.noRun(resume)) }
            if job != nil || period != nil || force || stage != nil || fromStage != nil {
                throw ValidationError("--resume names the job and the period; leave out what else says which")
            }
        } else if job == nil {
            throw ValidationError("name a job: reckon run JOB")
        }
        if stage != nil, fromStage != nil { throw ValidationError("--stage and --from-stage exclude each other") }
    }

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            let (job, period) = try subject(project)
            var settings = JobRun.Settings()
            settings.isForced = force
            settings.selection = stage.map { .only($0) } ?? fromStage.map { .from($0) } ?? .all
            settings.host = ThisHost.current
            try settings.selection.check(job)
            let clock = WallClock.system
            let began = clock.now()
            let run = RunID(began: began, random: .random(in: .min ... .max))
            let record = try RunRecord(run: run, tenant: job.tenant, home: project.home)
            let progress = ProgressLines(isTerminal: Terminal.errorIsTerminal) { Terminal.printError($0) }
            let observers = Observers([progress, record.log])
            let outcome: JobRun.Outcome
            do {
                outcome = try Store.with(home: project.home) { store in
                    try Interruption.stopping(settings.control) {
                        try JobRun(
                            job: job, period: period, project: project, database: store.database, run: run,
                            clock: clock, observer: observers, settings: settings
                        ).execute()
                    }
                }
            } catch let error as any ReckonError {
                // The person sees the message; what the embedded server said is for the log. Of a server of the user's
                // nothing is kept: its words may repeat parts of the URL.
                if let detail = error.restrictedDetail, Environment.value(StoreLocation.runtimeVariable) == nil {
                    record.log.observe(.restrictedDetail(detail, stage: nil), at: clock.now())
                }
                throw error
            }
            try record.write(outcome, job: job, period: period, began: began, ended: clock.now())
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

/// Several observers as one.
struct Observers: RunObserver {
    let all: [any RunObserver]

    init(_ all: [any RunObserver]) { self.all = all }

    func observe(_ event: RunEvent, at instant: Instant) {
        for observer in all { observer.observe(event, at: instant) }
    }
}
