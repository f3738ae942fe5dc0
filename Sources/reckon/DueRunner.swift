import ArgumentParser
import Database
import Documents
import Kernel
import Runner
import Schedule

/// `run --if-due`: asks the ledger what of a job is due, and runs that.
struct DueRunner {
    let job: JobFile
    let project: Project
    let settings: JobRun.Settings
    let format: OutputFormat
    /// Nothing is printed when nothing is due: cron mails whatever is.
    var isQuiet = false

    func run() throws {
        let statuses = try Store.with(home: project.home) { store in
            let ledger = Ledger(store.database, actor: settings.host.account)
            let due = try DueRuns(job, ledger: ledger, lease: project.lease)
            let groups = try due.find(at: WallClock.system.now())
            if groups.isEmpty, !isQuiet { try tellNothing(due) }
            return try groups.compactMap { group in
                Interruption.isStopped ? nil : try run(group, due, store.database)
            }
        }
        let failed = statuses.filter { $0 != .success }
        guard let first = failed.first else { return }
        throw ExitCode((failed.count == statuses.count ? first : .partlyFailed).rawValue)
    }

    /// - Returns: nil when nothing had to be done.
    private func run(_ group: DueRuns.Group, _ due: DueRuns, _ database: Database) throws -> ExitStatus? {
        var settings = settings
        settings.control = RunControl()
        settings.slots = group.keys
        settings.takesOver = job.overlap == .replace
        let run = try PeriodRun(job: job, period: group.period, project: project, settings: settings)
        let progress = ProgressLines(isTerminal: Terminal.errorIsTerminal) { Terminal.printError($0) }
        do {
            let outcome = try run.execute(in: database, observer: progress)
            try Answer(outcome: outcome, job: job).print(format)
            return outcome.exitStatus
        } catch is SlotsTaken {
            say(group, "another run has done it")
            return nil
        } catch let error as Failure where error.isAlreadyRunning {
            say(group, try due.meet(group))
            return nil
        } catch let error as any ReckonError {
            run.keepDetail(of: error)
            for diagnostic in error.diagnostics { Terminal.printError("\(diagnostic)\n") }
            return error.exitStatus
        }
    }

    private func say(_ group: DueRuns.Group, _ text: String) {
        Terminal.printError("\(job.job), period \(group.period): \(text)\n")
    }

    private func tellNothing(_ due: DueRuns) throws {
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
