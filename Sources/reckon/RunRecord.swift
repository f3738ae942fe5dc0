import Crypto
import Documents
import Kernel
import Model
import Reports
import Runner

/// The folder of a run: `<home>/runs/<tenant>/<run>` with `log.jsonl` and, at the end, `run.json`.
struct RunRecord {
    let log: EventLog
    private let folder: String

    init(run: RunID, tenant: TenantID, home: String) throws {
        folder = "\(home)/runs/\(tenant)/\(run)"
        try FileSystem.makeDirectory(home, mode: 0o711)
        try FileSystem.makeDirectory("\(home)/runs", mode: 0o700)
        try FileSystem.makeDirectory(folder)
        log = try EventLog(path: "\(folder)/log.jsonl", run: run, tenant: tenant, mask: DetailLog.masked)
    }

    func write(
        _ outcome: JobRun.Outcome, job: JobFile, period: Month, began: Instant, ended: Instant
    ) throws(Failure) {
        let document = JSONOut.object([
            .init("schema", .integer(1)), .init("run", .string(outcome.run.text)),
            .init("job", .string(job.job.text)), .init("tenant", .string(job.tenant.text)),
            .init("period", .string(period.description)), .init("began", .string(began.description)),
            .init("ended", .string(ended.description)), .init("exit", .integer(Int(outcome.exitStatus.rawValue))),
            .init("stages", Answer.stages(outcome)),
        ])
        try FileSystem.write(PrettyJSON.bytes(document), to: "\(folder)/run.json")
    }
}

/// What `run` and `report` say at the end.
struct Answer {
    let outcome: JobRun.Outcome
    let job: JobFile

    func print(_ format: OutputFormat) throws {
        switch format {
        case .json:
            Terminal.print(
                String(
                    decoding: PrettyJSON.line(
                        .object([
                            .init("run", .string(outcome.run.text)),
                            .init("exit", .integer(Int(outcome.exitStatus.rawValue))),
                            .init("stages", Answer.stages(outcome)),
                        ])), as: UTF8.self))
        case .text:
            try Answer.printFigures(outcome.publications, job: job)
            if outcome.exitStatus == .success, outcome.stages.allSatisfy({ $0.ending != .published }) {
                Terminal.print("\nnothing has changed since the last run; nothing was published")
            }
            Answer.printPlaces(outcome.publications, job: job)
        }
    }

    static func stages(_ outcome: JobRun.Outcome) -> JSONOut {
        .array(
            outcome.stages.map { id, ending in
                let publication = outcome.publications[id]
                var since: JSONOut = .null
                if case .unchanged(let run) = ending { since = .string(run.text) }
                return .object([
                    .init("stage", .string(id.text)), .init("ending", .string(ending.word)),
                    .init("unchangedSince", since),
                    .init("rows", publication.map { .integer(Int($0.rowCount)) } ?? .null),
                    .init("digest", .optional(publication?.digest.description)),
                    .init("cacheKey", .optional(publication?.cacheKey.description)),
                    .init("directory", .optional(publication?.directory)),
                ])
            })
    }

    /// The texts that stages publish as `summary.txt`; for a job that has none, what its bills come to.
    static func printFigures(_ publications: [StageID: Publication], job: JobFile) throws {
        let published = job.stages.compactMap { entry in publications[entry.id].map { (entry.kind, $0) } }
        let summaries = published.filter { $1.files.contains { $0.path == "summary.txt" } }
        for (_, publication) in summaries {
            let text = String(
                decoding: try FileSystem.read("\(publication.directory)/summary.txt"), as: UTF8.self)
            Terminal.print("\n" + text.trimmingTrailingLineEnds())
        }
        guard summaries.isEmpty else { return }
        for (kind, bill) in published where kind.publishes.contains(Dataset.costLines.rawValue) {
            guard let totals = bill.facts["totals"] else { throw FactsFailure.missing("totals") }
            Terminal.print("\n\(bill.stage)")
            Terminal.print(TextTable(try ControlTotals(facts: totals)))
        }
    }

    /// Where people find what is theirs: a report and exports, else the data, by the path that stays the same from run
    /// to run.
    static func printPlaces(_ publications: [StageID: Publication], job: JobFile) {
        var lines: [String] = []
        for entry in job.stages {
            guard let publication = publications[entry.id] else { continue }
            let current = "\(FileSystem.parentPath(publication.directory))/current"
            for file in publication.files where file.path.hasSuffix(".html") || file.path.hasSuffix(".csv") {
                let label = String(file.path.split(separator: ".").last ?? "")
                lines.append("  \(label)\(label.count < 4 ? " " : "")  \(shortened(current))/\(file.path)")
            }
        }
        if lines.isEmpty {
            for entry in job.stages {
                guard let publication = publications[entry.id], !publication.files.isEmpty else { continue }
                lines.append("  data  \(shortened("\(FileSystem.parentPath(publication.directory))/current"))")
            }
        }
        guard !lines.isEmpty else { return }
        Terminal.print("\n" + lines.joined(separator: "\n"))
    }

    /// Relative to the working folder when it is below it.
    private static func shortened(_ path: String) -> String {
        guard let here = FileSystem.realPath("."), path.hasPrefix(here + "/") else { return path }
        return String(path.dropFirst(here.count + 1))
    }
}

extension String {
    func trimmingTrailingLineEnds() -> String {
        var text = self[...]
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }
}
