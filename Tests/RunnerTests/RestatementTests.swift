import Crypto
import Documents
import Kernel
import TestSupport
import Testing

@testable import Runner

extension LedgerTests {
    /// What is published over something else is written down, in the same moment.
    @Suite struct Restatements {
        private static let stages = """
            {"id": "a", "use": "toy", "options": {"text": "a", "files": ["in/*"]}},
            {"id": "b", "use": "toy", "options": {"text": "b", "from": ["a"]}}
            """

        private static func toys() throws -> ToyProject {
            let toys = try ToyProject(stages)
            try toys.folder.write("1", to: "in/1")
            return toys
        }

        @Test func theFirstPublicationRestatesNothing() throws {
            let toys = try Restatements.toys()
            let outcome = try toys.run()
            #expect(try toys.restatements().isEmpty)
            #expect(try toys.changes().isEmpty)
            #expect(outcome.publications[StageID("a")!]?.restated == nil)
        }

        @Test func theSameDeliveryRestatesNothing() throws {
            let toys = try Restatements.toys()
            try toys.run()
            let before = try toys.visible()
            try toys.folder.write("1", to: "in/1")
            #expect(try toys.run().words == "a unchanged, b unchanged")
            #expect(try toys.run(force: true).words == "a published, b published")
            #expect(try toys.visible() == before)
            #expect(try toys.restatements().isEmpty)
            #expect(try toys.changes().isEmpty)
            #expect(toys.said.isEmpty)
        }

        @Test func anotherFigureIsWrittenDown() throws {
            let toys = try Restatements.toys()
            try toys.run()
            let old = try #require(try toys.ledger.publications(toys.partition())[StageID("a")!]).publication
            try toys.folder.write("2", to: "in/2")
            let outcome = try toys.run()
            #expect(outcome.words == "a published, b published")
            let change = try #require(try toys.ledger.restatements(toys.tenant, toys.job).first)
            #expect(change.oldDigest == old.digest.description)
            let new = try #require(outcome.publications[StageID("a")!])
            #expect(change.newDigest == new.digest.description)
            #expect(change.run == outcome.run)
            #expect(change.facts["lines"]?.int == 1)
            #expect(toys.said == ["warning[D998]: lines 2 -> 3"])
            // The stage that reads from it has other bytes, and the same figure.
            #expect(try toys.restatements() == ["2026-04 a published: lines 2 -> 3"])
            #expect(try toys.changes() == ["a [2, 2, 3]"])
            #expect(new.restated == Publication.Restated(run: outcome.run, summary: ["lines 2 -> 3"]))
        }

        @Test func everyChangeStaysAndTheLatestIsShown() throws {
            let toys = try Restatements.toys()
            try toys.run()
            try toys.folder.write("2", to: "in/2")
            try toys.run()
            try FileSystem.remove("\(toys.folder.path)/in/1")
            try FileSystem.remove("\(toys.folder.path)/in/2")
            try toys.folder.write("1", to: "in/0")
            let third = try toys.run()
            #expect(try toys.restatements().map { $0.suffix(6) } == ["2 -> 3", "3 -> 2"])
            #expect(try toys.changes() == ["a [2, 2, 3]", "a [3, 3, 2]"])
            let latest = Publication.Restated(run: third.run, summary: ["lines 3 -> 2"])
            #expect(try toys.ledger.publications(toys.partition())[StageID("a")!]?.publication.restated == latest)
            // What comes of the same inputs is the same, and has still been restated by that run.
            let again = try toys.run(force: true)
            #expect(again.publications[StageID("a")!]?.restated == latest)
            #expect(again.publications.mapValues(\.cacheKey) == third.publications.mapValues(\.cacheKey))
            #expect(try toys.run().words == "a unchanged, b unchanged")
        }

        @Test func periodsHaveHistoriesOfTheirOwn() throws {
            let toys = try Restatements.toys()
            try toys.run("2026-04")
            try toys.run("2026-05")
            try toys.folder.write("2", to: "in/2")
            try toys.run("2026-05")
            #expect(try toys.restatements() == ["2026-05 a published: lines 2 -> 3"])
            #expect(try toys.ledger.restatements(toys.tenant, toys.job, period: Month("2026-04")!).isEmpty)
            #expect(try toys.ledger.publications(toys.partition("2026-04"))[StageID("a")!]?.publication.restated == nil)
        }

        /// The server refuses the stage's rows: the change is not written down either.
        @Test func aPublicationThatIsUndoneRestatesNothing() throws {
            let toys = try ToyProject(#"{"id": "a", "use": "toy", "options": {"text": "one"}}"#)
            try toys.run()
            let before = try toys.visible()
            try toys.folder.write("2", to: "in")
            try toys.write(#"{"id": "a", "use": "toy", "options": {"text": "twice", "files": ["in"]}}"#)
            #expect(try toys.run().words == "a failed")
            #expect(try toys.visible() == before)
            #expect(try toys.restatements().isEmpty)
            #expect(try toys.changes().isEmpty)
        }

        @Test func aRunThatWasOvertakenRestatesNothing() throws {
            let toys = try ToyProject(
                #"{"id": "a", "use": "toy", "options": {"text": "a", "files": ["in/*"], "hook": "restating"}}"#)
            try toys.folder.write("1", to: "in/1")
            try toys.run()
            try toys.folder.write("2", to: "in/2")
            let partition = try toys.partition()
            Hooks.set("restating") {
                _ = try toys.ledger.begin(
                    ToyProject.newRun(at: 60), partition, stages: [(StageID("a")!, "toy")],
                    at: Instant(secondsSinceEpoch: 1_775_000_060))
            }
            defer { Hooks.set("restating", nil) }
            #expect(throws: Failure.self) { try toys.run() }
            #expect(try toys.restatements().isEmpty)
            #expect(try toys.changes().isEmpty)
        }
    }
}
