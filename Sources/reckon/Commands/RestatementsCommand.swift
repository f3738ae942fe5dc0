import ArgumentParser
import Database
import Documents
import Kernel
import Model
import Reports
import Runner

struct RestatementsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restatements",
        abstract: "Show how published bills changed, and when periods were closed and opened again.")

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID

    @Option(help: "Billing period, such as 2026-04. Default: all.", transform: CommandArgument.period)
    var period: Month?

    @Option(help: "How to print: text or json.")
    var format = OutputFormat.text

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            let job = try JobFile(job, project: project, catalog: Catalog.stages)
            let (restatements, closings) = try Store.with(home: project.home) { store in
                let ledger = Ledger(store.database)
                return (
                    try ledger.restatements(job.tenant, job.job, period: period),
                    try ledger.closings(job.tenant, job.job, period: period)
                )
            }
            switch format {
            case .json:
                let answer = JSONOut.object([
                    .init("restatements", .array(restatements.map(\.json))),
                    .init("closings", .array(closings.map(\.json))),
                ])
                Terminal.print(String(decoding: PrettyJSON.line(answer), as: UTF8.self))
            case .text: try print(restatements, closings)
            }
        }
    }

    private func print(_ restatements: [Restatement], _ closings: [Closing]) throws {
        guard !restatements.isEmpty || !closings.isEmpty else {
            Terminal.print("nothing that was published has changed, and no period was closed")
            return
        }
        var history = TextTable([.whole("at"), .text("period"), .text("what"), .text("stage"), .text("by"), .text()])
        var lines: [(at: Instant, cells: [String])] = restatements.map { change in
            let what = change.outcome == .published ? "restated" : "refused"
            let cells = [
                change.at.description, change.period.description, what, change.stage.text, change.run.text,
                change.summary.joined(separator: "; "),
            ]
            return (change.at, cells)
        }
        lines += closings.map { closing in
            let cells = [
                closing.at.description, closing.period.description, closing.event.rawValue, "", closing.actor,
                closing.note,
            ]
            return (closing.at, cells)
        }
        for line in lines.sorted(by: { $0.at < $1.at }) { history.add(line.cells) }
        Terminal.print(history)
        for change in restatements { try print(change) }
    }

    /// The totals that changed, every digit.
    private func print(_ change: Restatement) throws {
        let totals = try (change.facts["totals"]?.array ?? []).map { try RestatedTotal(facts: $0) }
        guard !totals.isEmpty else { return }
        var table = TextTable([
            .text("period"), .text("currency"), .text("category"), .text("figure"), .number("before"),
            .number("after"), .number("difference"),
        ])
        for total in totals {
            let head = [
                total.key.billingPeriod.description, total.key.currency.description, total.key.category,
            ]
            if total.delta.rows != 0 {
                table.add(head + ["rows"] + [total.before, total.after, total.delta].map { String($0.rows) })
            }
            for metric in CostMetric.allCases where total.delta.costs[metric] != .zero {
                let figures = [total.before, total.after, total.delta].map { $0.costs[metric].description }
                table.add(head + [metric.columnName] + figures)
            }
        }
        let what = change.outcome == .published ? "restated" : "would have restated"
        Terminal.print("\n\(change.run) \(what) stage \(change.stage) of \(change.period)")
        Terminal.print(table)
    }
}
