package import Kernel
import Synchronization

/// One line a stage for the person at the terminal: rewritten in place on a TTY (ten times a second at most), printed
/// once when the stage ends elsewhere.
package final class ProgressLines: RunObserver {
    private struct State {
        var started: [StageID: Instant] = [:]
        var uses: [StageID: String] = [:]
        var width = 0
        var lastDrawn: Instant?
        var lineIsOpen = false
        /// What was found in a stage that is still at work: shown below its line when it ends.
        var findings: [Diagnostic] = []
    }

    private static let redrawMicroseconds: Int64 = 100_000

    private let state = Mutex(State())
    private let isTerminal: Bool
    private let print: @Sendable (String) -> Void

    /// - Parameter print: writes text as it is, without a line end of its own.
    package init(isTerminal: Bool, print: @escaping @Sendable (String) -> Void) {
        self.isTerminal = isTerminal
        self.print = print
    }

    package func observe(_ event: RunEvent, at instant: Instant) {
        state.withLock { state in
            switch event {
            case .runStarted(let run, let job, let tenant, let period, let stages):
                state.width = stages.map(\.text.count).max() ?? 0
                print("\(job) for \(tenant), period \(period), run \(run)\n")
            case .abandonedRunFound(let run):
                print("  run \(run) died before it ended; what it had published stands, the rest is done again\n")
            case .stageStarted(let stage, let use):
                state.started[stage] = instant
                state.uses[stage] = use
                draw(stage, "…", at: instant, &state)
            case .stageProgress(let stage, let progress):
                if let last = state.lastDrawn,
                    instant.microseconds - last.microseconds < ProgressLines.redrawMicroseconds
                {
                    return
                }
                draw(stage, "\(ProgressLines.grouped(progress.rows)) rows", at: instant, &state)
            case .stageRetried(let stage, let failure, let next, let tries, let wait):
                closeLine(&state)
                let seconds = (wait + 999_999) / 1_000_000
                print("\(head(stage, state))failed; try \(next) of \(tries) in \(seconds) s\n")
                for finding in failure { print("\(finding)\n") }
            case .stageFinished(let stage, let ending, let rows):
                finish(stage, ending, rows, at: instant, &state)
            case .diagnostic(let diagnostic, let stage):
                if stage != nil {
                    state.findings.append(diagnostic)
                } else {
                    closeLine(&state)
                    print("\(diagnostic)\n")
                }
            case .stageInputsFound, .restrictedDetail, .runFinished: break
            }
        }
    }

    private func draw(_ stage: StageID, _ text: String, at instant: Instant, _ state: inout State) {
        guard isTerminal else { return }
        state.lastDrawn = instant
        state.lineIsOpen = true
        print("\r\u{1B}[K\(head(stage, state))\(text)\(seconds(stage, at: instant, state))")
    }

    private func finish(
        _ stage: StageID, _ ending: StageEnding, _ rows: Int64, at instant: Instant, _ state: inout State
    ) {
        let count = rows == 1 ? "1 row" : "\(ProgressLines.grouped(rows)) rows"
        let text =
            switch ending {
            case .published: "\(count)\(seconds(stage, at: instant, state))"
            case .unchanged(let run): "unchanged since run \(run)"
            case .failed: "failed\(seconds(stage, at: instant, state))"
            case .notRun: "not run"
            case .notSelected: "left as it is"
            case .cancelled: "stopped\(seconds(stage, at: instant, state))"
            }
        print("\(isTerminal ? "\r\u{1B}[K" : "")\(head(stage, state))\(text)\n")
        for finding in state.findings { print("\(finding)\n") }
        state.findings = []
        state.lineIsOpen = false
    }

    private func closeLine(_ state: inout State) {
        if state.lineIsOpen { print("\r\u{1B}[K") }
        state.lineIsOpen = false
    }

    private func head(_ stage: StageID, _ state: State) -> String {
        let padding = String(repeating: " ", count: max(0, state.width - stage.text.count))
        return "  \(stage)\(padding)  "
    }

    private func seconds(_ stage: StageID, at instant: Instant, _ state: State) -> String {
        guard let start = state.started[stage] else { return "" }
        let tenths = max(0, (instant.microseconds - start.microseconds) / 100_000)
        return ", \(tenths / 10).\(tenths % 10) s"
    }

    /// `19,952`.
    package static func grouped(_ value: Int64) -> String {
        var digits = Array(String(value.magnitude))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (value < 0 ? "-" : "") + String(digits)
    }
}
