import Synchronization
import TestSupport
import Testing

/// One home, and so one embedded server, for all tests of the process. Tests keep apart by tenant.
struct SharedHome: SuiteTrait, TestScoping {
    private static let current = Mutex<TemporaryFolder?>(nil)

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        SharedHome.current.withLock { $0 = folder }
        let keeper = try Project("keeper", job: Project.tiny)
        // Makes the database once, before many ask for it; and at the end stops a server that a killed run left.
        _ = try keeper.run("status")
        do {
            try await function()
        } catch {
            _ = try keeper.run("status")
            throw error
        }
        _ = try keeper.run("status")
    }

    static var path: String {
        guard let folder = current.withLock({ $0 }) else { preconditionFailure("the suite has no home") }
        return folder.path
    }
}

/// All tests of the program are in extensions of this suite.
@Suite(SharedHome()) struct ProgramTests {}
