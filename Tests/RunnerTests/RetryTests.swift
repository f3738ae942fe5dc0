import Database
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Runner

/// A clock and a machine that tests set.
final class ToyMachine: Sendable {
    private struct State {
        var now: Int64 = 1_000_000
        var naps: [Int64] = []
        var residentBytes: Int64 = 0
        var freeBytes: Int64 = .max
        var openFiles = 0
    }

    private let state = Mutex(State())

    var readings: RunReadings {
        RunReadings(
            monotonicMicroseconds: { [self] in state.withLock { $0.now } },
            sleep: { [self] nap in
                state.withLock { state in
                    state.now += nap
                    state.naps.append(nap)
                }
            }, residentBytes: { [self] in state.withLock { $0.residentBytes } },
            openFiles: { [self] in state.withLock { $0.openFiles } },
            freeBytes: { [self] _ in state.withLock { $0.freeBytes } })
    }

    func advance(seconds: Int64) { state.withLock { $0.now += seconds * 1_000_000 } }
    func take(mebibytes: Int64) { state.withLock { $0.residentBytes = mebibytes << 20 } }
    func leaveFree(mebibytes: Int64) { state.withLock { $0.freeBytes = mebibytes << 20 } }
    func open(_ files: Int) { state.withLock { $0.openFiles = files } }
    var sleptMicroseconds: Int64 { state.withLock { $0.naps.reduce(0, +) } }

    var settings: JobRun.Settings {
        var settings = JobRun.Settings()
        settings.control = RunControl(readings)
        return settings
    }
}

