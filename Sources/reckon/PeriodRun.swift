import Database
import Kernel
import Runner
import Watching

/// A run of a job for a period, with a record of its own: what `run` and `backfill` do with each period.
struct PeriodRun {
    let job: JobFile
    let period: Month
    let project: Project
    let settings: JobRun.Settings
    let audience: RunWatch.Audience
    private let clock = WallClock.system
    private let began: Instant
    private let run: RunID
    private let record: RunRecord

    init(
        job: JobFile, period: Month, project: Project, settings: JobRun.Settings,
        audience: RunWatch.Audience = .everybody
    ) throws {
        self.audience = audience
        self.job = job
        self.period = period
        self.project = project
        self.settings = settings
        began = clock.now()
        run = RunID(began: began, random: .random(in: .min ... .max))
        record = try RunRecord(run: run, tenant: job.tenant, home: project.home)
    }

    /// Runs it in a store that is open; it stops when the process is asked to end.
    func execute(in database: Database, observer: any RunObserver) throws -> JobRun.Outcome {
        let tellers = Observers([observer, record.log])
        let watch = RunWatch(
            job: job, period: period, run: run, project: project, ledger: Ledger(database),
            machine: .thisMachine(seed: .random(in: .min ... .max)), audience: audience,
            slot: settings.slots.last, teller: tellers)
        let outcome: JobRun.Outcome
        do {
            var settings = settings
            settings.allowance = try RunAllowance.of(job.tenant, project, in: database)
            outcome = try Interruption.stopping(settings.control) {
                try JobRun(
                    job: job, period: period, project: project, database: database, run: run, clock: clock,
                    observer: Observers([tellers, watch]), settings: settings
                ).execute()
            }
        } catch {
            watch.ended(by: error)
            throw error
        }
        write(outcome, tellers)
        watch.ended(outcome.exitStatus)
        return outcome
    }

    /// A full disk must not turn a good run into a failed one: the ledger, not the file, is the record.
    private func write(_ outcome: JobRun.Outcome, _ tellers: Observers) {
        do {
            try record.write(outcome, job: job, period: period, began: began, ended: clock.now())
        } catch {
            for lack in error.diagnostics {
                tellers.observe(
                    .diagnostic(.warning(lack.code, lack.message, at: lack.place, hint: lack.hint), stage: nil),
                    at: clock.now())
            }
        }
    }

    /// Keeps what the message of an error leaves out in the run's own log.
    ///
    /// - Returns: the error; its message names the run where something was kept.
    func keeping(_ error: any ReckonError) -> any ReckonError {
        guard let detail = error.restrictedDetail else { return error }
        record.log.observe(.restrictedDetail(detail, stage: nil), at: clock.now())
        return ReferencedError(error, run)
    }
}

/// Several observers as one.
struct Observers: RunObserver {
    let all: [any RunObserver]

    init(_ all: [any RunObserver]) { self.all = all }

    func observe(_ event: RunEvent, at instant: Instant) {
        for observer in all { observer.observe(event, at: instant) }
    }
}
