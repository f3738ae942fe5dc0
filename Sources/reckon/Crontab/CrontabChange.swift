import Database
import Kernel
import Runner

/// Changes the user's crontab, and tells the audit log before it does.
struct CrontabChange {
    let crontab: CrontabOptions
    /// Nil where there is none, as when the lines of a project are removed that is gone.
    let project: Project?
    let lines: CrontabAudit.Lines
    let before: Crontab
    let isForced: Bool
    let isAudited: Bool

    /// Writes the crontab.
    ///
    /// - Throws: what keeps the audit log from being written, before anything is changed; what the crontab's program says.
    func make(_ action: CrontabAudit.Action, _ bytes: [UInt8]) throws {
        if let lack = try lackOfAudit() {
            try crontab.write(bytes)
            return warn(lack)
        }
        try withAudit { audit in
            try audit.record(action, lines, before: before.digest, isForced: isForced, at: WallClock.system.now())
            do { try crontab.write(bytes) } catch {
                let unchanged = CrontabAudit.Lines(project: lines.project, digest: before.digest, jobs: lines.jobs)
                // The refusal is what to tell; the entry above says at least what was tried.
                do {
                    try audit.record(
                        .refused, unchanged, before: before.digest, isForced: isForced, at: WallClock.system.now())
                } catch let second as any ReckonError { Terminal.tell(second) }
                throw error
            }
        }
    }

    /// Enters lines of which the audit log knows nothing: they were written when there was no store yet, or without it.
    func enterFound() throws {
        guard try lackOfAudit() == nil else { return }
        try withAudit { audit in
            if try audit.recordFound(lines, at: WallClock.system.now()) {
                Terminal.printError("the audit log had no entry of these lines and has one now\n")
            }
        }
    }

    /// Why there is no audit log to be told; nil where there is one.
    private func lackOfAudit() throws -> String? {
        guard let project else { return "there is no project here whose audit log it could be" }
        guard isAudited else { return "--unaudited" }
        let location = try StoreLocation(environment: Environment.storeVariables, home: project.home)
        return try location.isSetUp() ? nil : "no store is set up yet"
    }

    private func withAudit(_ body: (CrontabAudit) throws -> Void) throws {
        guard let project else { preconditionFailure("there is no audit log without a project") }
        try Store.with(home: project.home) { store in
            try body(CrontabAudit(store.database, tenants: project.tenants(), host: ThisHost.current))
        }
    }

    private func warn(_ why: String) {
        let warning = Diagnostic.warning(
            CommandCode.unauditedCrontab, "the audit log has no entry of this: \(why)",
            hint: lines.digest == nil
                ? nil
                : "`reckon cron install` enters it once there is a store, in an environment with the RECKON_DATABASE_URL "
                    + "of the lines if they have one")
        Terminal.printError("\(warning)\n")
    }
}
