import Crypto
import Documents
package import Kernel

/// A stage with its inputs found and digested: all that decides whether it must run.
struct ResolvedStage: Sendable {
    let entry: JobFile.StageEntry
    let files: [InputFile]
    let found: [(role: String, input: FoundInput)]
    let cache: InputCache
    let upstream: [(role: String, publication: Publication)]
    /// Of each file, taken before its digest was begun.
    let fingerprints: [[Int64]]
    private let partition: Partition
    private let tenantName: String

    /// Finds what the stage reads, and begins to digest it.
    ///
    /// - Parameters:
    ///   - published: what the stages above have published.
    ///   - progress: called by finders that take long.
    /// - Throws: exit 66 for files that are missing; what finders and `progress` throw.
    init(
        _ entry: JobFile.StageEntry, partition: Partition, tenantName: String, root: String, home: String,
        published: [StageID: Publication],
        progress: @escaping @Sendable (StageProgress) throws -> Void = { _ in }
    ) throws {
        self.entry = entry
        cache = InputCache(home: home, partition: partition, stage: entry.id)
        var files: [NamedFile] = []
        var found: [(role: String, input: FoundInput)] = []
        var upstream: [(role: String, publication: Publication)] = []
        var failures: [Failure] = []
        for input in entry.stage.inputs {
            switch input {
            case .files(let role, let patterns):
                for pattern in patterns {
                    do {
                        files += try ResolvedStage.files(role, pattern, root: root, period: partition.period)
                    } catch { failures.append(error) }
                }
            case .delivery(let role, let finder):
                do {
                    try cache.prepare()
                    let input = try finder.find(
                        InputSearch(
                            period: partition.period, root: root, cache: cache.folder, progress: progress))
                    files += try ResolvedStage.files(role, input)
                    found.append((role, input))
                } catch let failure as Failure { failures.append(failure) }
            case .stage(let role, let id, _, _):
                guard let publication = published[id] else {
                    preconditionFailure("stage \(entry.id) was asked for before \(id) was published")
                }
                upstream.append((role, publication))
            }
        }
        if let first = failures.first {
            throw Failure(
                first.exitStatus, failures.flatMap(\.diagnostics),
                isTransient: failures.allSatisfy(\.isTransient), detail: first.restrictedDetail)
        }
        try ResolvedStage.refuseRepeated(files, entry)
        let fingerprints = files.map { FileSystem.fingerprint($0.path) }
        self.fingerprints = fingerprints
        let digests = FileDigests(paths: files.map(\.path))
        self.files = zip(files.indices, files).map { index, file in
            InputFile(
                role: file.role, name: file.name, path: file.path, byteCount: fingerprints[index].first ?? 0,
                digests: digests, index: index)
        }
        self.found = found
        self.upstream = upstream
        self.partition = partition
        self.tenantName = tenantName
    }

    /// A file before it has a digest.
    private struct NamedFile {
        let role: String
        let name: String
        let path: String
    }

    /// Warnings and notes of the finders.
    var notes: [Diagnostic] { found.flatMap(\.input.notes) }

    private static func files(
        _ role: String, _ pattern: FilePattern, root: String, period: Month
    ) throws(Failure) -> [NamedFile] {
        var files: [NamedFile] = []
        for name in try pattern.resolve(root: root, period: period) {
            files.append(try file(role, name, root: root, pattern))
        }
        return files
    }

    private static func files(_ role: String, _ found: FoundInput) throws(Failure) -> [NamedFile] {
        for file in found.files { try FileSystem.requireReadable(file.path) }
        return found.files.map { NamedFile(role: role, name: $0.name, path: $0.path) }
    }

    /// A file that two patterns reach would be counted twice.
    private static func refuseRepeated(_ files: [NamedFile], _ entry: JobFile.StageEntry) throws(Failure) {
        var names: [String: String] = [:]
        for file in files {
            let real = FileSystem.realPath(file.path) ?? file.path
            if let other = names[real] {
                throw Failure(
                    .badInput, RunnerCode.inputTwice,
                    other == file.name
                        ? "two patterns of stage '\(entry.id)' match '\(file.name)'"
                        : "'\(other)' and '\(file.name)', which stage '\(entry.id)' reads, are the same file",
                    at: entry.options.place, hint: "its rows would count twice; make the patterns match it once")
            }
            names[real] = file.name
        }
    }

    /// Runs the stage. What goes wrong with an input file is told under the name by which the job knows the file.
    func run(_ context: StageContext) throws -> StageOutcome {
        do {
            return try entry.stage.run(context)
        } catch var failure as Failure {
            for index in failure.diagnostics.indices {
                guard let file = files.first(where: { $0.path == failure.diagnostics[index].place?.file }) else {
                    continue
                }
                failure.diagnostics[index].place?.file = file.name
            }
            throw failure
        }
    }

    private static func file(
        _ role: String, _ name: String, root: String, _ pattern: FilePattern
    ) throws(Failure) -> NamedFile {
        let path = name.hasPrefix("/") ? name : "\(root)/\(name)"
        guard !FileSystem.isDirectory(path) else {
            throw Failure(
                .badInput, RunnerCode.inputIsFolder, "'\(name)' is a folder where a file is expected",
                at: pattern.place, hint: "name the files in it, for example \(name)/*.csv.gz")
        }
        try FileSystem.requireReadable(path)
        return NamedFile(role: role, name: name, path: path)
    }

