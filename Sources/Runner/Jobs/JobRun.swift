import Crypto
package import Database
import Documents
package import Kernel

/// Runs a job for a period: takes the partition, runs what has changed, publishes stage by stage, keeps the ledger.
package struct JobRun {
    /// How a run is to be done.
    package struct Settings: Sendable {
        /// Publishes every selected stage anew, changed or not.
        package var isForced = false
        package var selection = StageSelection.all
        package var host = RunHost(name: "", process: 0)
        package var control = RunControl()
        /// Slots of the job's schedule that the run is for.
        package var slots: [String] = []
        /// Takes the partition from a run that is at work; that one publishes nothing more.
        package var takesOver = false
        /// What the tenant's tier allows; nil: everything.
        package var allowance: TenantAllowance?

        package init() {}
    }

    package let job: JobFile
    package let period: Month
    package let project: Project
    package let database: Database
    package let run: RunID
    package let clock: WallClock
    package let observer: any RunObserver
    package let settings: Settings

    let ledger: Ledger
    let partition: Partition
    private let store: PublicationStore

    package init(
        job: JobFile, period: Month, project: Project, database: Database, run: RunID, clock: WallClock,
        observer: any RunObserver, settings: Settings = Settings()
    ) {
        self.job = job
        self.period = period
        self.project = project
        self.database = database
        self.run = run
        self.clock = clock
        self.observer = observer
        self.settings = settings
        ledger = Ledger(database, actor: settings.host.account)
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

    private var control: RunControl { settings.control }

    /// - Throws: exit 77, before any work, for what the tenant's tier does not allow; exit 75 when another run of the same
    ///   period is at work or has overtaken this one; errors of the store.
    package func execute() throws -> Outcome {
        let lock = try database.tryLock(partition.lockKey)
        defer { lock?.unlock() }
        // A lock whose holder has been silent for longer than its lease is that of a process that is frozen or cut off.
        if lock == nil, !settings.takesOver, try !ledger.leaseIsOver(partition, project.lease) {
            throw Ledger.alreadyRunning(partition)
        }
        FaultPoint.runLocked.reach()
        let beginning = try ledger.begin(
            run, partition, stages: job.stages.map { ($0.id, $0.kind.use) }, host: settings.host,
            slots: settings.slots, lease: project.lease, at: clock.now())
        observe(.runStarted(run, job: job.job, tenant: job.tenant, period: period, stages: job.stages.map(\.id)))
        FaultPoint.runBegun.reach()
        let heart = Heartbeat(every: project.lease.heartbeatSeconds) { [ledger, run, partition, control] in
            // A server that does not answer says nothing about the partition; the publication will find out.
            if let isOurs = try? ledger.beat(run, partition), !isOurs { control.stop(.overtaken) }
        }
        defer { heart.stop() }
        do {
            return try work(beginning)
        } catch {
            try giveUp(beginning, error)
            throw error
        }
    }

    /// After an error that no stage is to blame for.
    ///
    /// - Throws: exit 75 when another run has taken the partition.
    private func giveUp(_ beginning: Ledger.Beginning, _ error: any Error) throws {
        // A server that does not answer now must not hide the error that came first.
        guard let generation = try? ledger.generation(partition) else { return }
        guard generation == beginning.generation else {
            // What this run touched on its way may be that of the one that overtook it: the ledger has the last word.
            do { try mend(beginning) } catch {
                observe(.restrictedDetail("the links may be those of the run that was overtaken: \(error)", stage: nil))
            }
            throw Ledger.lostPartition
        }
        let exit = (error as? any ReckonError)?.exitStatus ?? .internal
        do {
            try ledger.cancel(run, job.tenant, at: clock.now())
            try ledger.finish(run, job.tenant, state: .failed, exit: exit, at: clock.now())
        } catch {
            // What cannot be written down is found as abandoned; the first error is the one to tell.
            observe(.restrictedDetail("the end of the run is not in the ledger: \(error)", stage: nil))
        }
    }

    private func work(_ beginning: Ledger.Beginning) throws -> Outcome {
        for dead in beginning.abandoned { observe(.abandonedRunFound(dead)) }
        // A refused run is in the ledger, so that a schedule does not ask for it again every minute.
        try settings.allowance?.check(
            job, period: period, on: clock.now().day, isPublished: !beginning.publications.isEmpty)
        try recoverOthers(beginning.silent)
        for entry in job.stages { try settle(entry.id, beginning.publications[entry.id], beginning) }
        FaultPoint.runSettled.reach()
        control.begin(job.limits, home: project.home)
        let outcome = try runStages(beginning)
        FaultPoint.runUnfinished.reach()
        let state: RunState =
            switch (outcome.exitStatus, control.reason) {
            case (.success, _): .succeeded
            case (_, .signal): .cancelled
            default: .failed
            }
        try ledger.finish(run, job.tenant, state: state, exit: outcome.exitStatus, at: clock.now())
        FaultPoint.runFinished.reach()
        observe(.runFinished(run, outcome.exitStatus))
        return outcome
    }

    private func settle(
        _ stage: StageID, _ published: StoredPublication?, _ beginning: Ledger.Beginning
    ) throws {
        try store.settle(stage, published: published, upTo: beginning.generation) {
            // A run that was overtaken would put the link back to what was published before.
            guard try ledger.generation(partition) == beginning.generation else { throw Ledger.lostPartition }
        }
    }

    /// Puts the links back to where the ledger says, after a run that was overtaken. What the later run is filling, or
    /// has filled and not published yet, is left alone.
    private func mend(_ beginning: Ledger.Beginning) throws {
        try ledger.hold(partition) { published in
            for (stage, published) in published {
                try store.settle(stage, published: published, upTo: beginning.generation)
            }
        }
    }

    private func runStages(_ beginning: Ledger.Beginning) throws -> Outcome {
        var published: [StageID: Publication] = [:]
        var endings: [(id: StageID, ending: StageEnding)] = []
        var exit = ExitStatus.success
        let selected = settings.selection.stages(of: job)
        for entry in job.stages {
            let ending: StageEnding
            if !selected.contains(entry.id) {
                published[entry.id] = try leave(entry, beginning)
                ending = .notSelected
            } else if let reason = control.reason {
                (ending, exit) = try stop(entry, reason, exit)
            } else if let missing = entry.stage.upstream.first(where: { published[$0] == nil }) {
                if !selected.contains(missing) { exit = tellUnpublished(missing, entry, exit) }
                try ledger.move(entry.id, of: run, job.tenant, to: .notRun, at: clock.now())
                ending = .notRun
            } else {
                do {
                    let (publication, how) = try runStage(entry, beginning, published)
                    published[entry.id] = publication
                    ending = how
                } catch let stopped as RunStopped {
                    (ending, exit) = try stop(entry, stopped.reason, exit, during: stopped)
                } catch {
                    let status = try fail(entry, error, beginning)
                    if exit == .success { exit = status }
                    ending = .failed
                }
            }
            control.leave()
            endings.append((entry.id, ending))
            observe(.stageFinished(entry.id, ending, rows: published[entry.id]?.rowCount ?? 0))
        }
        return Outcome(run: run, exitStatus: exit, stages: endings, publications: published)
    }

    /// What a stage that was not selected has published before.
    private func leave(_ entry: JobFile.StageEntry, _ beginning: Ledger.Beginning) throws -> Publication? {
        try ledger.move(entry.id, of: run, job.tenant, to: .notRun, at: clock.now())
        guard let known = beginning.publications[entry.id], store.isComplete(known) else { return nil }
        return store.located(known)
    }

    private func tellUnpublished(
        _ missing: StageID, _ entry: JobFile.StageEntry, _ exit: ExitStatus
    ) -> ExitStatus {
        observe(
            .diagnostic(
                .error(
                    RunnerCode.upstreamUnpublished,
                    "stage '\(entry.id)' reads from '\(missing)', which has published nothing that is whole for \(period)",
                    at: entry.options.place,
                    hint: "run it too: `reckon run \(job.job) --period \(period) --from-stage \(missing)`"),
                stage: entry.id))
        return exit == .success ? .missingInput : exit
    }

    /// Ends a stage, and with it all that follow, because the run is to stop.
    ///
    /// - Parameter stopped: given when the stage was at work.
    private func stop(
        _ entry: JobFile.StageEntry, _ reason: RunControl.Reason, _ exit: ExitStatus, during stopped: RunStopped? = nil
    ) throws -> (StageEnding, ExitStatus) {
        let stop = RunStopped(reason: reason)
        switch reason {
        case .overtaken: throw Ledger.lostPartition
        case .signal:
            if stopped != nil { for note in stop.diagnostics { observe(.diagnostic(note, stage: nil)) } }
            try ledger.cancel(run, job.tenant, at: clock.now())
            return (.cancelled, stop.exitStatus)
        case .limit:
            if let stopped {
                for diagnostic in stopped.diagnostics { observe(.diagnostic(diagnostic, stage: entry.id)) }
                try ledger.fail(
                    entry.id, of: run, job.tenant, at: clock.now(), message: stopped.diagnostics.first?.description)
                return (.failed, exit == .success ? stop.exitStatus : exit)
            }
            try ledger.move(entry.id, of: run, job.tenant, to: .notRun, at: clock.now())
            return (.notRun, exit == .success ? stop.exitStatus : exit)
        }
    }

    private func runStage(
        _ entry: JobFile.StageEntry, _ beginning: Ledger.Beginning, _ published: [StageID: Publication]
    ) throws -> (Publication, StageEnding) {
        observe(.stageStarted(entry.id, use: entry.kind.use))
        FaultPoint.stageStarted.reach()
        var attempt = 1
        while true {
            control.enter(entry.id, attempt: attempt, timeoutSeconds: entry.timeoutSeconds)
            do {
                try control.check()
                return try runOnce(entry, beginning, published)
            } catch let error as any ReckonError
                where error.isTransient && attempt < entry.retry.tries && !(error is RunStopped)
                && !error.isOvertaken && control.reason == nil
            {
                let wait = entry.retry.delayMicroseconds(afterTry: attempt, seed: "\(run)/\(entry.id)")
                attempt += 1
                observe(
                    .stageRetried(
                        entry.id, failure: error.diagnostics, nextTry: attempt, of: entry.retry.tries,
                        afterMicroseconds: wait))
                if let detail = error.restrictedDetail { observe(.restrictedDetail(detail, stage: entry.id)) }
                control.enter(entry.id, attempt: attempt, timeoutSeconds: nil)
                try control.wait(microseconds: wait)
                try ledger.tryAgain(entry.id, of: run, job.tenant)
            }
        }
    }

    private func runOnce(
        _ entry: JobFile.StageEntry, _ beginning: Ledger.Beginning, _ published: [StageID: Publication]
    ) throws -> (Publication, StageEnding) {
        let resolved = try ResolvedStage(
            entry, partition: partition, tenantName: job.tenantName, root: project.root, home: project.home,
            published: published, progress: progress(of: entry))
        if !resolved.files.isEmpty { observe(.stageInputsFound(entry.id, files: resolved.files.map(\.name))) }
        for note in resolved.notes { observe(.diagnostic(note, stage: entry.id)) }
        if !resolved.found.isEmpty, !resolved.found.contains(where: \.input.keepsCopies) {
            try resolved.cache.prune(keeping: resolved.files)
        }
        if !settings.isForced, let known = beginning.publications[entry.id],
            known.publication.cacheKey == (try resolved.cacheKey()),
            store.isComplete(known)
        {
            try ledger.move(
                entry.id, of: run, job.tenant, to: .unchanged, at: clock.now(), rows: known.publication.rowCount)
            return (store.located(known), .unchanged(since: known.publication.run))
        }
        try ledger.move(entry.id, of: run, job.tenant, to: .running, at: clock.now())
        return (try runAndPublish(resolved, beginning), .published)
    }

    /// Tells who watches, and stops what is to stop.
    private func progress(of entry: JobFile.StageEntry) -> @Sendable (StageProgress) throws -> Void {
        let (observer, clock, control) = (observer, clock, control)
        return {
            observer.observe(.stageProgress(entry.id, $0), at: clock.now())
            try control.pass($0)
        }
    }

    private func runAndPublish(_ resolved: ResolvedStage, _ beginning: Ledger.Beginning) throws -> Publication {
        let (entry, generation) = (resolved.entry, beginning.generation)
        let staging = try store.makeStaging(entry.id, generation: generation)
        let context = StageContext(
            tenant: job.tenant, tenantName: job.tenantName, period: period, files: resolved.files,
            found: resolved.found,
            upstream: resolved.upstream, directory: staging, progress: progress(of: entry))
        let outcome = try resolved.run(context)
        try control.check()
        FaultPoint.stageWritten.reach()
        let cacheInputs = try resolved.cacheInputs()
        for (file, old) in zip(resolved.files, resolved.fingerprints) where FileSystem.fingerprint(file.path) != old {
            throw Failure(
                .tryLater, RunnerCode.inputChanged, "'\(file.name)' changed while it was read",
                hint: "it is being delivered; run again when the delivery is complete", isTransient: true)
        }
        for diagnostic in outcome.diagnostics { observe(.diagnostic(diagnostic, stage: entry.id)) }
        let files = try store.files(in: staging)
        let directory = try store.seal(entry.id, generation: generation)
        FaultPoint.stageSealed.reach()
        let facts = try Documents.JSONText.parse(
            PrettyJSON.bytes(outcome.facts), file: "facts:\(entry.id)", limits: .data)
        var publication = Publication(
            stage: entry.id, run: run, directory: "\(project.home)/\(directory)", files: files, facts: facts,
            digest: try PublicationStore.digest(files: files, outcome: outcome),
            cacheKey: Digest(of: try CanonicalJSON.bytes(cacheInputs)),
            rowCount: outcome.rowCount, diagnostics: resolved.notes + outcome.diagnostics)
        // What is published cannot have changed since the run began: the generation would have moved on.
        let previous = beginning.publications[entry.id]?.publication
        let revision = try entry.kind.revision(of: previous, by: publication)
        publication.restated =
            revision.map { Publication.Restated(run: run, summary: $0.summary) } ?? previous?.restated
        try ledger.publish(
            publication, cacheInputs: cacheInputs, directory: directory, tables: outcome.tables, revision: revision,
            partition: partition, generation: generation, at: clock.now())
        FaultPoint.stagePublished.reach()
        for diagnostic in revision?.diagnostics ?? [] { observe(.diagnostic(diagnostic, stage: entry.id)) }
        try settle(
            entry.id, StoredPublication(publication: publication, generation: generation, directory: directory),
            beginning)
        FaultPoint.stageSettled.reach()
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
        do {
            try ledger.fail(
                entry.id, of: run, job.tenant, at: clock.now(),
                message: diagnostics.first { $0.severity == .error }?.description, refused: refused)
        } catch let lost as Failure where lost.isOvertaken {
            // Still ours: the stage is published, and what failed came after that.
            if try ledger.generation(partition) == beginning.generation { throw error }
            throw lost
        }
        if refused != nil { try settle(entry.id, beginning.publications[entry.id], beginning) }
        return status
    }

    func observe(_ event: RunEvent) { observer.observe(event, at: clock.now()) }
}
