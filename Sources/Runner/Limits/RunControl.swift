package import Kernel
import Synchronization

/// Asks a run to stop between two batches, watches its limits, and knows how far it is.
///
/// Stages pass here whenever they tell their progress.
package final class RunControl: Sendable {
    /// Why a run stops. The first reason stays.
    enum Reason: Sendable {
        /// A signal asked for it: its number.
        case signal(Int32)
        /// Another run has taken the partition.
        case overtaken
        /// A limit of the whole run.
        case limit(Diagnostic)
    }

    /// What the run is at, for those who ask.
    package struct Position: Sendable {
        package var stage: StageID
        package var attempt: Int
        package var progress = StageProgress()
        package let began: Int64
    }

    private struct State {
        var reason: Reason?
        var position: Position?
        var stageDeadline: Int64?
        var runDeadline: Int64?
        var limits = RunLimits()
        var home = ""
        var lastLook: Int64 = .min
    }

    private let state = Mutex(State())
    private let readings: RunReadings

    package init(_ readings: RunReadings = .system) { self.readings = readings }

    /// Asks for a stop: what is published stands, the stage at work publishes nothing.
    package func stop(bySignal number: Int32) { stop(.signal(number)) }

    func stop(_ reason: Reason) { state.withLock { if $0.reason == nil { $0.reason = reason } } }

    var reason: Reason? { state.withLock { $0.reason } }

    package var position: Position? { state.withLock { $0.position } }

    package var elapsedMicroseconds: Int64? {
        position.map { readings.monotonicMicroseconds() - $0.began }
    }

    func begin(_ limits: RunLimits, home: String) {
        let now = readings.monotonicMicroseconds()
        state.withLock { state in
            state.limits = limits
            state.home = home
            state.runDeadline = limits.deadlineSeconds.map { now + Int64($0) * 1_000_000 }
        }
    }

    /// - Parameter timeoutSeconds: how long this try may take.
    func enter(_ stage: StageID, attempt: Int, timeoutSeconds: Int?) {
        let now = readings.monotonicMicroseconds()
        state.withLock { state in
            state.position = Position(stage: stage, attempt: attempt, began: now)
            state.stageDeadline = timeoutSeconds.map { now + Int64($0) * 1_000_000 }
        }
    }

    func leave() {
        state.withLock { state in
            state.position = nil
            state.stageDeadline = nil
        }
    }

    /// Called between batches.
    ///
    /// - Throws: `RunStopped` when the run is to stop, exit 75; a transient failure when the stage's time is over.
    func pass(_ progress: StageProgress) throws {
        state.withLock { $0.position?.progress = progress }
        try check()
    }

    private static let lookMicroseconds: Int64 = 250_000

    func check() throws {
        let now = readings.monotonicMicroseconds()
        let (deadline, isToLook, limits, home, position) = state.withLock { state in
            if let end = state.runDeadline, now >= end, state.reason == nil {
                state.reason = .limit(RunLimits.deadlinePassed(state.limits.deadlineSeconds ?? 0))
            }
            let isToLook = state.reason == nil && now - RunControl.lookMicroseconds >= state.lastLook
            if isToLook { state.lastLook = now }
            return (state.stageDeadline, isToLook, state.limits, state.home, state.position)
        }
        if isToLook, let diagnostic = limits.exceeded(readings, home: home) { stop(.limit(diagnostic)) }
        if let reason { throw RunStopped(reason: reason) }
        if let deadline, now >= deadline, let position {
            throw Failure(
                .tryLater, RunnerCode.stageTimedOut,
                "stage '\(position.stage)' did not end within the \((deadline - position.began) / 1_000_000) s it has",
                hint: "raise \"timeoutSeconds\" of the stage, or look at what slows it down", isTransient: true)
        }
    }

    private static let napMicroseconds: Int64 = 50_000

    /// Waits before another try; a stop that is asked for ends the wait.
    func wait(microseconds: Int64) throws {
        let end = readings.monotonicMicroseconds() + microseconds
        while true {
            try check()
            let left = end - readings.monotonicMicroseconds()
            guard left > 0 else { return }
            readings.sleep(min(left, RunControl.napMicroseconds))
        }
    }
}

/// A run that was asked to stop, or has met a limit. What it had published stands.
struct RunStopped: ReckonError {
    let reason: RunControl.Reason

    var exitStatus: ExitStatus {
        switch reason {
        case .signal(let number): ExitStatus(rawValue: 128 + number) ?? .terminated
        case .overtaken, .limit: .tryLater
        }
    }

    var diagnostics: [Diagnostic] {
        switch reason {
        case .signal:
            [
                Diagnostic(
                    .note, RunnerCode.stopped,
                    "the run was asked to stop: what was published stands, the rest is not done",
                    hint: "the same command goes on where it stopped")
            ]
        case .overtaken: Ledger.lostPartition.diagnostics
        case .limit(let diagnostic): [diagnostic]
        }
    }
}
