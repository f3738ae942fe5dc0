import Database
import Kernel
import Synchronization
import TestSupport

@testable import Runner

/// A project of toys in a folder of its own, with a tenant of its own in the shared store.
final class ToyProject: Sendable {
    let folder: TemporaryFolder
    let tenant: TenantID
    let job: JobID
    let database: Database
    private let events = Mutex<[RunEvent]>([])
    private static let count = Atomic(0)
    private static let runs = Atomic<UInt32>(0)

    /// - Parameter stages: the job's stages as JSON, without the brackets around them.
    init(_ stages: String) throws {
        folder = try TemporaryFolder()
        let number = ToyProject.count.add(1, ordering: .relaxed).newValue
        guard let tenant = TenantID("tenant-\(number)"), let job = JobID("toys") else { throw Missing("sound names") }
        self.tenant = tenant
        self.job = job
        database = LedgerServer.shared.database
        try folder.write(#"{"tenant": "\#(tenant)", "name": "Toys"}"#, to: "Config/tenants/\(tenant).json")
        try write(stages)
    }

    func write(_ stages: String, limits: String = "{}", keys: String = "") throws {
        try folder.write(
            #"{"job": "toys", "tenant": "\#(tenant)", \#(keys) "limits": \#(limits), "stages": [\#(stages)]}"#,
            to: "Jobs/toys.json")
    }

    var home: String { "\(folder.path)/home" }
    var ledger: Ledger { Ledger(database) }

    func project() throws -> Project { try Project(root: folder.path, home: home) }

    func file(version: Int = 1, feature: String? = nil) throws -> JobFile {
        try JobFile(job, project: project(), catalog: StageCatalog([ToyStage.kind(version: version, feature: feature)]))
    }

    static func newRun(at second: Int64 = 0) -> RunID {
        RunID(
            began: Instant(secondsSinceEpoch: 1_775_000_000 + second),
            random: runs.add(1, ordering: .relaxed).newValue)
    }

    func partition(_ period: String = "2026-04") throws -> Partition {
        guard let period = Month(period) else { throw Missing("a sound period") }
        return Partition(tenant: tenant, job: job, period: period)
    }

    @discardableResult
    func run(
        _ period: String = "2026-04", version: Int = 1, force: Bool = false, id: RunID = ToyProject.newRun(),
        settings: JobRun.Settings = .init()
    ) throws -> JobRun.Outcome {
        var settings = settings
        settings.isForced = force
        return try JobRun(
            job: file(version: version), period: partition(period).period, project: project(), database: database,
            run: id, clock: .fixed(Instant(secondsSinceEpoch: 1_775_000_000)), observer: Recorder(project: self),
            settings: settings
        ).execute()
    }

    func plan(_ period: String = "2026-04") throws -> [String] {
        try StagePlan.plan(file(), period: partition(period).period, project: project(), ledger: ledger).map { plan in
            switch plan.action {
            case .unchanged: "\(plan.stage): unchanged"
            case .neverPublished: "\(plan.stage): never published"
            case .inputsChanged: "\(plan.stage): inputs changed"
            case .upstreamRuns(let stage): "\(plan.stage): after \(stage)"
            case .upstreamFails(let stage): "\(plan.stage): \(stage) fails"
            case .blocked(let diagnostics, _): "\(plan.stage): \(diagnostics.first?.message ?? "")"
            }
        }
    }

    private struct Recorder: RunObserver {
        let project: ToyProject

        func observe(_ event: RunEvent, at instant: Instant) { project.events.withLock { $0.append(event) } }
    }

    /// Everything that was said in all runs.
    var said: [String] {
        events.withLock { $0 }.compactMap { event in
            switch event {
            case .diagnostic(let diagnostic, _): diagnostic.description.replacing(folder.path, with: "ROOT")
            case .abandonedRunFound(let run): "abandoned \(run)"
            default: nil
            }
        }
    }

    /// `a try 2 of 3`.
    var retries: [String] {
        events.withLock { $0 }.compactMap { event in
            guard case .stageRetried(let stage, _, let next, let tries, _) = event else { return nil }
            return "\(stage) try \(next) of \(tries)"
        }
    }

    /// How often the stage was tried in the latest run.
    func tries(_ stage: String) throws -> Int64 {
        try database.withTenant(tenant, readOnly: true) { session in
            try session.query(
                "SELECT tries FROM stage_runs WHERE stage = \(stage) ORDER BY run_id DESC LIMIT 1"
            ).onlyRow().value(0)
        }
    }

    // MARK: what is published

    private var published: String { "\(home)/published/\(tenant)/toys" }

    /// What a reader finds under the stable path; nil when nothing is there.
    func content(_ stage: String, _ period: String = "2026-04") -> String? {
        (try? FileSystem.read("\(published)/\(period)/\(stage)/current/out.txt")).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    func names(_ stage: String, _ period: String = "2026-04") throws -> [String] {
        try FileSystem.names(in: "\(published)/\(period)/\(stage)")
    }

    func rows(_ stage: String) throws -> [String] {
        try database.withTenant(tenant, readOnly: true) { session in
            try session.query("SELECT value FROM toys WHERE stage = \(stage) ORDER BY period, line").rows.map {
                try $0.value(0)
            }
        }
    }

    /// `2026-04 a published: lines 1 -> 2`, oldest first.
    func restatements() throws -> [String] {
        try ledger.restatements(tenant, job).map { change in
            "\(change.period) \(change.stage) \(change.outcome): \(change.summary.joined(separator: ", "))"
        }
    }

    /// The rows that toys keep of their changes, oldest first.
    func changes() throws -> [String] {
        try database.withTenant(tenant, readOnly: true) { session in
            try session.query("SELECT stage, generation, before, after FROM toy_changes ORDER BY generation, stage")
                .rows
                .map { row in
                    let stage: String = try row.value(0)
                    let figures: [Int64] = [try row.value(1), try row.value(2), try row.value(3)]
                    return "\(stage) \(figures)"
                }
        }
    }

    /// Second of the clock at which periods are closed and opened.
    private static let closed = Instant(secondsSinceEpoch: 1_775_000_100)

    func close(_ period: String = "2026-04", note: String = "") throws {
        try ledger.close(
            partition(period), stages: file().stages.map(\.id), actor: "amira", note: note, at: ToyProject.closed)
    }

    func reopen(_ period: String = "2026-04", note: String = "for a test") throws {
        try ledger.reopen(partition(period), actor: "bela", note: note, at: ToyProject.closed)
    }

    /// All that readers of this tenant can see: files, rows and the ledger's digests.
    func visible() throws -> [String] {
        var lines: [String] = []
        for (stage, stored) in try ledger.publications(partition()).sorted(by: { $0.key < $1.key }) {
            let rows = try self.rows(stage.text)
            lines.append("\(stage) \(stored.publication.digest) \(content(stage.text) ?? "no file") \(rows)")
        }
        return lines
    }
}

extension JobRun.Outcome {
    /// `a published, b unchanged`.
    var words: String { stages.map { "\($0.id) \($0.ending.word)" }.joined(separator: ", ") }
}
