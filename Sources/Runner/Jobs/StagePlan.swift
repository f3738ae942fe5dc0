import Crypto
import Documents
package import Kernel

/// A stage with its inputs found and digested: all that decides whether it must run.
struct ResolvedStage: Sendable {
    let entry: JobFile.StageEntry
    let files: [InputFile]
    let upstream: [(role: String, publication: Publication)]
    let cacheKey: Digest

    /// Finds and digests what the stage reads.
    ///
    /// - Parameter published: what the stages above have published.
    /// - Throws: exit 66 for files that are missing.
    init(
        _ entry: JobFile.StageEntry, partition: Partition, root: String, published: [StageID: Publication]
    ) throws {
        self.entry = entry
        var files: [InputFile] = []
        var upstream: [(role: String, publication: Publication)] = []
        for input in entry.stage.inputs {
            switch input {
            case .files(let role, let patterns):
                for pattern in patterns {
                    for name in try pattern.resolve(root: root, period: partition.period) {
                        files.append(try ResolvedStage.file(role, name, root: root, pattern))
                    }
                }
            case .stage(let role, let id, _):
                guard let publication = published[id] else {
                    preconditionFailure("stage \(entry.id) was asked for before \(id) was published")
                }
                upstream.append((role, publication))
            }
        }
        self.files = files
        self.upstream = upstream
        cacheKey = try ResolvedStage.cacheKey(entry, partition, files, upstream)
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
    ) throws(Failure) -> InputFile {
        let path = name.hasPrefix("/") ? name : "\(root)/\(name)"
        guard !FileSystem.isDirectory(path) else {
            throw Failure(
                .badInput, DiagnosticCode("P", 202), "'\(name)' is a folder where a file is expected",
                at: pattern.place, hint: "name the files in it, for example \(name)/*.csv.gz")
        }
        let (digest, byteCount) = try Digest.ofFile(path)
        return InputFile(role: role, name: name, path: path, digest: digest, byteCount: byteCount)
    }

    /// Digest over everything that decides the stage's output: its kind and version, options, tenant, period, the names
    /// and bytes of input files, and what the stages it reads from published. Never time, host, attempt or run.
    private static func cacheKey(
        _ entry: JobFile.StageEntry, _ partition: Partition, _ files: [InputFile],
        _ upstream: [(role: String, publication: Publication)]
    ) throws -> Digest {
        let key = JSONOut.object([
            .init("stage", .string(entry.kind.use)), .init("version", .integer(entry.kind.version)),
            .init("options", JSONOut(entry.options)), .init("tenant", .string(partition.tenant.text)),
            .init("period", .string(partition.period.description)),
            .init(
                "files",
                .array(
                    files.map {
                        .object([
                            .init("role", .string($0.role)), .init("name", .string($0.name)),
                            .init("sha256", .string($0.digest.description)),
                        ])
                    })),
            .init(
                "upstream",
                .array(
                    upstream.map {
                        .object([
                            .init("role", .string($0.role)), .init("stage", .string($0.publication.stage.text)),
                            .init("digest", .string($0.publication.digest.description)),
                        ])
                    })),
        ])
        return Digest(of: try CanonicalJSON.bytes(key))
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
        /// Its inputs cannot be found.
        case blocked([Diagnostic])
    }

    package let stage: StageID
    package let use: String
    package let action: Action
    package let files: [InputFile]

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
            let plan = try plan(entry, partition, project, store, stored, published)
            if case .unchanged = plan.action, let known = stored[entry.id] {
                published[entry.id] = store.located(known)
            }
            plans.append(plan)
        }
        return plans
    }

    private static func plan(
        _ entry: JobFile.StageEntry, _ partition: Partition, _ project: Project, _ store: PublicationStore,
        _ stored: [StageID: StoredPublication], _ published: [StageID: Publication]
    ) throws -> StagePlan {
        for case .stage(_, let id, _) in entry.stage.inputs where published[id] == nil {
            return StagePlan(stage: entry.id, use: entry.kind.use, action: .upstreamRuns(id), files: [])
        }
        let resolved: ResolvedStage
        do {
            resolved = try ResolvedStage(entry, partition: partition, root: project.root, published: published)
        } catch let failure as Failure {
            return StagePlan(stage: entry.id, use: entry.kind.use, action: .blocked(failure.diagnostics), files: [])
        }
        var action = Action.neverPublished
        if let known = stored[entry.id] {
            let isCurrent = known.publication.cacheKey == resolved.cacheKey && store.isComplete(known)
            action = isCurrent ? .unchanged(since: known.publication.run) : .inputsChanged
        }
        return StagePlan(stage: entry.id, use: entry.kind.use, action: action, files: resolved.files)
    }
}
