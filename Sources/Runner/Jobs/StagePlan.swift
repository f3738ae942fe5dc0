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
        _ entry: JobFile.StageEntry, partition: Partition, tenantName: String, root: String,
        published: [StageID: Publication]
    ) throws {
        self.entry = entry
        var files: [InputFile] = []
        var upstream: [(role: String, publication: Publication)] = []
        var findings = DiagnosticCollector()
        var status = ExitStatus.missingInput
        for input in entry.stage.inputs {
            switch input {
            case .files(let role, let patterns):
                for pattern in patterns {
                    do {
                        files += try ResolvedStage.files(role, pattern, root: root, period: partition.period)
                    } catch {
                        if !findings.hasErrors { status = error.exitStatus }
                        findings.add(contentsOf: error.diagnostics)
                    }
                }
            case .stage(let role, let id, _, _):
                guard let publication = published[id] else {
                    preconditionFailure("stage \(entry.id) was asked for before \(id) was published")
                }
                upstream.append((role, publication))
            }
        }
        try findings.throwIfErrors(status)
        try ResolvedStage.refuseRepeated(files, entry)
        self.files = files
        self.upstream = upstream
        cacheKey = try ResolvedStage.cacheKey(entry, partition, tenantName, files, upstream)
    }

    private static func files(
        _ role: String, _ pattern: FilePattern, root: String, period: Month
    ) throws(Failure) -> [InputFile] {
        var files: [InputFile] = []
        for name in try pattern.resolve(root: root, period: period) {
            files.append(try file(role, name, root: root, pattern))
        }
        return files
    }

    /// A file that two patterns reach would be counted twice.
    private static func refuseRepeated(_ files: [InputFile], _ entry: JobFile.StageEntry) throws(Failure) {
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
    ) throws(Failure) -> InputFile {
        let path = name.hasPrefix("/") ? name : "\(root)/\(name)"
        guard !FileSystem.isDirectory(path) else {
            throw Failure(
                .badInput, RunnerCode.inputIsFolder, "'\(name)' is a folder where a file is expected",
                at: pattern.place, hint: "name the files in it, for example \(name)/*.csv.gz")
        }
        let (digest, byteCount) = try Digest.ofFile(path)
        return InputFile(role: role, name: name, path: path, digest: digest, byteCount: byteCount)
    }

    /// Digest over everything that decides the stage's output: its kind and version, options, tenant, period, the names
    /// and bytes of input files, what the stages it reads from published and which run restated that. Never time, host
    /// or attempt.
    private static func cacheKey(
        _ entry: JobFile.StageEntry, _ partition: Partition, _ tenantName: String, _ files: [InputFile],
        _ upstream: [(role: String, publication: Publication)]
    ) throws -> Digest {
        let key = JSONOut.object([
            .init("stage", .string(entry.kind.use)), .init("version", .integer(entry.kind.version)),
            .init("options", JSONOut(entry.options)), .init("tenant", .string(partition.tenant.text)),
            .init("tenantName", .string(tenantName)), .init("period", .string(partition.period.description)),
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
                        .object(
                            [
                                .init("role", .string($0.role)), .init("stage", .string($0.publication.stage.text)),
                                .init("digest", .string($0.publication.digest.description)),
                            ]
                                + ($0.publication.restated.map { [.init("restatedBy", .string($0.run.text))] } ?? []))
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
        /// A stage it reads from cannot run.
        case upstreamFails(StageID)
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
            let failing = entry.stage.upstream.first { id in plans.contains { $0.stage == id && $0.fails } }
            let plan =
                try failing.map {
                    StagePlan(stage: entry.id, use: entry.kind.use, action: .upstreamFails($0), files: [])
                } ?? plan(entry, job, partition, project, store, stored, published)
            if case .unchanged = plan.action, let known = stored[entry.id] {
                published[entry.id] = store.located(known)
            }
            plans.append(plan)
        }
        return plans
    }

    private static func plan(
        _ entry: JobFile.StageEntry, _ job: JobFile, _ partition: Partition, _ project: Project,
        _ store: PublicationStore,
        _ stored: [StageID: StoredPublication], _ published: [StageID: Publication]
    ) throws -> StagePlan {
        for id in entry.stage.upstream where published[id] == nil {
            return StagePlan(stage: entry.id, use: entry.kind.use, action: .upstreamRuns(id), files: [])
        }
        let resolved: ResolvedStage
        do {
            resolved = try ResolvedStage(
                entry, partition: partition, tenantName: job.tenantName, root: project.root, published: published)
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

    /// True when a run would fail at this stage, or before it.
    package var fails: Bool {
        switch action {
        case .blocked, .upstreamFails: true
        default: false
        }
    }
}
