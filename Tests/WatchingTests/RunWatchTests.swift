import Database
import HTTP
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Runner
@testable import Watching

/// What the monitor hears of runs that end by an error instead of saying how they went.
@Suite struct RunWatchTests {
    private final class Teller: RunObserver {
        let warnings = Mutex<[String]>([])

        func observe(_ event: RunEvent, at instant: Instant) {
            guard case .diagnostic(let diagnostic, _) = event else { return }
            warnings.withLock { $0.append(diagnostic.description) }
        }
    }

    private struct NoSecurityLog: SecurityEventSink {
        func record(_ event: SecurityEvent) {}
    }

    /// The paths that the monitor was asked for by a run that ended by that error.
    private static func paths(
        endedBy error: any Error, hasBegun: Bool = true, slot: String? = nil
    ) throws -> [String] {
        let (folder, monitor, teller) = (try TemporaryFolder(), try StandIn(), Teller())
        try folder.write(
            #"{"ping": {"server": "\#(monitor.server)", "url": {"env": "PING"}}}"#, to: "Config/reckon.json")
        let job = try Reader.job(#"{"id": "a", "use": "reader", "options": {}}"#, in: folder)
        let period = try #require(Month("2026-04"))
        let nowhere = ConnectionSettings(target: .socket(folder: folder.path, user: "nobody", database: "none"))
        let address = "\(monitor.server)/ping/ok"
        let watch = RunWatch(
            job: job, period: period, run: try .sample(), project: try Project(root: folder.path, home: nil),
            ledger: Ledger(Database(nowhere, security: NoSecurityLog())),
            machine: CallingMachine(
                clock: .fixed(.sample), monotonic: .system, pause: { _ in },
                environment: { $0 == "PING" ? address : nil }, version: "test", seed: 1),
            audience: .everybody, slot: slot, teller: teller)
        if hasBegun {
            watch.observe(
                .runStarted(try .sample(), job: job.job, tenant: job.tenant, period: period, stages: []), at: .sample)
        }
        watch.ended(by: error)
        #expect(teller.warnings.withLock { $0 } == [])
        return try monitor.entries("ping").map { String($0.target.prefix { $0 != "?" }) }
    }

    /// A store that gives up is exit 75 as well, and the job has failed all the same.
    @Test func aStoreThatIsLostIsAFailure() throws {
        let lost = DatabaseError(.serializationFailure)
        #expect(lost.exitStatus == .tryLater)
        #expect(try RunWatchTests.paths(endedBy: lost) == ["/ping/ok/start", "/ping/ok/fail"])
    }

    @Test func aRunThatWasOvertakenLeavesTheNewsToTheOther() throws {
        let overtaken = Failure(.tryLater, RunnerCode.lostPartition, "taken over")
        #expect(try RunWatchTests.paths(endedBy: overtaken) == ["/ping/ok/start"])
    }

    /// A slot whose run never began; without a slot a person has called it and looks on.
    @Test func aDueRunThatNeverBeganIsAFailure() throws {
        let lost = DatabaseError(.cannotConnect)
        #expect(try RunWatchTests.paths(endedBy: lost, hasBegun: false, slot: "s") == ["/ping/ok/fail"])
        #expect(try RunWatchTests.paths(endedBy: lost, hasBegun: false) == [])
    }

    @Test func aDueRunThatFoundAnotherAtWorkIsNobodysNews() throws {
        let busy = Failure(.tryLater, RunnerCode.alreadyRunning, "busy")
        #expect(try RunWatchTests.paths(endedBy: busy, hasBegun: false, slot: "s") == [])
        #expect(try RunWatchTests.paths(endedBy: SlotsTaken(), hasBegun: false, slot: "s") == [])
    }
}
