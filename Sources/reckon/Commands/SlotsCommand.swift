import ArgumentParser
import Database
import Documents
import Kernel
import Reports
import Runner

struct SlotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots", abstract: "Show when a job was due, and what became of it: run or not, and why.")

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID

    @Option(help: "How many slots to show.")
    var limit = 20

    @Option(help: "How to print: text or json.")
    var format = OutputFormat.text

    @OptionGroup var options: ProjectOptions

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit is from 1 to 100000") }
    }

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            let job = try JobFile(job, project: project, catalog: Catalog.stages)
            let slots = try Store.with(home: project.home) { store in
                try Ledger(store.database).slots(job.tenant, job.job, limit: limit)
            }
            switch format {
            case .json: Terminal.print(String(decoding: PrettyJSON.line(.array(slots.map(\.json))), as: UTF8.self))
            case .text:
                guard !slots.isEmpty else {
                    return Terminal.print("no slot yet; `reckon run \(job.job) --if-due` enters them")
                }
                var table = TextTable([
                    .whole("slot"), .text("period"), .text("outcome"), .text("reason"), .text("run"),
                ])
                for slot in slots {
                    table.add([
                        slot.key, slot.period.description, slot.outcome.rawValue, slot.reason, slot.run?.text ?? "",
                    ])
                }
                Terminal.print(table)
            }
        }
    }
}
