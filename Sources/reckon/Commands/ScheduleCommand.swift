import ArgumentParser
import Documents
import Kernel
import Reports
import Runner
import Schedule

struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "When something is due: the next slots, and a schedule in words.",
        subcommands: [ScheduleNextCommand.self, ScheduleExplainCommand.self])
}

struct ScheduleNextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "List the next slots of a cron expression or a job.")

    @OptionGroup var question: ScheduleQuestion

    func run() throws {
        try Terminal.reporting {
            let answer = try ScheduleAnswer(question)
            for finding in answer.findings { Terminal.printError("\(finding)\n") }
            switch question.format {
            case .text: Terminal.print(answer.slotTable)
            case .json: Terminal.print(String(PrettyJSON.text(.object(answer.json)).dropLast()))
            }
        }
    }
}

struct ScheduleExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say a schedule in words, with its next slots and the nights on which clocks change them.")

    @OptionGroup var question: ScheduleQuestion

    func run() throws {
        try Terminal.reporting {
            let answer = try ScheduleAnswer(question)
            for finding in answer.findings { Terminal.printError("\(finding)\n") }
            switch question.format {
            case .text:
                Terminal.print(answer.title)
                Terminal.print(answer.explanationTable)
                for line in answer.rules { Terminal.print(line) }
                Terminal.print("")
                Terminal.print(answer.slotTable)
                Terminal.print("")
                for line in answer.nightLines { Terminal.print(line) }
            case .json:
                Terminal.print(String(PrettyJSON.text(.object(answer.json + answer.explanationJSON)).dropLast()))
            }
        }
    }
}

/// What the commands about schedules are asked.
struct ScheduleQuestion: ParsableArguments {
    @Argument(help: "A cron expression in quotes, such as '17 2 * * *'.")
    var expression: String?

    @Option(help: "Use the schedule of this job instead.", transform: CommandArgument.job)
    var job: JobID?

    @Option(help: "IANA time zone of the expression. Default: UTC.")
    var zone: String?

    @Option(
        help: "Slots after this time, such as 2026-03-01T00:00:00Z or 2026-03-01 (UTC). Default: now.",
        transform: ScheduleQuestion.instant)
    var from: Instant?

    @Option(help: "How many slots, 1 to 1000.")
    var count = 5

    @Option(help: "How to print: text or json.")
    var format = OutputFormat.text

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        guard (1...1000).contains(count) else { throw ValidationError("--count \(count) is outside 1-1000") }
        switch (expression, job) {
        case (nil, nil): throw ValidationError("give a cron expression in quotes, or a job with --job")
        case (_?, _?): throw ValidationError("give a cron expression or --job, not both")
        case (nil, _?) where zone != nil: throw ValidationError("a job has its own zone; --zone is for expressions")
        default: break
        }
    }

    private static func instant(_ text: String) throws -> Instant {
        if let instant = Instant(text) ?? Instant("\(text)T00:00:00Z") { return instant }
        throw ValidationError("'\(text)' is no time; times are written 2026-03-01T00:00:00Z, days 2026-03-01")
    }

    /// The schedule that is asked about, and how answers call it.
    func schedule() throws -> (schedule: JobSchedule, name: String) {
        guard let job else {
            let text = expression ?? ""
            let place = Place(file: "expression", line: 1, column: 1)
            let parsed = try CronExpression(text, at: place)
            let zone = try ZoneFolder.ofThisMachine.zone(self.zone ?? "UTC")
            return (JobSchedule(.cron(CronSchedule(parsed, in: zone)), warnings: parsed.warnings(at: place)), text)
        }
        let file = try JobFile(job, project: options.project(), catalog: Catalog.stages)
        guard let schedule = file.schedule else {
            throw Failure(
                .configuration, CommandCode.noSchedule, "job '\(job)' has no schedule", at: Place(file: file.path),
                hint: "add \"schedule\" to it, or give an expression")
        }
        return (schedule, "job \(job)")
    }
}