    /// Digest over everything that decides the stage's output.
    ///
    /// - Throws: what reading the input files throws; it is waited for.
    func cacheKey() throws -> Digest { Digest(of: try CanonicalJSON.bytes(cacheInputs())) }

    /// Everything that decides the stage's output: its kind and version, options, tenant, period, the names and bytes of
    /// input files and what identifies a delivery, what the stages it reads from published and which run restated that.
    /// Never time, host or attempt.
    func cacheInputs() throws -> JSONOut {
        var key: [JSONOut.Member] = [
            .init("stage", .string(entry.kind.use)), .init("version", .integer(entry.kind.version)),
            .init("options", JSONOut(entry.options)), .init("tenant", .string(partition.tenant.text)),
            .init("tenantName", .string(tenantName)), .init("period", .string(partition.period.description)),
            .init(
                "files",
                .array(
                    try files.map {
                        .object([
                            .init("role", .string($0.role)), .init("name", .string($0.name)),
                            .init("sha256", .string(try $0.digest().description)),
                        ])
                    })),
            .init(
                "upstream",
                .array(
                    upstream.map {
                        .object(
                            [
                                .init("role", .string($0.role)), .init("stage", .string($0.publication.stage.text)),
                                .init("digest", .string($0.publication.digest.description)),
                            ]
                                + ($0.publication.restated.map { [.init("restatedBy", .string($0.run.text))] } ?? []))
                    })),
        ]
        if !found.isEmpty {
            let facts = found.map { JSONOut.object([.init("role", .string($0.role)), .init("facts", $0.input.facts)]) }
            key.append(.init("found", .array(facts)))
        }
        return .object(key)
    }
}

/// What a run would do with a stage, and why.
package struct StagePlan: Sendable {
    package enum Action: Sendable, Hashable {
        /// Everything it reads and is has been published by that run.
        case unchanged(since: RunID)
        case neverPublished
        case inputsChanged
        /// A stage it reads from runs, so its own inputs are not known yet.
        case upstreamRuns(StageID)
        /// A stage it reads from cannot run.
        case upstreamFails(StageID)
        /// Its inputs cannot be found.
        case blocked([Diagnostic], ExitStatus)
    }

    package let stage: StageID
    package let use: String
    package let action: Action
    package let files: [InputFile]
    /// What finders found and said.
    package let found: [FoundInput]
    /// What is another than when it was published, as clauses; for `inputsChanged`.
    package let changes: [String]

    private init(
        _ entry: JobFile.StageEntry, _ action: Action, files: [InputFile] = [], found: [FoundInput] = [],
        changes: [String] = []
    ) {
        self.changes = changes
        stage = entry.id
        use = entry.kind.use
        self.action = action
        self.files = files
        self.found = found
    }

    /// Plans a job without running any of it.
    package static func plan(
        _ job: JobFile, period: Month, project: Project, ledger: Ledger
    ) throws -> [StagePlan] {
        let partition = Partition(tenant: job.tenant, job: job.job, period: period)
        let store = PublicationStore(home: project.home, partition: partition)
        let stored = try ledger.publications(partition)
        var published: [StageID: Publication] = [:]
        var plans: [StagePlan] = []
        for entry in job.stages {
            let failing = entry.stage.upstream.first { id in plans.contains { $0.stage == id && $0.fails } }
            let plan =
                try failing.map { StagePlan(entry, .upstreamFails($0)) }
                ?? plan(entry, job, partition, project, store, ledger, stored, published)
            if case .unchanged = plan.action, let known = stored[entry.id] {
                published[entry.id] = store.located(known)
            }
            plans.append(plan)
        }
        return plans
    }

    private static func plan(
        _ entry: JobFile.StageEntry, _ job: JobFile, _ partition: Partition, _ project: Project,
        _ store: PublicationStore, _ ledger: Ledger,
        _ stored: [StageID: StoredPublication], _ published: [StageID: Publication]
    ) throws -> StagePlan {
        for id in entry.stage.upstream where published[id] == nil {
            return StagePlan(entry, .upstreamRuns(id))
        }
        let resolved: ResolvedStage
        let inputs: JSONOut
        do {
            resolved = try ResolvedStage(
                entry, partition: partition, tenantName: job.tenantName, root: project.root, home: project.home,
                published: published)
            inputs = try resolved.cacheInputs()
        } catch let failure as Failure {
            return StagePlan(entry, .blocked(failure.diagnostics, failure.exitStatus))
        }
        let key = Digest(of: try CanonicalJSON.bytes(inputs))
        var (action, changes) = (Action.neverPublished, [String]())
        if let known = stored[entry.id] {
            if known.publication.cacheKey != key {
                let now = try JSONText.parse(PrettyJSON.bytes(inputs), file: "inputs:\(entry.id)", limits: .data)
                changes = CacheDifference.clauses(try ledger.cacheInputs(of: entry.id, partition), now)
                // The key decides whether it runs; the clauses only explain.
                if changes.isEmpty { changes = ["its inputs come in another order"] }
            } else if !store.isComplete(known) {
                changes = ["a published file is missing or has been changed"]
            }
            action = changes.isEmpty ? .unchanged(since: known.publication.run) : .inputsChanged
        }
        return StagePlan(
            entry, action, files: resolved.files, found: resolved.found.map(\.input), changes: changes)
    }

    /// True when a run would fail at this stage, or before it.
    package var fails: Bool {
        switch action {
        case .blocked, .upstreamFails: true
        default: false
        }
    }
}
