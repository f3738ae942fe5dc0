import ArgumentParser
import Database
import Documents
import Kernel
import Runner
import Schedule
import Watching

/// `run --if-due`: asks the ledger what of a job is due, and runs that. A run that is due and does not begin is told to
/// the monitor and to people.
struct DueRunner {
    let project: Project
    let format: OutputFormat
    /// Nothing is printed when nothing is due: cron mails whatever is. So it is what woke this process.
    var isQuiet = false
    private let began = WallClock.system.now()

    init(project: Project, format: OutputFormat, isQuiet: Bool) {
        self.project = project
        self.format = format
        self.isQuiet = isQuiet
    }

    /// Runs what is due of one job among many: a job without a schedule, or of another tenant, is left alone.
    ///
    /// - Parameter tenant: whose jobs are meant; nil: everybody's.
    /// - Returns: how it went; nil for a job that was left alone.
    func runIfMeant(_ name: JobID, of tenant: TenantID?) throws -> ExitStatus? {
        // A file that does not say whose it is is everybody's trouble.
        if let tenant, let owner = JobGlimpse(name, project: project).tenant, owner != tenant { return nil }
        let job = try read(name)
        return job.schedule == nil ? nil : try run(job)
    }

    func run(_ name: JobID, of owner: TenantOption) throws -> ExitStatus {
        let job = try read(name)
        try owner.require(job)
        return try run(job)
    }

    private func read(_ name: JobID) throws -> JobFile {
        do { return try JobFile(name, project: project, catalog: Catalog.stages) } catch {
            // A name mistaken by somebody who looks on is nobody else's news, and no later run would end it.
            guard isQuiet || project.has(name) else { throw error }
            let glimpse = JobGlimpse(name, project: project)
            tellUnbegun(name, glimpse.tenant, glimpse.dueness(at: began), error)
            throw error
        }
    }

    private func run(_ job: JobFile) throws -> ExitStatus {
        var isAsked = false
        let statuses: [ExitStatus]
        do {
            statuses = try Store.with(home: project.home) { store in
                let ledger = Ledger(store.database, actor: ThisHost.current.account)
                let due = try DueRuns(job, ledger: ledger, lease: project.lease)
                let groups = try due.find(at: WallClock.system.now())
                isAsked = true
                if groups.isEmpty, !isQuiet { try tellNothing(job, due) }
                return try groups.compactMap { group in
                    Interruption.isStopped ? nil : try run(job, group, due, store.database)
                }
            }
        } catch {
            if !isAsked, let schedule = job.schedule {
                tellUnbegun(job.job, job.tenant, schedule.dueness(at: began), error)
            }
            throw error
        }
        let failed = statuses.filter { $0 != .success }
        guard let first = failed.first else { return .success }
        return failed.count == statuses.count ? first : .partlyFailed
    }

    /// Where the ledger could not be asked, a slot of the last minutes counts as due.
    private func tellUnbegun(_ job: JobID, _ tenant: TenantID?, _ dueness: Dueness, _ error: any Error) {
        let slot: (key: String?, period: Month?)
        switch dueness {
        case .no: return
        case .unknown: slot = (nil, nil)
        case .slot(let key, let period): slot = (key, period)
        }
        let unbegun = UnbegunRun(project, machine: .thisMachine(seed: .random(in: .min ... .max)))
        let warnings = unbegun.tell(job, tenant: tenant, slot: slot.key, period: slot.period, because: error)
        for warning in warnings { Terminal.printError("\(warning)\n") }
    }

    /// - Returns: nil when nothing had to be done.
    private func run(
        _ job: JobFile, _ group: DueRuns.Group, _ due: DueRuns, _ database: Database
    ) throws -> ExitStatus? {
        var settings = JobRun.Settings()
        settings.host = ThisHost.current
        settings.slots = group.keys
        settings.takesOver = job.overlap == .replace
        let run: PeriodRun
        do { run = try PeriodRun(job: job, period: group.period, project: project, settings: settings) } catch {
            tellUnbegun(job.job, job.tenant, group.keys.last.map { .slot($0, group.period) } ?? .no, error)
            return Terminal.tell(error)
        }
        let progress = ProgressLines(isTerminal: Terminal.errorIsTerminal) { Terminal.printError($0) }
        do {
            let outcome = try run.execute(in: database, observer: progress)
            try Answer(outcome: outcome, job: job).print(format)
            return outcome.exitStatus
        } catch is SlotsTaken {
            say(job, group, "another run has done it")
            return nil
        } catch let error as Failure where error.isAlreadyRunning {
            say(job, group, try due.meet(group))
            return nil
        } catch let error as any ReckonError {
            return Terminal.tell(run.keeping(error))
        }
    }

    private func say(_ job: JobFile, _ group: DueRuns.Group, _ text: String) {
        Terminal.printError("\(job.job), period \(group.period): \(text)\n")
    }

    private func tellNothing(_ job: JobFile, _ due: DueRuns) throws {
        var next: Slot?
        // That nothing is due is known, whatever the calendar says of the time after it.
        do { next = try due.next(after: WallClock.system.now()) } catch {
            for warning in error.asWarnings { Terminal.printError("\(warning)\n") }
        }
        switch format {
        case .json:
            Terminal.print(
                String(
                    decoding: PrettyJSON.line(
                        .object([
                            .init("due", .array([])), .init("next", .optional(next?.instant.description)),
                        ])), as: UTF8.self))
        case .text:
            Terminal.print(
                "nothing of \(job.job) is due\(next.map { "; next \($0.localDescription)" } ?? "")")
        }
    }
}
