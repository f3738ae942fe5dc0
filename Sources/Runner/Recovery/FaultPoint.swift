import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A place where a test may kill the program: before and after everything that outlives it.
///
/// Compiled in, and off unless the executable arms one (environment variable `RECKON_FAULT`). A fault is SIGKILL to
/// ourselves: nothing is flushed, closed or told, as when the machine loses its power.
package enum FaultPoint: String, Sendable, CaseIterable {
    case runLocked = "run.locked"
    case runBegun = "run.begun"
    case runSettled = "run.settled"
    case stageStarted = "stage.started"
    case stageWritten = "stage.written"
    case stageSealed = "stage.sealed"
    case publishUncommitted = "publish.uncommitted"
    case stagePublished = "stage.published"
    case stageSettled = "stage.settled"
    case runUnfinished = "run.unfinished"
    case runFinished = "run.finished"
    case slotsRecorded = "slots.recorded"

    /// What the environment variable says: the name of a point, and which time it is reached (`stage.sealed:3`).
    package static let variable = "RECKON_FAULT"

    private struct Armed {
        let point: FaultPoint
        var times: Int
    }

    private static let armed = Mutex<Armed?>(nil)

    /// - Parameter text: `name` or `name:count`.
    /// - Returns: false when the text names no point.
    package static func arm(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let point = FaultPoint(rawValue: String(parts[0])),
            let times = parts.count == 2 ? Int(parts[1]) : 1, times > 0
        else { return false }
        armed.withLock { $0 = Armed(point: point, times: times) }
        return true
    }

    /// Dies here when a test asked for it.
    package func reach() {
        let isDue = FaultPoint.armed.withLock { armed in
            guard let times = armed?.times, armed?.point == self else { return false }
            armed?.times = times - 1
            return times == 1
        }
        if isDue { kill(getpid(), SIGKILL) }
    }
}
