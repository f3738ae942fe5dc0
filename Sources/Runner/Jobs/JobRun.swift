import Crypto
package import Database
import Documents
package import Kernel

/// Runs a job for a period: takes the partition, runs what has changed, publishes stage by stage, keeps the ledger.
package struct JobRun {
    package let job: JobFile
    package let period: Month
    package let project: Project
    package let database: Database
    package let run: RunID
    package let clock: WallClock
    package let observer: any RunObserver
    /// Publishes every stage anew, changed or not.
    package let isForced: Bool

    private let ledger: Ledger
    private let partition: Partition
    private let store: PublicationStore

    package init(
        job: JobFile, period: Month, project: Project, database: Database, run: RunID, clock: WallClock,
        observer: any RunObserver, isForced: Bool = false
    ) {
        self.job = job
        self.period = period
        self.project = project
        self.database = database
        self.run = run
        self.clock = clock
        self.observer = observer
        self.isForced = isForced
        ledger = Ledger(database)
        partition = Partition(tenant: job.tenant, job: job.job, period: period)
        store = PublicationStore(home: project.home, partition: partition)
    }

    /// What a run came to.
    package struct Outcome: Sendable {
        package let run: RunID
        package let exitStatus: ExitStatus
        /// How each stage ended, in the order of the job.
        package let stages: [(id: StageID, ending: StageEnding)]
        /// What is published after the run, by stage.
        package let publications: [StageID: Publication]
    }

    /// - Throws: exit 75 when another run of the same period is at work; errors of the store.
    package func execute() throws -> Outcome {
        guard let lock = try database.tryLock(partition.lockKey) else { throw Ledger.alreadyRunning(partition) }
        defer { lock.unlock() }
        observe(.runStarted(run, job: job.job, tenant: job.tenant, period: period, stages: job.stages.map(\.id)))
        let beginning = try ledger.begin(
            run, partition, stages: job.stages.map { ($0.id, $0.kind.use) }, at: clock.now())
        for dead in beginning.abandoned { observe(.abandonedRunFound(dead)) }
        for entry in job.stages { try store.settle(entry.id, published: beginning.publications[entry.id]) }
        let outcome = try runStages(beginning)
        try ledger.finish(
            run, job.tenant, state: outcome.exitStatus == .success ? .succeeded : .failed, exit: outcome.exitStatus,
            at: clock.now())
        observe(.runFinished(run, outcome.exitStatus))
        return outcome
    }

    private func runStages(_ beginning: Ledger.Beginning) throws -> Outcome {
        var published: [StageID: Publication] = [:]
        var endings: [(id: StageID, ending: StageEnding)] = []
        var exit = ExitStatus.success
        for entry in job.stages {
            let isBlocked = entry.stage.upstream.contains { published[$0] == nil }
            let ending: StageEnding
            if isBlocked {
                try ledger.move(entry.id, of: run, job.tenant, from: .pending, to: .notRun, at: clock.now())
                ending = .notRun
            } else {
                do {
                    let (publication, how) = try runStage(entry, beginning, published)
                    published[entry.id] = publication
                    ending = how
                } catch {
                    let status = try fail(entry, error, beginning)
                    if exit == .success { exit = status }
                    ending = .failed
                }
            }
            endings.append((entry.id, ending))
            observe(.stageFinished(entry.id, ending, rows: published[entry.id]?.rowCount ?? 0))
        }
        return Outcome(run: run, exitStatus: exit, stages: endings, publications: published)
    }

    private func runStage(
        _ entry: JobFile.StageEntry, _ beginning: Ledger.Beginning, _ published: [StageID: Publication]
    ) throws -> (Publication, StageEnding) {
        observe(.stageStarted(entry.id, use: entry.kind.use))
        let resolved = try ResolvedStage(
            entry, partition: partition, tenantName: job.tenantName, root: project.root, home: project.home,
            published: published)
        for note in resolved.notes { observe(.diagnostic(note, stage: entry.id)) }
        if !resolved.found.isEmpty { try resolved.cache.prune(keeping: resolved.files) }
        if !isForced, let known = beginning.publications[entry.id],
            known.publication.cacheKey == (try resolved.cacheKey()),
            store.isComplete(known)
        {
            try ledger.move(
                entry.id, of: run, job.tenant, from: .pending, to: .unchanged, at: clock.now(),
                rows: known.publication.rowCount)
            return (store.located(known), .unchanged(since: known.publication.run))
        }
        try ledger.move(entry.id, of: run, job.tenant, from: .pending, to: .running, at: clock.now())
        return (try runAndPublish(resolved, beginning), .published)
    }

    private func runAndPublish(_ resolved: ResolvedStage, _ beginning: Ledger.Beginning) throws -> Publication {
        let (entry, generation) = (resolved.entry, beginning.generation)
        let staging = try store.makeStaging(entry.id, generation: generation)
        let (observer, clock) = (observer, clock)
        let context = StageContext(
            tenant: job.tenant, tenantName: job.tenantName, period: period, files: resolved.files,
            found: resolved.found,
            upstream: resolved.upstream, directory: staging,
            progress: { observer.observe(.stageProgress(entry.id, $0), at: clock.now()) })
        let outcome = try resolved.run(context)
        let cacheKey = try resolved.cacheKey()
        for (file, old) in zip(resolved.files, resolved.fingerprints) where FileSystem.fingerprint(file.path) != old {
            throw Failure(
                .tryLater, RunnerCode.inputChanged, "'\(file.name)' changed while it was read",
                hint: "it is being delivered; run again when the delivery is complete", isTransient: true)
        }
        for diagnostic in outcome.diagnostics { observe(.diagnostic(diagnostic, stage: entry.id)) }
        let files = try store.files(in: staging)
        let directory = try store.seal(entry.id, generation: generation)
        let facts = try Documents.JSONText.parse(
            PrettyJSON.bytes(outcome.facts), file: "facts:\(entry.id)", limits: .data)
        var publication = Publication(
            stage: entry.id, run: run, directory: "\(project.home)/\(directory)", files: files, facts: facts,
            digest: try PublicationStore.digest(files: files, outcome: outcome), cacheKey: cacheKey,
            rowCount: outcome.rowCount, diagnostics: resolved.notes + outcome.diagnostics)
        // What is published cannot have changed since the run began: the generation would have moved on.
        let previous = beginning.publications[entry.id]?.publication
        let revision = try entry.kind.revision(of: previous, by: publication)
        publication.restated =
            revision.map { Publication.Restated(run: run, summary: $0.summary) } ?? previous?.restated
        try ledger.publish(
            publication, directory: directory, tables: outcome.tables, revision: revision, partition: partition,
            generation: generation, at: clock.now())
        for diagnostic in revision?.diagnostics ?? [] { observe(.diagnostic(diagnostic, stage: entry.id)) }
        try store.settle(
            entry.id,
            published: StoredPublication(publication: publication, generation: generation, directory: directory))
        return publication
    }

    /// Records a stage's failure and tells of it.
    ///
    /// - Throws: when the ledger itself cannot be written, or says that the partition is no longer ours.
    private func fail(
        _ entry: JobFile.StageEntry, _ error: any Error, _ beginning: Ledger.Beginning
    ) throws -> ExitStatus {
        let known = error as? any ReckonError
        let status = known?.exitStatus ?? .internal
        let diagnostics =
            known?.diagnostics ?? [
                .error(
                    KernelCode.unexpected, "an unexpected internal error occurred in stage '\(entry.id)'",
                    hint: "the run's log has the detail")
            ]
        for diagnostic in diagnostics { observe(.diagnostic(diagnostic, stage: entry.id)) }
        if let detail = known?.restrictedDetail ?? (known == nil ? String(reflecting: error) : nil) {
            observe(.restrictedDetail(detail, stage: entry.id))
        }
        let refused = (error as? ClosedPeriodChange)?.change
        try ledger.fail(
            entry.id, of: run, job.tenant, at: clock.now(),
            message: diagnostics.first { $0.severity == .error }?.description, refused: refused)
        if refused != nil { try store.settle(entry.id, published: beginning.publications[entry.id]) }
        return status
    }

    private func observe(_ event: RunEvent) { observer.observe(event, at: clock.now()) }
}
