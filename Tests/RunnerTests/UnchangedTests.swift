import Crypto
import Kernel
import TestSupport
import Testing

@testable import Runner

extension LedgerTests {
    /// A stage runs when something that decides its result has changed, and only then.
    @Suite struct Unchanged {
        private static let three = """
            {"id": "a", "use": "toy", "options": {"text": "a", "files": ["in-a"]}},
            {"id": "b", "use": "toy", "options": {"text": "b", "files": ["in-b"]}},
            {"id": "c", "use": "toy", "options": {"text": "c", "from": ["a"]}}
            """

        private static func toys() throws -> ToyProject {
            let toys = try ToyProject(three)
            try toys.folder.write("1", to: "in-a")
            try toys.folder.write("1", to: "in-b")
            return toys
        }

        @Test func theSecondRunChangesNothing() throws {
            let toys = try Unchanged.toys()
            let first = try toys.run()
            let before = try toys.visible()
            let stamps = ["a", "b", "c"].map {
                FileSystem.fingerprint("\(toys.home)/published/\(toys.tenant)/toys/2026-04/\($0)/current/out.txt")
            }
            let second = try toys.run()
            #expect(second.words == "a unchanged, b unchanged, c unchanged")
            #expect(second.stages.allSatisfy { $0.ending == .unchanged(since: first.run) })
            #expect(second.exitStatus == .success)
            #expect(try toys.visible() == before)
            #expect(before.count == 3)
            #expect(
                ["a", "b", "c"].map {
                    FileSystem.fingerprint("\(toys.home)/published/\(toys.tenant)/toys/2026-04/\($0)/current/out.txt")
                } == stamps)
            #expect(try toys.names("a") == ["current", "g000001"])
        }

        @Test func onlyWhatReadsTheChangedInputRuns() throws {
            let toys = try Unchanged.toys()
            try toys.run()
            try toys.folder.write("2", to: "in-a")
            #expect(try toys.plan() == ["a: inputs changed", "b: unchanged", "c: after a"])
            #expect(try toys.run().words == "a published, b unchanged, c published")
            #expect(toys.content("c") == "c|a|2")
            try toys.folder.write("2", to: "in-b")
            #expect(try toys.run().words == "a unchanged, b published, c unchanged")
        }

        /// The same bytes under the same name are the same input, whenever they were written.
        @Test func aFileWrittenAgainIsNoChange() throws {
            let toys = try Unchanged.toys()
            try toys.run()
            try toys.folder.write("1", to: "in-a")
            #expect(try toys.run().words == "a unchanged, b unchanged, c unchanged")
        }

        /// A stage that made the same of another input changes nothing for those that read from it.
        @Test func theSameResultStopsTheChange() throws {
            let toys = try ToyProject(
                """
                {"id": "a", "use": "toy", "options": {"text": "a", "files": ["in"], "constant": true}},
                {"id": "b", "use": "toy", "options": {"text": "b", "from": ["a"]}}
                """)
            try toys.folder.write("1", to: "in")
            try toys.run()
            try toys.folder.write("2", to: "in")
            #expect(try toys.run().words == "a published, b unchanged")
        }

        @Test func otherOptionsRunTheStage() throws {
            let toys = try Unchanged.toys()
            try toys.run()
            try toys.write(Unchanged.three.replacing(#""text": "b""#, with: #""text": "B""#))
            #expect(try toys.run().words == "a unchanged, b published, c unchanged")
            #expect(toys.content("b") == "B|1")
        }

        /// Options that say what the default is are no change; neither is their order.
        @Test func spelledOutDefaultsAreNoChange() throws {
            let toys = try Unchanged.toys()
            try toys.run()
            try toys.write(
                Unchanged.three.replacing(
                    #""text": "b", "files": ["in-b"]"#, with: #""constant": false, "files": ["in-b"], "text": "b""#))
            #expect(try toys.run().words == "a unchanged, b unchanged, c unchanged")
        }

        @Test func anotherVersionOfTheStageRunsIt() throws {
            let toys = try Unchanged.toys()
            let first = try toys.run()
            let second = try toys.run(version: 2)
            #expect(second.words == "a published, b published, c published")
            #expect(second.publications.mapValues(\.digest) == first.publications.mapValues(\.digest))
        }

        @Test func forceRunsEverythingAndGivesTheSameBytes() throws {
            let toys = try Unchanged.toys()
            let first = try toys.run()
            let second = try toys.run(force: true)
            #expect(second.words == "a published, b published, c published")
            #expect(second.publications.mapValues(\.digest) == first.publications.mapValues(\.digest))
            #expect(second.publications.mapValues(\.files) == first.publications.mapValues(\.files))
        }

        /// The ledger may outlive the files: then the files are made again.
        @Test(arguments: ["published", "a folder", "a file", "a part of a file", "a digit"])
        func filesThatAreGoneArePublishedAgain(loss: String) throws {
            let toys = try Unchanged.toys()
            let first = try toys.run()
            let folder = "\(toys.home)/published/\(toys.tenant)/toys/2026-04/a"
            switch loss {
            case "published": try FileSystem.remove("\(toys.home)/published")
            case "a folder": try FileSystem.remove("\(folder)/g000001")
            case "a file": try FileSystem.remove("\(folder)/g000001/deep/text.txt")
            // As long as before: only the digest tells.
            case "a digit": try FileSystem.write(Array("a|2".utf8), to: "\(folder)/g000001/out.txt")
            default: try FileSystem.write([], to: "\(folder)/g000001/out.txt")
            }
            #expect(try toys.plan().first == "a: inputs changed")
            let second = try toys.run()
            let all = loss == "published"
            #expect(
                second.words
                    == (all ? "a published, b published, c published" : "a published, b unchanged, c unchanged"))
            #expect(second.publications.mapValues(\.digest) == first.publications.mapValues(\.digest))
            #expect(toys.content("a") == "a|1")
        }

        @Test func aLostLinkIsMended() throws {
            let toys = try Unchanged.toys()
            try toys.run()
            let folder = "\(toys.home)/published/\(toys.tenant)/toys/2026-04/a"
            try FileSystem.replaceLink("\(folder)/current", target: "g000099")
            try FileSystem.makeDirectory("\(folder)/staging-g000001/left")
            try FileSystem.makeDirectory("\(folder)/g000077")
            #expect(try toys.run().words == "a unchanged, b unchanged, c unchanged")
            #expect(toys.content("a") == "a|1")
            // The later one may be that of a run which has overtaken this one.
            #expect(try toys.names("a") == ["current", "g000001", "g000077"])
        }

        @Test func thePlanSaysWhy() throws {
            let toys = try Unchanged.toys()
            #expect(try toys.plan() == ["a: never published", "b: never published", "c: after a"])
            try FileSystem.remove("\(toys.folder.path)/in-b")
            #expect(try toys.plan() == ["a: never published", "b: no file matches 'in-b'", "c: after a"])
            #expect(try toys.visible().isEmpty)
        }
    }
}
