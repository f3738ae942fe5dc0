import Database
import Kernel
import Runner

/// A run of a job for one of several periods, in a store that is open, with a record of its own.
struct PeriodRun {
    let job: JobFile
    let period: Month
    let project: Project
    let isForced: Bool

    func execute(in database: Database, observer: any RunObserver) throws -> ExitStatus {
        let clock = WallClock.system
        let began = clock.now()
        let run = RunID(began: began, random: .random(in: .min ... .max))
        let record = try RunRecord(run: run, tenant: job.tenant, home: project.home)
        var settings = JobRun.Settings()
        settings.isForced = isForced
        settings.host = ThisHost.current
        let outcome = try Interruption.stopping(settings.control) {
            try JobRun(
                job: job, period: period, project: project, database: database, run: run, clock: clock,
                observer: Observers([observer, record.log]), settings: settings
            ).execute()
        }
        try record.write(outcome, job: job, period: period, began: began, ended: clock.now())
        return outcome.exitStatus
    }
}
