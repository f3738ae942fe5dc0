import Database
import Kernel
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@testable import Runner

extension LedgerTests {
    /// A run that says nothing for three beats loses its period; one that comes back publishes nothing.
    @Suite struct Leases {
        private static func toys(_ hook: String = "") throws -> ToyProject {
            let toys = try ToyProject(
                #"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in"], "hook": "\#(hook)"}}"#)
            try toys.folder.write("1", to: "in")
            return toys
        }

        private static let now = Instant(secondsSinceEpoch: 1_775_000_000)

        private func silence(_ run: RunID, _ toys: ToyProject, seconds: Int64) throws {
            try toys.database.withTenant(toys.tenant) { session in
                _ = try session.execute(
                    """
                    UPDATE runs SET heartbeat_at = clock_timestamp() - make_interval(secs => \(seconds))
                    WHERE run_id = \(run)
                    """)
            }
        }

        /// As after SIGSTOP: the lock is held, the heart does not beat.
        @Test func aFrozenRunIsOvertakenAndPublishesNothing() throws {
            let toys = try Leases.toys("frozen")
            let frozen = ToyProject.newRun()
            let inner = Mutex("")
            Hooks.set("frozen") {
                Hooks.set("frozen", nil)
                #expect(throws: Failure.self) { try toys.run() }
                try self.silence(frozen, toys, seconds: 46)
                let words = try toys.run().words
                inner.withLock { $0 = words }
                try toys.folder.write("2", to: "in")
            }
            let error = #expect(throws: Failure.self) { try toys.run(id: frozen) }
            #expect(error?.diagnostics.first?.code.description == "E501")
            #expect(inner.withLock { $0 } == "a published")
            #expect(toys.content("a") == "one|1")
            #expect(try toys.names("a").sorted() == ["current", "g000002"])
            let states = try toys.ledger.recorded(toys.tenant, only: nil, limit: 5)
            #expect(states.first { $0.run == frozen }?.state == .abandoned)
            #expect(states.count { $0.state == .succeeded } == 1)
        }

        @Test func aRunThatIsAliveKeepsItsPeriod() throws {
            let toys = try Leases.toys("alive")
            let alive = ToyProject.newRun()
            let refused = Mutex<Int32?>(nil)
            Hooks.set("alive") {
                Hooks.set("alive", nil)
                try self.silence(alive, toys, seconds: 44)
                do { try toys.run() } catch let error as Failure {
                    refused.withLock { $0 = error.exitStatus.rawValue }
                }
            }
            #expect(try toys.run(id: alive).words == "a published")
            #expect(refused.withLock { $0 } == 75)
        }

        @Test func aBeatRenewsTheLeaseOfTheRunThatHasThePeriod() throws {
            let toys = try Leases.toys()
            let partition = try toys.partition()
            let (first, second) = (ToyProject.newRun(), ToyProject.newRun(at: 1))
            _ = try toys.ledger.begin(first, partition, stages: [], at: Leases.now)
            try silence(first, toys, seconds: 100)
            #expect(try toys.ledger.leaseIsOver(partition, LeaseTerms()))
            #expect(try toys.ledger.beat(first, partition))
            #expect(try !toys.ledger.leaseIsOver(partition, LeaseTerms()))
            _ = try toys.ledger.begin(second, partition, stages: [], at: Leases.now)
            #expect(try !toys.ledger.beat(first, partition))
            #expect(try toys.ledger.beat(second, partition))
        }

        /// Whatever a run was about, the next one of the tenant finds that it died.
        @Test func theDeadOfOtherPeriodsAreFound() throws {
            let toys = try Leases.toys()
            let (dead, young) = (ToyProject.newRun(at: -60), ToyProject.newRun(at: -30))
            _ = try toys.ledger.begin(
                dead, toys.partition("2026-01"), stages: [(StageID("a")!, "toy")], at: Leases.now)
            _ = try toys.ledger.begin(
                young, toys.partition("2026-02"), stages: [(StageID("a")!, "toy")], at: Leases.now)
            try silence(dead, toys, seconds: 60)
            try toys.run()
            let runs = try toys.ledger.recorded(toys.tenant, only: nil, limit: 5)
            let states = Dictionary(uniqueKeysWithValues: runs.map { ($0.run, $0.state) })
            #expect(states[dead] == .abandoned)
            #expect(states[young] == .running)
            #expect(toys.said == ["abandoned \(dead)"])
        }

        /// What the dead had begun is removed, though it had never published anything.
        @Test func whatTheDeadLeftIsRemoved() throws {
            let toys = try Leases.toys()
            let (dead, other) = (ToyProject.newRun(at: -60), try toys.partition("2026-01"))
            let beginning = try toys.ledger.begin(dead, other, stages: [(StageID("a")!, "toy")], at: Leases.now)
            let store = PublicationStore(home: toys.home, partition: other)
            _ = try store.makeStaging(StageID("a")!, generation: beginning.generation)
            try silence(dead, toys, seconds: 60)
            try toys.run()
            #expect(try toys.names("a", "2026-01") == [])
            #expect(try toys.ledger.recorded(toys.tenant, only: dead, limit: 1).map(\.state) == [.abandoned])
        }

        /// A run that took the period between the finding and the putting in order keeps what it is at.
        @Test func aPeriodThatIsTakenAgainIsNotInherited() throws {
            let toys = try Leases.toys()
            let partition = try toys.partition()
            let (dead, next) = (ToyProject.newRun(at: -60), ToyProject.newRun())
            _ = try toys.ledger.begin(dead, partition, stages: [], at: Leases.now)
            _ = try toys.ledger.begin(next, partition, stages: [], at: Leases.now)
            try toys.ledger.inherit(dead, partition) { _, _ in Issue.record("it is no longer the dead run's") }
        }

        @Test func aRunThatIsNoLongerAtWorkCannotSayThatItSucceeded() throws {
            let toys = try Leases.toys()
            let partition = try toys.partition()
            let (first, second) = (ToyProject.newRun(), ToyProject.newRun(at: 1))
            _ = try toys.ledger.begin(first, partition, stages: [], at: Leases.now)
            _ = try toys.ledger.begin(second, partition, stages: [], at: Leases.now)
            let error = #expect(throws: Failure.self) {
                try toys.ledger.finish(first, toys.tenant, state: .succeeded, exit: .success, at: Leases.now)
            }
            #expect(error?.isOvertaken == true)
        }

        /// One that was overtaken while it put its folders in order leaves those of the later run alone.
        @Test func foldersOfLaterGenerationsAreLeftAlone() throws {
            let toys = try Leases.toys()
            try toys.run()
            let early = try toys.ledger.publications(toys.partition())
            try toys.folder.write("2", to: "in")
            try toys.run()
            let store = PublicationStore(home: toys.home, partition: try toys.partition())
            try store.settle(StageID("a")!, published: early[StageID("a")!], upTo: 1)
            #expect(try toys.names("a").sorted() == ["current", "g000001", "g000002"])
        }

        @Test func theHeartBeatsUntilItIsStopped() {
            let beats = Atomic(0)
            let others = Atomic(0)
            let heart = Heartbeat(every: 0) { beats.add(1, ordering: .relaxed) }
            while beats.load(ordering: .relaxed) < 3 { sched_yield() }
            heart.stop()
            let after = beats.load(ordering: .relaxed)
            // Long enough for another heart to beat.
            let other = Heartbeat(every: 0) { others.add(1, ordering: .relaxed) }
            while others.load(ordering: .relaxed) < 100 { sched_yield() }
            other.stop()
            #expect(beats.load(ordering: .relaxed) == after)
        }
    }
}
