import ArgumentParser
import Database
import Documents
import Kernel
import Reports
import Runner

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show the latest runs, or one run stage by stage.", aliases: ["runs"])

    @Argument(help: ArgumentHelp("A run to show in full.", valueName: "run"))
    var wantedRun: String?

    @Option(help: "How many runs to show.")
    var limit = 10

    @Option(help: "How to print: text or json.")
    var format = OutputFormat.text

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is from 1 to 1000") }
        if let wantedRun, RunID(wantedRun) == nil {
            throw ValidationError(CommandArgument.noRun(wantedRun))
        }
    }

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            let wanted = wantedRun.flatMap { RunID($0) }
            let runs = try Store.with(home: project.home) { store in
                try project.tenants().flatMap { tenant in
                    try Ledger(store.database).runs(tenant, only: wanted, limit: limit)
                }
            }
            .sorted { $0.startedAt > $1.startedAt }.prefix(limit)
            if let wanted, runs.isEmpty {
                throw Failure(
                    .missingInput, CommandCode.unknownRun, "there is no run '\(wanted)'",
                    hint: "`reckon status` lists the latest runs")
            }
            switch format {
            case .json: Terminal.print(String(decoding: PrettyJSON.line(.array(runs.map(\.json))), as: UTF8.self))
            case .text: print(Array(runs), isFull: wanted != nil)
            }
        }
    }

    private func print(_ runs: [RunSummary], isFull: Bool) {
        guard !runs.isEmpty else {
            Terminal.print("no run yet; start one with `reckon run JOB`")
            return
        }
        var table = TextTable([
            .whole("run"), .text("tenant"), .text("job"), .text("period"), .text("state"), .number("seconds"),
            .text("stages"),
        ])
        for run in runs {
            table.add([
                run.run.text, run.tenant.text, run.job.text, "\(run.period)\(run.isClosed ? " closed" : "")",
                run.state.rawValue, run.seconds, run.stageCounts,
            ])
        }
        Terminal.print(table)
        guard isFull, let run = runs.first else { return }
        var stages = TextTable([
            .text("stage"), .text("kind"), .text("state"), .number("rows"), .number("tries"), .number("seconds"),
        ])
        for stage in run.stages {
            stages.add([
                stage.id.text, stage.kind, stage.state.rawValue, stage.rows.map { ProgressLines.grouped($0) } ?? "",
                "\(stage.tries)", stage.seconds,
            ])
        }
        if !run.host.name.isEmpty { Terminal.print("\non \(run.host.name), process \(run.host.process)") }
        Terminal.print("")
        Terminal.print(stages)
        for stage in run.stages { if let message = stage.message { Terminal.print("\n\(message)") } }
    }
}
