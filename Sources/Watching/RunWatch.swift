import Documents
package import HTTP
package import Kernel
package import Runner
import Synchronization

/// Watches one run and tells others how it went, as `Config/reckon.json` says: events of lineage and a ping while it is
/// at work, then the file of metrics, the ping of its end, and messages to people.
///
/// Nothing of this fails the run: what cannot be told is a warning.
package final class RunWatch: RunObserver {
    private struct State {
        var events: LineageEvents?
        var delivery: LineageDelivery?
        var hasBegun = false
        var code: DiagnosticCode?
        /// Runs that died, found by this one.
        var dead: [RunID] = []
    }

    /// Whose news a run is.
    package enum Audience: Sendable {
        /// Programs and people.
        case everybody
        /// No monitor and no people: somebody looks on, as with a backfill, and no slot has been kept.
        case programs
    }

    private let job: JobFile
    private let period: Month
    private let run: RunID
    private let project: Project
    private let ledger: Ledger
    private let machine: CallingMachine
    private let audience: Audience
    /// Key of the newest slot that the run is for.
    private let slot: String?
    private let teller: any RunObserver
    private let state: Mutex<State>

    /// - Parameters:
    ///   - slot: key of the newest slot that the run is for; nil when it was not due.
    ///   - teller: hears of what could not be told.
    package init(
        job: JobFile, period: Month, run: RunID, project: Project, ledger: Ledger, machine: CallingMachine,
        audience: Audience, slot: String? = nil, teller: any RunObserver
    ) {
        self.job = job
        self.period = period
        self.run = run
        self.project = project
        self.ledger = ledger
        self.machine = machine
        self.audience = audience
        self.slot = slot
        self.teller = teller
        var state = State()
        if let lineage = project.watch.lineage {
            state.events = LineageEvents(
                namespace: lineage.namespace, job: job, period: period, run: run, root: project.root,
                version: machine.version)
            state.delivery = LineageDelivery(lineage, machine: machine)
        }
        self.state = Mutex(state)
    }

    package func observe(_ event: RunEvent, at instant: Instant) {
        let errors = state.withLock { state -> [any Error] in
            switch event {
            case .runStarted: state.hasBegun = true
            case .abandonedRunFound(let run): state.dead.append(run)
            case .diagnostic(let diagnostic, _) where diagnostic.severity == .error && state.code == nil:
                state.code = diagnostic.code
            default: break
            }
            let lines = state.events?.lines(for: event, at: instant) ?? []
            return state.delivery?.deliver(lines) ?? []
        }
        warn(.lineage, errors)
        if case .runStarted = event { ping(.start) }
    }

    /// To be called when the run is written down.
    package func ended(_ status: ExitStatus) {
        tellDead()
        finish(status)
    }

    /// To be called when the run ended by an error instead of saying how it went. One that never began is news when it
    /// was due and no other run has its work in hand.
    package func ended(by error: any Error) {
        guard state.withLock({ $0.hasBegun }) else { return endedUnbegun(error) }
        let known =
            error as? any ReckonError
            ?? Failure(.internal, KernelCode.unexpected, "an unexpected internal error occurred")
        let wasOvertaken = known.isOvertaken
        let errors = state.withLock { state -> [any Error] in
            if state.code == nil { state.code = known.diagnostics.first?.code }
            let lines =
                state.events?.close(by: known, wasOvertaken: wasOvertaken, at: machine.clock.now()) ?? []
            return state.delivery?.deliver(lines) ?? []
        }
        warn(.lineage, errors)
        tellDead()
        // The run that took the period over has its own news.
        if !wasOvertaken { finish(known.exitStatus) }
    }

    private func endedUnbegun(_ error: any Error) {
        let isOfAnotherRun =
            error is SlotsTaken || (error as? any ReckonError).map { $0.isOvertaken || $0.isAlreadyRunning } ?? false
        guard let slot, audience == .everybody, !isOfAnotherRun else { return }
        let unbegun = UnbegunRun(project, machine: machine)
        for warning in unbegun.tell(job.job, tenant: job.tenant, slot: slot, period: period, because: error) {
            teller.observe(.diagnostic(warning, stage: nil), at: machine.clock.now())
        }
    }

    private func finish(_ status: ExitStatus) {
        if let path = project.watch.metrics {
            do { try MetricsFile(path: path, project: project, ledger: ledger).write() } catch {
                warn(.metrics, [error])
            }
        }
        ping(status == .success ? .success : .failure)
        // Who stopped a run knows of it; the next one says how the job is.
        guard audience == .everybody, !status.isStop else { return }
        let notice = Notice(
            health: status == .success ? .good : .failed, job: job.job, tenant: job.tenant, period: period,
            occasion: .run(run),
            exit: status, code: status == .success ? nil : state.withLock { $0.code }, at: machine.clock.now())
        warn(.people, Notifier(project: project, machine: machine).tell(notice))
    }

    private func ping(_ signal: Ping.Signal) {
        guard audience == .everybody, let settings = project.watch.ping,
            let ping = Ping(settings, job: job.job, run: RunUUID(job.tenant, run), machine: machine)
        else { return }
        do { try ping.send(signal) } catch { warn(.monitor, [error]) }
    }

    /// The ends of runs that died: their own process could not tell them.
    private func tellDead() {
        let dead = state.withLock { $0.events == nil ? [] : $0.dead }
        do {
            for run in dead {
                guard let summary = try ledger.runs(job.tenant, only: run, limit: 1).first else { continue }
                let errors = state.withLock { state in
                    let lines = state.events?.ends(of: summary, at: machine.clock.now()) ?? []
                    return state.delivery?.deliver(lines) ?? []
                }
                warn(.lineage, errors)
            }
        } catch { warn(.lineage, [error]) }
    }

    private func warn(_ matter: WatchMatter, _ errors: [any Error]) {
        for error in errors {
            let now = machine.clock.now()
            teller.observe(.diagnostic(matter.warning(of: error), stage: nil), at: now)
            if let detail = matter.detail(of: error) { teller.observe(.restrictedDetail(detail, stage: nil), at: now) }
        }
    }
}
