import Kernel

/// The codes of findings that commands make themselves.
enum CommandCode {
    static let otherContent = DiagnosticCode("J", 301)
    static let noSchedule = DiagnosticCode("J", 302)
    static let otherCrontab = DiagnosticCode("J", 303)
    static let unauditedCrontab = DiagnosticCode("J", 304)
    static let otherTenant = DiagnosticCode("J", 306)
    static let crontabMoved = DiagnosticCode("J", 307)
    static let openNight = DiagnosticCode("E", 509)
    static let unknownRun = DiagnosticCode("E", 505)
    static let nothingPublished = DiagnosticCode("E", 506)
    static let crontabFailed = DiagnosticCode("E", 508)
    static let outputLost = DiagnosticCode("E", 507)

    static let explanations: [CodeExplanation] = [
        .init(
            otherContent, "a generated file is not what this version writes", advice: "run `reckon schema` and commit"),
        .init(noSchedule, "a job is asked when it is due and has no schedule"),
        .init(
            otherCrontab, "the user's crontab does not wake the jobs as their schedules ask for",
            advice: "`reckon cron diff` shows it, `reckon cron install` mends it"),
        .init(
            otherTenant, "the tenant that was named is not the job's, or there is none of that name",
            advice: "name another job or tenant, or leave out --tenant"),
        .init(
            unauditedCrontab, "the crontab was changed, and the audit log has no entry of it",
            advice: "`reckon cron install` enters it once there is a store"),
        .init(
            crontabMoved, "somebody else changed the crontab while it was to be changed",
            advice: "nothing was written; run it again"),
        .init(
            openNight, "a night is asked for that has not ended, or that there is none of",
            advice: "leave out --night for the latest that has"),
        .init(unknownRun, "the ledger has no run of that name", advice: "`reckon status` lists the latest runs"),
        .init(
            nothingPublished, "nothing has been published for that job and period",
            advice: "publish it with `reckon run`, or choose another period"),
        .init(
            crontabFailed, "the host's crontab program is not there, or refuses the account or the lines",
            advice: "see whether `crontab -l` works for this account"),
        .init(
            outputLost, "standard output could not be written: its disk is full",
            advice: "what was run stands; `reckon report` prints its figures again"),
    ]
}
