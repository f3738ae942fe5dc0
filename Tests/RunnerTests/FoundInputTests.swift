import Kernel
import TestSupport
import Testing

@testable import Runner

extension LedgerTests {
    /// Files that a finder of the pipeline's own finds are inputs like all others.
    @Suite struct FoundInputs {
        private static func toys() throws -> ToyProject {
            let toys = try ToyProject(#"{"id": "a", "use": "toy", "options": {"text": "a", "finder": "in"}}"#)
            try toys.folder.write("1", to: "in/2026-04/x")
            return toys
        }

        private static func copies(_ toys: ToyProject) throws -> [String] {
            try FileSystem.files(below: "\(toys.home)/cache/\(toys.tenant)/toys/2026-04/a")
        }

        @Test func theyDecideWhetherTheStageRuns() throws {
            let toys = try FoundInputs.toys()
            #expect(try toys.run().words == "a published")
            #expect(toys.content("a") == "a|1")
            #expect(try toys.run().words == "a unchanged")
            try toys.folder.write("2", to: "in/2026-04/x")
            #expect(try toys.plan() == ["a: inputs changed"])
            #expect(try toys.run().words == "a published")
            #expect(toys.content("a") == "a|2")
        }

        @Test func copiesThatAreNoLongerReadAreRemoved() throws {
            let toys = try FoundInputs.toys()
            try toys.run()
            #expect(try FoundInputs.copies(toys) == ["deep/x"])
            try FileSystem.remove("\(toys.folder.path)/in/2026-04/x")
            try toys.folder.write("1", to: "in/2026-04/y")
            try toys.run()
            #expect(try FoundInputs.copies(toys) == ["deep/y"])
        }

        /// A finder may hold the last copies there are.
        @Test func copiesOfAFinderThatKeepsThemStay() throws {
            let toys = try FoundInputs.toys()
            try toys.folder.write("1", to: "in/2026-04/keep")
            try toys.run()
            try FileSystem.remove("\(toys.folder.path)/in/2026-04/x")
            try toys.run()
            #expect(try FoundInputs.copies(toys) == ["deep/keep", "deep/x"])
        }

        /// What the finder warns of is told in every run, whether the stage has anything to do or not.
        @Test func notesAreTold() throws {
            let toys = try FoundInputs.toys()
            try toys.folder.write("", to: "in/2026-04/odd")
            try toys.run()
            #expect(try toys.run().words == "a unchanged")
            #expect(toys.said == ["warning[T2]: odd", "warning[T2]: odd"])
            let published = try toys.ledger.publications(toys.partition()).values.map(\.publication)
            #expect(published.flatMap(\.diagnostics).map(\.message) == ["odd"])
        }

        @Test func whatIsNotCompleteIsTriedLater() throws {
            let toys = try FoundInputs.toys()
            try toys.folder.write("", to: "in/2026-04/incomplete")
            let outcome = try toys.run()
            #expect(outcome.words == "a failed")
            #expect(outcome.exitStatus == .tryLater)
            #expect(try toys.plan() == ["a: not complete"])
        }
    }
}
