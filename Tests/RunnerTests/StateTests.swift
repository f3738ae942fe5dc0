import Testing

@testable import Runner

/// Which moves runs and stages may make.
struct StateTests {
    private static let moves: [StageState: Set<StageState>] = [
        .pending: [.running, .published, .unchanged, .notRun, .failed, .cancelled, .abandoned],
        .running: [.running, .published, .unchanged, .failed, .cancelled, .abandoned],
    ]

    @Test(arguments: StageState.allCases, StageState.allCases)
    func stagesMoveForwardOnly(old: StageState, new: StageState) {
        #expect(old.canBecome(new) == (StateTests.moves[old]?.contains(new) ?? false))
    }

    @Test(arguments: RunState.allCases, RunState.allCases) func runsEndOnce(old: RunState, new: RunState) {
        #expect(old.canBecome(new) == (old == .running && new != .running))
    }
}
