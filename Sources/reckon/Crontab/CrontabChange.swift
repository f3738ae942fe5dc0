import Database
import Kernel
import Runner

/// Changes the user's crontab, and tells the audit log before it does.
///
/// The store is opened first, since that may take long; what was written into the crontab meanwhile is kept. Processes of
/// this program take turns, and an edit of anybody else is noticed before it would be overwritten.
struct CrontabChange {
    let crontab: CrontabOptions
    /// Nil where there is none, as when the lines of a project are removed that is gone.
    let project: Project?
    let lines: CrontabAudit.Lines
    let isForced: Bool
    let isAudited: Bool

    /// Writes the crontab.
    ///
    /// - Parameter change: the new crontab; nil when the one it is given is as it should be.
    /// - Returns: false when nothing had to be changed.
    /// - Throws: what `change` refuses, and what keeps the audit log from being written, before anything is changed;
    ///   exit 75 when somebody else changed the crontab meanwhile; what the crontab's program says.
    func make(_ action: CrontabAudit.Action, _ change: (Crontab) throws -> [UInt8]?) throws -> Bool {
        // Where there is nothing to remove, no store is needed; what is refused is refused without one too.
        let isNeeded = try change(crontab.read(lines.project)) != nil
        if !isNeeded, action == .uninstall { return false }
        if let lack = try lackOfAudit() {
            let isChanged = try inTurn { installed in
                guard let bytes = try change(installed) else { return false }
                try write(bytes, over: installed)
                return true
            }
            if isChanged { warn(lack) }
            return isChanged
        }
        return try withAudit { audit in
            try inTurn { installed in
                guard let bytes = try change(installed) else {
                    if action == .install { try enterFound(audit) }
                    return false
                }
                try make(action, bytes, over: installed, audit)
                return true
            }
        }
    }

    private func make(
        _ action: CrontabAudit.Action, _ bytes: [UInt8], over installed: Crontab, _ audit: CrontabAudit
    ) throws {
        let before = installed.digest
        try audit.record(action, lines, before: before, isForced: isForced, at: WallClock.system.now())
        do { try write(bytes, over: installed) } catch {
            let unchanged = CrontabAudit.Lines(project: lines.project, digest: before, jobs: lines.jobs)
            // The refusal is what to tell; the entry above says at least what was tried.
            do {
                try audit.record(.refused, unchanged, before: before, isForced: isForced, at: WallClock.system.now())
            } catch let second as any ReckonError { Terminal.tell(second) }
            throw error
        }
    }

    private func inTurn<Value>(_ body: (Crontab) throws -> Value) throws -> Value {
        try CrontabLock(home: Environment.value("HOME")).holding { try body(crontab.read(lines.project)) }
    }

    private func write(_ bytes: [UInt8], over installed: Crontab) throws {
        guard try crontab.bytes() == installed.bytes else {
            throw Failure(
                .tryLater, CommandCode.crontabMoved, "the crontab was changed by others at the same time",
                hint: "nothing was written; run it again", isTransient: true)
        }
        try crontab.write(bytes)
    }

    /// Enters lines of which the audit log knows nothing: they were written when there was no store yet, or without it.
    private func enterFound(_ audit: CrontabAudit) throws {
        if try audit.recordFound(lines, at: WallClock.system.now()) {
            Terminal.printError("the audit log had no entry of these lines and has one now\n")
        }
    }

    /// Why there is no audit log to be told; nil where there is one.
    private func lackOfAudit() throws -> String? {
        guard isAudited else { return "--unaudited" }
        guard let project else { return "there is no project here whose audit log it could be" }
        let location = try StoreLocation(environment: Environment.storeVariables, home: project.home)
        return try location.isSetUp() ? nil : "no store is set up yet"
    }

    private func withAudit<Value>(_ body: (CrontabAudit) throws -> Value) throws -> Value {
        guard let project else { preconditionFailure("there is no audit log without a project") }
        return try Store.with(home: project.home) { store in
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
