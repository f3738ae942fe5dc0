import Database
import Documents
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Runner

extension LedgerTests {
    /// At most one run works on a period, and one that was overtaken cannot publish.
    @Suite struct Fencing {
        private static let one =
            #"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in"], "hook": "HOOK"}}"#

        private static func toys(_ hook: String) throws -> ToyProject {
            let toys = try ToyProject(one.replacing("HOOK", with: hook))
            try toys.folder.write("1", to: "in")
            return toys
        }

        @Test func aSecondRunOfThePeriodIsTurnedAway() throws {
            let toys = try Fencing.toys("second run")
            let said = Mutex<[String]>([])
            Hooks.set("second run") {
                do {
                    try toys.run()
                } catch let error as any ReckonError {
                    said.withLock { $0.append("exit \(error.exitStatus.rawValue) \(error)") }
                }
            }
            defer { Hooks.set("second run", nil) }
            #expect(try toys.run().exitStatus == .success)
            #expect(
                said.withLock { $0 } == [
                    """
                    exit 75 Jobs/toys.json: error[E503]: another run of toys for period 2026-04 is at work
                      hint: wait for it; `reckon status` shows it
                    """
                ])
            #expect(try toys.ledger.recorded(toys.tenant, only: nil, limit: 10).map(\.state) == [.succeeded])
            // Afterwards the period is free again.
            #expect(try toys.run().words == "a unchanged")
        }

        @Test func anotherPeriodIsNotInTheWay() throws {
            let toys = try Fencing.toys("other period")
            let inner = Mutex("")
            Hooks.set("other period") {
                Hooks.set("other period", nil)
                let words = try toys.run("2026-05").words
                inner.withLock { $0 = words }
            }
            #expect(try toys.run("2026-04").words == "a published")
            #expect(inner.withLock { $0 } == "a published")
        }

        /// What the later run is filling is nobody else's to remove.
        @Test func aRunThatWasOvertakenLeavesTheLaterOnesFolders() throws {
            let toys = try Fencing.toys("overtaken early")
            try toys.run()
            try toys.folder.write("2", to: "in")
            let partition = try toys.partition()
            let staging = Mutex("")
            Hooks.set("overtaken early") {
                let beginning = try toys.ledger.begin(
                    ToyProject.newRun(at: 60), partition, stages: [(StageID("a")!, "toy")],
                    at: Instant(secondsSinceEpoch: 1_775_000_060))
                let made = try PublicationStore(home: toys.home, partition: partition)
                    .makeStaging(StageID("a")!, generation: beginning.generation)
                staging.withLock { $0 = made }
                throw Failure(.internal, DiagnosticCode("X", 1), "and then it fails")
            }
            defer { Hooks.set("overtaken early", nil) }
            let error = #expect(throws: Failure.self) { try toys.run(id: ToyProject.newRun()) }
            #expect(error?.isOvertaken == true)
            #expect(FileSystem.isDirectory(staging.withLock { $0 }))
            #expect(try toys.names("a").contains("g000001"))
        }

        /// A run that lost its lock without noticing: a later one has begun meanwhile.
        @Test func aRunThatWasOvertakenPublishesNothing() throws {
            let toys = try Fencing.toys("overtaken")
            try toys.run()
            let before = try toys.visible()
            try toys.folder.write("2", to: "in")
            let partition = try toys.partition()
            let later = ToyProject.newRun(at: 60)
            Hooks.set("overtaken") {
                _ = try toys.ledger.begin(
                    later, partition, stages: [(StageID("a")!, "toy")], at: Instant(secondsSinceEpoch: 1_775_000_060))
            }
            defer { Hooks.set("overtaken", nil) }
            let earlier = ToyProject.newRun()
            let error = #expect(throws: Failure.self) { try toys.run(id: earlier) }
            #expect(error?.exitStatus == .tryLater)
            #expect(error?.isTransient == true)
            #expect(
                error?.description == """
                    error[E501]: another run has taken over this period; this one stops
                      hint: nothing was published twice; run `reckon status` to see the other run
                    """)
            #expect(try toys.visible() == before)
            #expect(toys.content("a") == "one|1")
            #expect(try toys.rows("a") == ["one", "1"])
            let recorded = try toys.ledger.recorded(toys.tenant, only: nil, limit: 10)
            let states = Dictionary(uniqueKeysWithValues: recorded.map { ($0.run, $0.state) })
            #expect(states[earlier] == .abandoned)
            #expect(states[later] == .running)
        }

        /// The ledger itself refuses an old generation, whatever the caller believes.
        @Test func anOldGenerationIsRefused() throws {
            let toys = try Fencing.toys("")
            let outcome = try toys.run()
            let partition = try toys.partition()
            let known = try #require(outcome.publications[StageID("a")!])
            let now = Instant(secondsSinceEpoch: 1_775_000_000)
            let next = ToyProject.newRun(at: 60)
            let beginning = try toys.ledger.begin(next, partition, stages: [(StageID("a")!, "toy")], at: now)
            #expect(beginning.generation == 2)
            try toys.ledger.move(StageID("a")!, of: next, toys.tenant, to: .running, at: now)
            let forged = Publication(
                stage: known.stage, run: next, directory: "nowhere", files: [], facts: known.facts,
                digest: known.cacheKey, cacheKey: known.digest, rowCount: 99, diagnostics: [])
            let before = try toys.visible()
            for generation in [Int64(1), 0, 3] {
                let error = #expect(throws: Failure.self) {
                    try toys.ledger.publish(
                        forged, directory: "nowhere",
                        tables: [TableContent(table: "toys", columns: ["line", "value"], rows: [])],
                        partition: partition, generation: generation, at: now)
                }
                #expect(error?.exitStatus == .tryLater)
            }
            #expect(try toys.visible() == before)
        }

        @Test func aRunThatDiedIsMarkedAndItsPeriodTaken() throws {
            let toys = try Fencing.toys("")
            let dead = ToyProject.newRun(at: -60)
            let now = Instant(secondsSinceEpoch: 1_774_999_940)
            _ = try toys.ledger.begin(
                dead, toys.partition(), stages: [(StageID("a")!, "toy"), (StageID("b")!, "toy")], at: now)
            try toys.ledger.move(StageID("a")!, of: dead, toys.tenant, to: .running, at: now)
            // Another period's run is not touched.
            let other = ToyProject.newRun(at: -30)
            _ = try toys.ledger.begin(other, toys.partition("2026-05"), stages: [(StageID("a")!, "toy")], at: now)
            #expect(try toys.run().words == "a published")
            #expect(toys.said == ["abandoned \(dead)"])
            let runs = try toys.ledger.recorded(toys.tenant, only: nil, limit: 10)
            let states = Dictionary(uniqueKeysWithValues: runs.map { ($0.run, $0.state) })
            #expect(states[dead] == .abandoned)
            #expect(states[other] == .running)
            #expect(runs.first { $0.run == dead }?.stages.map(\.state) == [.abandoned, .abandoned])
            #expect(try toys.run().words == "a unchanged")
            #expect(toys.said == ["abandoned \(dead)"])
        }
    }
}
