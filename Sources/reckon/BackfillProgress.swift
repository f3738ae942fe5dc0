import Kernel
import Runner
import Synchronization

/// One line for each period of a backfill that has ended, with the errors found in it; warnings are counted, the run's log has them.
final class BackfillProgress: Sendable {
    private struct State {
        var findings: [Month: [Diagnostic]] = [:]
        var endings: [Month: [StageEnding]] = [:]
        var began: [Month: Int64] = [:]
        var seconds: Int64 = 0
        var timed: Int64 = 0
    }

    private let state = Mutex(State())
    private let count: Int
    private let usualSeconds: Int64?
    private let width: Int

    /// - Parameter usualSeconds: what a period took in earlier runs.
    init(count: Int, usualSeconds: Int64?, width: Int) {
        self.count = count
        self.usualSeconds = usualSeconds
        self.width = width
    }

    private struct Observer: RunObserver {
        let period: Month
        let progress: BackfillProgress

        func observe(_ event: RunEvent, at instant: Instant) {
            progress.state.withLock { state in
                switch event {
                case .runStarted: state.began[period] = MonotonicClock.system.nowMicroseconds()
                case .diagnostic(let diagnostic, _): state.findings[period, default: []].append(diagnostic)
                case .stageFinished(_, let ending, _): state.endings[period, default: []].append(ending)
                default: break
                }
            }
        }
    }

    func observer(of period: Month) -> any RunObserver { Observer(period: period, progress: self) }

    func ended(_ ended: Backfill.Ended) {
        let now = MonotonicClock.system.nowMicroseconds()
        let line = state.withLock { state -> String in
            let endings = state.endings.removeValue(forKey: ended.period) ?? []
            var parts: [String] = []
            for word in ["published", "unchanged", "failed", "not run", "cancelled"] {
                let number = endings.count { $0.word == word }
                if number > 0 { parts.append("\(number) \(word)") }
            }
            let took = state.began.removeValue(forKey: ended.period).map { now - $0 } ?? 0
            if endings.contains(.published) {
                state.seconds += took / 1_000_000
                state.timed += 1
            }
            let left = count - ended.done
            let each = state.timed > 0 ? state.seconds / state.timed : usualSeconds
            let wait = each.map { $0 * Int64(left) / Int64(width) }.flatMap { $0 > 0 && left > 0 ? $0 : nil }
            let status = ended.status == .success ? "done" : "exit \(ended.status.rawValue)"
            let findings = (state.findings.removeValue(forKey: ended.period) ?? []) + (ended.failure?.diagnostics ?? [])
            let errors = findings.filter { $0.severity == .error }
            let warnings = findings.count { $0.severity == .warning }
            if warnings > 0 { parts.append(warnings == 1 ? "1 warning" : "\(warnings) warnings") }
            let tenths = took / 100_000
            parts.append("\(tenths / 10).\(tenths % 10) s")
            return "\(ended.period)  \(status)  \(parts.joined(separator: ", "))"
                + "  (\(ended.done) of \(count)\(wait.map { ", about \(BackfillProgress.span($0)) left" } ?? ""))\n"
                + errors.map { "\($0)\n" }.joined()
        }
        Terminal.printError(line)
    }

    private static func span(_ seconds: Int64) -> String {
        seconds < 120 ? "\(seconds) s" : seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
    }
}
