/// What a run is, and which moves are allowed.
package enum RunState: String, Sendable, CaseIterable {
    case running, succeeded, failed
    /// It was asked to stop, and did.
    case cancelled
    /// It died without a word.
    case abandoned

    package func canBecome(_ next: RunState) -> Bool { self == .running && next != .running }
}

/// What a stage of a run is, and which moves are allowed.
package enum StageState: String, Sendable, CaseIterable {
    case pending, running, published, unchanged, failed
    /// Not begun: a stage it reads from failed or has published nothing, it was not selected, or the run met a limit.
    case notRun = "not_run"
    case cancelled, abandoned

    /// A stage may be published while it says "pending": that it had begun was on its way to the disk when the server died.
    package func canBecome(_ next: StageState) -> Bool {
        switch (self, next) {
        case (.pending, .running), (.pending, .unchanged), (.pending, .notRun), (.pending, .failed),
            (.pending, .cancelled), (.pending, .abandoned), (.pending, .published), (.running, .running),
            (.running, .published),
            (.running, .unchanged), (.running, .failed),
            (.running, .cancelled), (.running, .abandoned):
            true
        default: false
        }
    }
}
