import Kernel
import TestSupport
import Testing

@testable import Runner

extension LedgerTests {
    /// Files, table rows and ledger become visible together, or not at all.
    @Suite struct Publishing {
        @Test func aRunPublishesFilesRowsAndLedger() throws {
            let toys = try ToyProject(#"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in/*"]}}"#)
            try toys.folder.write("x", to: "in/2")
            try toys.folder.write("y", to: "in/10")
            let outcome = try toys.run()
            #expect(outcome.exitStatus == .success)
            #expect(outcome.words == "a published")
            // Names are taken in byte order, whatever the locale.
            #expect(toys.content("a") == "one|y|x")
            #expect(try toys.rows("a") == ["one", "y", "x"])
            let stored = try #require(try toys.ledger.publications(toys.partition())[StageID("a")!])
            #expect(stored.generation == 1)
            #expect(stored.publication.files.map(\.path) == ["deep/text.txt", "out.txt"])
            #expect(stored.publication.rowCount == 3)
            #expect(stored.publication.digest == outcome.publications[StageID("a")!]?.digest)
            #expect(try toys.names("a") == ["current", "g000001"])
            let told = try toys.ledger.runs(toys.tenant, limit: 10)
            #expect(told.map(\.state) == [.succeeded])
            #expect(told.first?.stages.map(\.state) == [.published])
            #expect(told.first?.exitStatus == 0)
        }

        @Test func aStageThatThrowsPublishesNothing() throws {
            let toys = try ToyProject(
                #"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in"], "hook": "throws"}}"#)
            try toys.folder.write("old", to: "in")
            try toys.run()
            let before = try toys.visible()
            try toys.folder.write("new", to: "in")
            Hooks.set("throws") { throw Failure(.badInput, DiagnosticCode("D", 999), "it broke", hint: "mend it") }
            defer { Hooks.set("throws", nil) }
            let outcome = try toys.run()
            #expect(outcome.exitStatus == .badInput)
            #expect(outcome.words == "a failed")
            #expect(try toys.visible() == before)
            #expect(before.count == 1)
            #expect(toys.content("a") == "one|old")
            #expect(toys.said == ["error[D999]: it broke\n  hint: mend it"])
            let run = try #require(try toys.ledger.runs(toys.tenant, only: outcome.run, limit: 1).first)
            #expect(run.state == .failed)
            #expect(run.exitStatus == 65)
            #expect(run.stages.first?.message == "error[D999]: it broke\n  hint: mend it")
        }

        /// An error that nobody foresaw is reported without its inside.
        @Test func unforeseenErrorsStayInTheLog() throws {
            let toys = try ToyProject(#"{"id": "a", "use": "toy", "options": {"text": "one", "hook": "unforeseen"}}"#)
            Hooks.set("unforeseen") { throw Missing("a marker of the inside") }
            defer { Hooks.set("unforeseen", nil) }
            let outcome = try toys.run()
            #expect(outcome.exitStatus == .internal)
            #expect(
                toys.said == [
                    "error[E900]: an unexpected internal error occurred in stage 'a'\n  hint: the run's log has the detail"
                ])
        }

        /// The server refuses the rows: files and ledger stay as they were, too.
        @Test func rowsThatTheServerRefusesUndoTheWhole() throws {
            let toys = try ToyProject(#"{"id": "a", "use": "toy", "options": {"text": "one"}}"#)
            try toys.run()
            let before = try toys.visible()
            try toys.write(#"{"id": "a", "use": "toy", "options": {"text": "twice"}}"#)
            let outcome = try toys.run()
            #expect(outcome.exitStatus != .success)
            #expect(outcome.words == "a failed")
            #expect(try toys.visible() == before)
            #expect(toys.content("a") == "one")
            #expect(!toys.said.joined().contains("duplicate key"))
            try toys.write(#"{"id": "a", "use": "toy", "options": {"text": "two"}}"#)
            #expect(try toys.run().exitStatus == .success)
            #expect(toys.content("a") == "two")
            #expect(try toys.rows("a") == ["two"])
        }

        @Test func stagesThatDoNotDependOnAFailedOneGoOn() throws {
            let toys = try ToyProject(
                """
                {"id": "a", "use": "toy", "options": {"text": "a", "files": ["missing"]}},
                {"id": "b", "use": "toy", "options": {"text": "b", "from": ["a"]}},
                {"id": "c", "use": "toy", "options": {"text": "c", "from": ["b"]}},
                {"id": "d", "use": "toy", "options": {"text": "d"}}
                """)
            let outcome = try toys.run()
            #expect(outcome.exitStatus == .missingInput)
            #expect(outcome.words == "a failed, b not run, c not run, d published")
            let said = try #require(toys.said.first)
            #expect(said.hasPrefix("Jobs/toys.json:1:"), "\(said)")
            #expect(said.contains(": error[P201]: no file matches 'missing'"), "\(said)")
            #expect(toys.said.count == 1)
            try toys.folder.write("here", to: "missing")
            #expect(try toys.run().words == "a published, b published, c published, d unchanged")
            #expect(toys.content("c") == "c|b|a|here")
        }

        @Test func anInputThatChangesMeanwhileIsNotPublished() throws {
            let toys = try ToyProject(
                #"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in"], "hook": "grows"}}"#)
            try toys.folder.write("part", to: "in")
            Hooks.set("grows") { try toys.folder.write("part and rest", to: "in") }
            defer { Hooks.set("grows", nil) }
            let outcome = try toys.run()
            #expect(outcome.exitStatus == .tryLater)
            #expect(
                toys.said == [
                    "error[E504]: 'in' changed while it was read\n  hint: it is being delivered; run again when the delivery is complete"
                ])
            #expect(try toys.visible().isEmpty)
            #expect(toys.content("a") == nil)
            Hooks.set("grows", nil)
            #expect(try toys.run().exitStatus == .success)
            #expect(toys.content("a") == "one|part and rest")
        }

        @Test func theGenerationBeforeStaysForItsReaders() throws {
            let toys = try ToyProject(#"{"id": "a", "use": "toy", "options": {"text": "0"}}"#)
            for number in 0..<4 {
                try toys.write(#"{"id": "a", "use": "toy", "options": {"text": "\#(number)"}}"#)
                try toys.run()
            }
            #expect(try toys.names("a") == ["current", "g000003", "g000004"])
            #expect(toys.content("a") == "3")
            #expect(try toys.rows("a") == ["3"])
        }

        @Test func periodsAreKeptApart() throws {
            let toys = try ToyProject(
                #"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in-{period}"]}}"#)
            try toys.folder.write("april", to: "in-2026-04")
            try toys.folder.write("may", to: "in-2026-05")
            try toys.run("2026-04")
            try toys.run("2026-05")
            #expect(toys.content("a", "2026-04") == "one|april")
            #expect(toys.content("a", "2026-05") == "one|may")
            #expect(try toys.rows("a") == ["one", "april", "one", "may"])
            #expect(try toys.run("2026-04").words == "a unchanged")
        }
    }
}