extension LedgerTests {
    /// Failures that may pass are tried again; others are not; time and the machine have limits.
    @Suite struct Retries {
        private static func toys(_ hook: String, _ more: String = #""retry": {"tries": 3, "delaySeconds": 8},"#) throws
            -> ToyProject
        {
            let toys = try ToyProject(
                #"{"id": "a", \#(more) "use": "toy", "options": {"text": "one", "files": ["in"], "hook": "\#(hook)"}}"#)
            try toys.folder.write("1", to: "in")
            return toys
        }

        private static func fail(_ hook: String, times: Int, isTransient: Bool = true) {
            let left = Mutex(times)
            Hooks.set(hook) {
                let fails = left.withLock { left in
                    left -= 1
                    return left >= 0
                }
                if fails {
                    throw Failure(.unavailable, DiagnosticCode("X", 1), "the toy is broken", isTransient: isTransient)
                }
            }
        }

        @Test func aFailureThatMayPassIsTriedAgainAfterAWait() throws {
            let toys = try Retries.toys("passing")
            Retries.fail("passing", times: 2)
            defer { Hooks.set("passing", nil) }
            let machine = ToyMachine()
            #expect(try toys.run(settings: machine.settings).words == "a published")
            // Between half and the whole of 8 s, then of 16 s.
            #expect((12_000_000...24_000_000).contains(machine.sleptMicroseconds))
            #expect(toys.retries == ["a try 2 of 3", "a try 3 of 3"])
            #expect(try toys.tries("a") == 3)
        }

        @Test func theLastTryIsTheLast() throws {
            let toys = try Retries.toys("never")
            Retries.fail("never", times: 9)
            defer { Hooks.set("never", nil) }
            let outcome = try toys.run(settings: ToyMachine().settings)
            #expect(outcome.words == "a failed")
            #expect(outcome.exitStatus == .unavailable)
            #expect(try toys.tries("a") == 3)
        }

        @Test func otherFailuresAreNotTriedAgain() throws {
            let toys = try Retries.toys("lasting")
            Retries.fail("lasting", times: 1, isTransient: false)
            defer { Hooks.set("lasting", nil) }
            let machine = ToyMachine()
            #expect(try toys.run(settings: machine.settings).words == "a failed")
            #expect(machine.sleptMicroseconds == 0)
        }

        @Test func aRunThatWasOvertakenIsNotTriedAgain() throws {
            let toys = try Retries.toys("taken")
            Hooks.set("taken") {
                Hooks.set("taken", nil)
                _ = try toys.ledger.begin(
                    ToyProject.newRun(at: 1), toys.partition(), stages: [(StageID("a")!, "toy")],
                    at: Instant(secondsSinceEpoch: 1_775_000_001))
            }
            let machine = ToyMachine()
            let error = #expect(throws: Failure.self) { try toys.run(settings: machine.settings) }
            #expect(error?.isOvertaken == true)
            #expect(machine.sleptMicroseconds == 0)
        }

        @Test func withoutAPolicyAStageIsTriedOnce() throws {
            let toys = try Retries.toys("once", "")
            Retries.fail("once", times: 1)
            defer { Hooks.set("once", nil) }
            #expect(try toys.run(settings: ToyMachine().settings).words == "a failed")
        }

        @Test func theWaitIsTheSameForTheSameSeedAndNeverLongerThanTheLongest() {
            let policy = StageRetry(tries: 20, delaySeconds: 10, maximumDelaySeconds: 60)
            for attempt in 1...20 {
                let wait = policy.delayMicroseconds(afterTry: attempt, seed: "run/a")
                let whole = min(Int64(10) << min(attempt - 1, 10), 60) * 1_000_000
                #expect((whole / 2...whole).contains(wait))
                #expect(wait == policy.delayMicroseconds(afterTry: attempt, seed: "run/a"))
            }
            #expect(
                policy.delayMicroseconds(afterTry: 1, seed: "run/a")
                    != policy.delayMicroseconds(afterTry: 1, seed: "run/b"))
        }

        @Test func aStageThatTakesTooLongIsStoppedAndTriedAgain() throws {
            let toys = try Retries.toys("slow", #""retry": {"tries": 2}, "timeoutSeconds": 30,"#)
            let machine = ToyMachine()
            Hooks.set("slow") {
                Hooks.set("slow", nil)
                machine.advance(seconds: 30)
            }
            defer { Hooks.set("slow", nil) }
            #expect(try toys.run(settings: machine.settings).words == "a published")
            #expect(toys.retries == ["a try 2 of 2"])
        }
    }

    @Suite struct Limits {
        private static func toys(_ limits: String, hook: String) throws -> ToyProject {
            let toys = try ToyProject("")
            try toys.folder.write("1", to: "in")
            try toys.write(
                #"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in"]}},"#
                    + #"{"id": "b", "use": "toy", "options": {"text": "two", "files": ["in"], "hook": "\#(hook)"}},"#
                    + #"{"id": "c", "use": "toy", "options": {"text": "three", "files": ["in"]}}"#, limits: limits)
            return toys
        }

        private func expectStop(
            _ limits: String, hook: String, says: String, _ exceed: @escaping @Sendable (ToyMachine) -> Void
        )
            throws
        {
            let toys = try Limits.toys(limits, hook: hook)
            let machine = ToyMachine()
            Hooks.set(hook) {
                machine.advance(seconds: 1)
                exceed(machine)
            }
            defer { Hooks.set(hook, nil) }
            let outcome = try toys.run(settings: machine.settings)
            #expect(outcome.words == "a published, b failed, c not run")
            #expect(outcome.exitStatus == .tryLater)
            #expect(toys.said.first?.contains(says) == true, "\(toys.said)")
            #expect(try toys.ledger.recorded(toys.tenant, only: nil, limit: 1).map(\.state) == [.failed])
            Hooks.set(hook, nil)
            #expect(try toys.run(settings: ToyMachine().settings).words == "a unchanged, b published, c published")
        }

        @Test func memory() throws {
            try expectStop(
                #"{"memoryMebibytes": 100}"#, hook: "memory",
                says: "error[E542]: the run takes 100 MiB of memory; \"memoryMebibytes\" allows 100"
            ) { $0.take(mebibytes: 100) }
        }

        @Test func disk() throws {
            try expectStop(
                #"{"freeDiskMebibytes": 500}"#, hook: "disk", says: "only 499 MiB are free in"
            ) { $0.leaveFree(mebibytes: 499) }
        }

        @Test func files() throws {
            try expectStop(#"{"openFiles": 32}"#, hook: "files", says: "the run holds 32 files open") { $0.open(32) }
        }

        @Test func deadline() throws {
            try expectStop(
                #"{"deadlineSeconds": 60}"#, hook: "deadline", says: "the run is not done after 60 s"
            ) { $0.advance(seconds: 60) }
        }

        /// What the machine says of itself, so that a limit is not watched by a reading that is never there.
        @Test func readingsOfThisMachineAreThere() throws {
            let readings = RunReadings.system
            #expect(try #require(readings.residentBytes()) > 1 << 20)
            #expect(try #require(readings.openFiles()) > 2)
            #expect(try #require(readings.freeBytes("/")) > 0)
            #expect(readings.freeBytes("/nowhere") == nil)
        }

        @Test func aSignalStopsBetweenStagesAndTheNextRunGoesOn() throws {
            let toys = try Limits.toys("{}", hook: "signal")
            let settings = ToyMachine().settings
            Hooks.set("signal") { settings.control.stop(bySignal: 15) }
            defer { Hooks.set("signal", nil) }
            let outcome = try toys.run(settings: settings)
            #expect(outcome.words == "a published, b cancelled, c cancelled")
            #expect(outcome.exitStatus == .terminated)
            let recorded = try toys.ledger.recorded(toys.tenant, only: nil, limit: 1)
            #expect(recorded.map(\.state) == [.cancelled])
            #expect(recorded.first?.stages.map(\.state) == [.published, .cancelled, .cancelled])
            Hooks.set("signal", nil)
            #expect(try toys.run().words == "a unchanged, b published, c published")
            #expect(!toys.said.contains { $0.hasPrefix("abandoned") })
        }
    }

    @Suite struct Selection {
        private static func toys() throws -> ToyProject {
            let toys = try ToyProject(
                #"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in"]}},"#
                    + #"{"id": "b", "use": "toy", "options": {"text": "two", "from": ["a"]}},"#
                    + #"{"id": "c", "use": "toy", "options": {"text": "three", "from": ["b"]}}"#)
            try toys.folder.write("1", to: "in")
            return toys
        }

        private static func settings(_ selection: StageSelection) -> JobRun.Settings {
            var settings = JobRun.Settings()
            settings.selection = selection
            return settings
        }

        @Test func oneStageReadsWhatTheOthersHavePublished() throws {
            let toys = try Selection.toys()
            try toys.run()
            try toys.folder.write("2", to: "in")
            let only = Selection.settings(.only(StageID("b")!))
            #expect(try toys.run(settings: only).words == "a not selected, b unchanged, c not selected")
            #expect(try toys.run(force: true, settings: only).words == "a not selected, b published, c not selected")
            #expect(toys.content("b") == "two|one|1")
            let from = Selection.settings(.from(StageID("b")!))
            #expect(try toys.run(settings: from).words == "a not selected, b unchanged, c unchanged")
            #expect(try toys.run().words == "a published, b published, c published")
        }

        @Test func whatWasNeverPublishedCannotBeRead() throws {
            let toys = try Selection.toys()
            let outcome = try toys.run(settings: Selection.settings(.from(StageID("b")!)))
            #expect(outcome.words == "a not selected, b not run, c not run")
            #expect(outcome.exitStatus == .missingInput)
            let told = "stage 'b' reads from 'a', which has published nothing that is whole for 2026-04"
            #expect(toys.said.first?.contains(told) == true)
        }

        @Test func aStageThatIsNotThereIsRefused() throws {
            let job = try Selection.toys().file()
            let error = #expect(throws: Failure.self) { try StageSelection.only(StageID("d")!).check(job) }
            #expect(
                error?.description == """
                    error[E544]: job 'toys' has no stage 'd'
                      hint: its stages: a, b, c
                    """)
        }
    }
}
