package import Kernel

/// The codes of findings about jobs, their inputs and their runs.
package enum RunnerCode {
    static let missingJob = DiagnosticCode("J", 201)
    static let otherName = DiagnosticCode("J", 202)
    static let unknownTenant = DiagnosticCode("J", 203)
    static let unknownStage = DiagnosticCode("J", 204)
    static let badConfiguration = DiagnosticCode("J", 205)
    static let unfitStage = DiagnosticCode("J", 206)
    static let unknownPlaceholder = DiagnosticCode("J", 207)
    static let badSchedule = DiagnosticCode("J", 221)
    static let unknownCalendar = DiagnosticCode("J", 222)
    static let badCalendar = DiagnosticCode("J", 223)
    static let tierAccounts = DiagnosticCode("J", 271)
    static let tierBackfill = DiagnosticCode("J", 272)
    static let tierRetention = DiagnosticCode("J", 273)
    static let tierFeature = DiagnosticCode("J", 274)

    static let noProject = DiagnosticCode("P", 101)
    static let noInput = DiagnosticCode("P", 201)
    static let inputIsFolder = DiagnosticCode("P", 202)
    static let inputTwice = DiagnosticCode("P", 203)

    static let optionMismatch = DiagnosticCode("E", 310)
    static let cannotWriteLog = DiagnosticCode("E", 410)
    static let lostPartition = DiagnosticCode("E", 501)
    static let damagedRecord = DiagnosticCode("E", 502)
    static let alreadyRunning = DiagnosticCode("E", 503)
    static let inputChanged = DiagnosticCode("E", 504)
    static let noSchedule = DiagnosticCode("J", 212)
    static let stopped = DiagnosticCode("E", 540)
    static let stageTimedOut = DiagnosticCode("E", 541)
    static let limitReached = DiagnosticCode("E", 542)
    static let upstreamUnpublished = DiagnosticCode("E", 543)
    static let noSuchStage = DiagnosticCode("E", 544)
    static let changedSinceRun = DiagnosticCode("E", 545)
    static let changedPlan = DiagnosticCode("E", 550)
    static let otherPlan = DiagnosticCode("E", 551)
    static let brokenAudit = DiagnosticCode("E", 560)
    static let closedPeriod = DiagnosticCode("E", 510)
    static let unfinishedPeriod = DiagnosticCode("E", 511)
    static let alreadyClosed = DiagnosticCode("E", 512)
    static let notClosed = DiagnosticCode("E", 513)

    package static let explanations: [CodeExplanation] = jobs + inputs + runs + limits + closings + tiers

    private static let jobs: [CodeExplanation] = [
        .init(
            missingJob, "there is no job file of that name",
            advice: "the hint lists the jobs there are; --project names another folder"),
        .init(
            otherName, "the name in the job file is not the name of the file",
            advice: "correct \"job\", or rename the file"),
        .init(unknownTenant, "no file in Config/tenants describes the tenant", advice: "add it"),
        .init(
            unknownStage, "a stage reads from a stage that does not stand above it",
            advice: "correct the name, or move the stage it reads from up"),
        .init(
            badConfiguration, "the name in a tenant's file is not the name of the file",
            advice: "correct \"tenant\", or rename the file"),
        .init(
            unfitStage, "a stage reads from a stage of a kind that does not publish what it needs",
            advice: "the hint names the stages that do"),
        .init(unknownPlaceholder, "a path holds a word in braces that is not {period}", advice: "correct it"),
        .init(
            badSchedule, "the keys of a job's schedule do not fit together",
            advice: "write either \"cron\" with \"zone\", or \"businessDay\""),
        .init(unknownCalendar, "no file in Config/calendars has the name of the calendar", advice: "add it"),
        .init(badCalendar, "a calendar contradicts itself: its name, its years or the order of its days"),
    ]

    private static let tiers: [CodeExplanation] = [
        .init(
            tierAccounts, "the tenant's jobs read the bills of more accounts of a provider than its tier allows",
            advice: "the hint names tiers that allow it; or say with \"provider\" whose bill a stage reads"),
        .init(
            tierBackfill, "a period is older than the tenant's tier lets it begin",
            advice: "the hint names tiers that allow it"),
        .init(
            tierRetention, "a published period is older than the tenant's tier lets it run again",
            advice: "what is published stays and can be read; the hint names tiers that allow another run"),
        .init(
            tierFeature, "a stage is of a kind that the tenant's tier does not have",
            advice: "the hint names tiers that have it"),
    ]

    private static let inputs: [CodeExplanation] = [
        .init(
            noProject, "the folder has no Jobs/",
            advice: "change to the folder that holds Jobs/ and Config/, or name it with --project"),
        .init(
            noInput, "no file matches a path of the job",
            advice: "check the path and the period; relative paths start at the folder that holds Jobs/"),
        .init(inputIsFolder, "a path of the job leads to a folder", advice: "name the files in it, with a wildcard"),
        .init(
            inputTwice, "a stage would read one file twice",
            advice: "make the paths of the job match each file once; links count as the file they lead to"),
    ]

    private static let runs: [CodeExplanation] = [
        .init(optionMismatch, "a stage asks for another option than it declares: a defect", advice: "report it"),
        .init(
            cannotWriteLog, "the run's log cannot be made",
            advice: "make the home writable, or choose another with --home"),
        .init(
            lostPartition, "a later run has taken the period while this one was at work",
            advice: "nothing was published twice; `reckon status` shows the other run"),
        .init(
            damagedRecord, "the ledger's record of a stage cannot be read",
            advice: "run with --force, which publishes every stage anew"),
        .init(
            alreadyRunning, "another run of the same job and period is at work",
            advice: "wait for it; `reckon status` shows it"),
        .init(
            inputChanged, "an input file changed while a stage read it: it is still being delivered",
            advice: "run again when the delivery is complete"),
    ]

    private static let limits: [CodeExplanation] = [
        .init(
            noSchedule, "a job is asked what is due, and has no schedule",
            advice: "add \"schedule\" to the job, or run it without --if-due"),
        .init(stopped, "the run was asked to stop by a signal", advice: "the same command goes on where it stopped"),
        .init(
            stageTimedOut, "a stage did not end within the time its \"timeoutSeconds\" gives it",
            advice: "raise it, or look at what slows the stage down"),
        .init(
            limitReached, "the run met a limit of its job file and stopped between two batches",
            advice: "raise the limit, or run when the machine is less busy; what was published stands"),
        .init(
            upstreamUnpublished, "a selected stage reads from one that was not selected and has published nothing",
            advice: "select that one too"),
        .init(
            changedSinceRun, "a run cannot be resumed: what it had already done would come out differently now",
            advice: "run the job for the period instead; it does what has changed"),
        .init(
            changedPlan, "a backfill's plan file was changed after it was written",
            advice: "make it anew with `reckon backfill … --dry-run --output FILE`"),
        .init(
            otherPlan, "a backfill would no longer do what its plan file says",
            advice: "look at the differences; make the plan anew when they are what you want"),
        .init(
            brokenAudit, "the audit log's chain of hashes is broken",
            advice: "somebody changed the table behind the program's back; compare it with a backup"),
        .init(noSuchStage, "the command line names a stage that the job does not have", advice: "see the hint"),
    ]

    private static let closings: [CodeExplanation] = [
        .init(
            closedPeriod, "a run would change what a closed period has published; nothing was replaced",
            advice: "ask why the delivery changed; `reckon reopen` lets it in"),
        .init(
            unfinishedPeriod,
            "a period cannot be closed while not all of its stages are published by a run that "
                + "succeeded", advice: "run it to a good end, then close it"),
        .init(alreadyClosed, "a period that is to be closed is closed"),
        .init(notClosed, "a period that is to be opened again is not closed"),
    ]
}
