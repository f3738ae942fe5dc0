package import Kernel

/// The codes of findings about the user's crontab and what wakes jobs.
package enum CrontabCode {
    static let editedBlock = DiagnosticCode("J", 241)
    static let brokenBlock = DiagnosticCode("J", 242)
    static let unfitPath = DiagnosticCode("J", 243)
    static let nothingScheduled = DiagnosticCode("J", 244)
    static let linesBelow = DiagnosticCode("J", 245)

    package static let explanations: [CodeExplanation] = [
        .init(
            editedBlock, "the lines of reckon in the crontab were edited by hand",
            advice: "`reckon cron diff` shows them beside what they should be; --force replaces or removes them"),
        .init(
            brokenBlock, "the first or last line of reckon's block in the crontab is missing, or there twice",
            advice: "mend it with `crontab -e`"),
        .init(
            unfitPath, "a path cannot be written into a crontab or a unit of systemd",
            advice: "use one without quotes, backslashes, control characters and of moderate length"),
        .init(nothingScheduled, "no job has a schedule", advice: "add \"schedule\" to a job: docs/schedules.md"),
        .init(
            linesBelow, "MAILTO in reckon's block would count for the lines below it too",
            advice: "move them above the block, or set MAILTO above it and leave --mail-to out"),
    ]
}
