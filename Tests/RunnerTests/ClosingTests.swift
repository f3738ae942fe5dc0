import Crypto
import Database
import Documents
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Runner

extension LedgerTests {
    /// What is published of a closed period stays until somebody opens it again.
    @Suite struct Closings {
        private static func toys(_ hook: String = "") throws -> ToyProject {
            let toys = try ToyProject(
                """
                {"id": "a", "use": "toy", "options": {"text": "a", "files": ["in/*"], "hook": "\(hook)"}},
                {"id": "b", "use": "toy", "options": {"text": "b", "from": ["a"]}},
                {"id": "c", "use": "toy", "options": {"text": "c"}}
                """)
            try toys.folder.write("1", to: "in/1")
            try toys.run()
            return toys
        }

        private static func failure(_ body: () throws -> Void) -> String? {
            let error = #expect(throws: Failure.self) { try body() }
            return error.map { "exit \($0.exitStatus.rawValue) \($0)" }
        }

        @Test func theSameDeliveryIsFine() throws {
            let toys = try Closings.toys()
            try toys.close()
            let before = try toys.visible()
            #expect(try toys.run().words == "a unchanged, b unchanged, c unchanged")
            #expect(try toys.run(force: true).words == "a published, b published, c published")
            #expect(try toys.visible() == before)
            #expect(try toys.restatements().isEmpty)
        }

        @Test func aChangedDeliveryIsRefused() throws {
            let toys = try Closings.toys()
            try toys.close()
            let before = try toys.visible()
            try toys.folder.write("2", to: "in/2")
            let outcome = try toys.run()
            #expect(outcome.words == "a failed, b not run, c unchanged")
            #expect(outcome.exitStatus == .badInput)
            #expect(try toys.visible() == before)
            #expect(try toys.names("a") == ["current", "g000001"])
            #expect(
                toys.said == [
                    """
                    error[E510]: period 2026-04 is closed, and stage 'a' would change it: lines 2 -> 3
                      hint: nothing was replaced; amira closed it at 2026-03-31T23:35:00Z; `reckon restatements toys \
                    --period 2026-04` shows the change, `reckon reopen toys --period 2026-04 --note WHY` lets it in
                    """, "warning[D998]: lines 2 -> 3",
                ])
            #expect(try toys.restatements() == ["2026-04 a refused: lines 2 -> 3"])
            #expect(try toys.changes() == ["a [2, 2, 3]"])
            let stored = try #require(try toys.ledger.publications(toys.partition())[StageID("a")!])
            #expect(stored.publication.restated == nil)
            let run = try #require(try toys.ledger.runs(toys.tenant, only: outcome.run, limit: 1).first)
            #expect(run.isClosed)
            #expect(run.stages.first?.message?.hasPrefix("error[E510]") == true)
            // It is refused as often as it comes; the delivery before is as good as ever.
            #expect(try toys.run().words == "a failed, b not run, c unchanged")
            try FileSystem.remove("\(toys.folder.path)/in/2")
            #expect(try toys.run().words == "a unchanged, b unchanged, c unchanged")
            #expect(try toys.restatements().count == 2)
        }

        /// A stage without figures of its own is held to its bytes.
        @Test func otherBytesOfTheSameFigureAreRefused() throws {
            let toys = try Closings.toys()
            try toys.close()
            let before = try toys.visible()
            try toys.folder.write("2", to: "in/1")
            #expect(try toys.run().words == "a failed, b not run, c unchanged")
            #expect(try toys.visible() == before)
            #expect(toys.said.first?.contains("would change it: what it publishes would not be the same") == true)
            #expect(try toys.restatements() == ["2026-04 a refused: "])
        }

        @Test func whatIsOpenedAgainTakesTheChange() throws {
            let toys = try Closings.toys()
            try toys.close(note: "invoice 77")
            try toys.folder.write("2", to: "in/2")
            try toys.run()
            try toys.reopen(note: "invoice 78 corrects it")
            #expect(try toys.run().words == "a published, b published, c unchanged")
            #expect(toys.content("b") == "b|a|1|2")
            try toys.close()
            #expect(try toys.run().words == "a unchanged, b unchanged, c unchanged")
            #expect(
                try toys.restatements() == [
                    "2026-04 a refused: lines 2 -> 3", "2026-04 a published: lines 2 -> 3",
                ])
            let history = try toys.ledger.closings(toys.tenant, toys.job)
            #expect(history.map(\.event) == [.closed, .reopened, .closed])
            #expect(history.map(\.actor) == ["amira", "bela", "amira"])
            #expect(history.map(\.note) == ["invoice 77", "invoice 78 corrects it", ""])
            // A closing keeps what was published then.
            #expect(history.map { $0.stages.array?.count } == [3, 0, 3])
            #expect(history.map { $0.stages.array?.first?["facts"]?["lines"]?.int } == [2, nil, 3])
            let published = try toys.ledger.publications(toys.partition())
            #expect(
                history.last?.stages.array?.map { $0["digest"]?.string }
                    == published.sorted { $0.key < $1.key }.map(\.value.publication.digest.description))
        }

        @Test func otherPeriodsStayOpen() throws {
            let toys = try Closings.toys()
            try toys.run("2026-05")
            try toys.close("2026-04")
            try toys.folder.write("2", to: "in/2")
            #expect(try toys.run("2026-05").words == "a published, b published, c unchanged")
            #expect(try toys.run("2026-04").words == "a failed, b not run, c unchanged")
            #expect(try toys.ledger.closing(of: toys.partition("2026-05")) == nil)
            #expect(try toys.ledger.closing(of: toys.partition("2026-04"))?.actor == "amira")
        }

        /// A stage that the job did not have yet changes nothing that is published.
        @Test func aNewStageIsFine() throws {
            let toys = try Closings.toys()
            try toys.close()
            try toys.write(
                """
                {"id": "a", "use": "toy", "options": {"text": "a", "files": ["in/*"]}},
                {"id": "d", "use": "toy", "options": {"text": "d", "from": ["a"]}}
                """)
            #expect(try toys.run().words == "a unchanged, d published")
        }

        @Test func onlyAWholePeriodIsClosed() throws {
            let toys = try ToyProject(
                """
                {"id": "a", "use": "toy", "options": {"text": "a", "files": ["in/*"]}},
                {"id": "b", "use": "toy", "options": {"text": "b", "files": ["other"]}}
                """)
            let hint = "\n  hint: run it to a good end first: `reckon run toys --period 2026-04`"
            let start = "exit 66 error[E511]: period 2026-04 of toys cannot be closed: "
            #expect(Closings.failure { try toys.close() } == start + "nothing has been published for it" + hint)
            try toys.folder.write("1", to: "in/1")
            try toys.run()
            #expect(Closings.failure { try toys.close() } == start + "not published: 'b'" + hint)
            try toys.folder.write("1", to: "other")
            try toys.run()
            try FileSystem.remove("\(toys.folder.path)/in/1")
            try toys.run()
            // All stages are published, but who knows from what.
            #expect(
                Closings.failure { try toys.close() } == start + "its latest run did not come to a good end" + hint)
            try toys.folder.write("1", to: "in/1")
            try toys.run()
            try toys.close()
            #expect(
                Closings.failure { try toys.close() } == """
                    exit 1 error[E512]: period 2026-04 of toys is closed: by amira at 2026-03-31T23:35:00Z
                      hint: `reckon restatements toys --period 2026-04` shows its history
                    """)
        }

        @Test func onlyAClosedPeriodIsOpenedAgain() throws {
            let toys = try ToyProject(#"{"id": "a", "use": "toy", "options": {"text": "a"}}"#)
            let said = """
                exit 1 error[E513]: period 2026-04 of toys is not closed
                  hint: runs of it publish what they come to
                """
            #expect(Closings.failure { try toys.reopen() } == said)
            try toys.run()
            #expect(Closings.failure { try toys.reopen() } == said)
            try toys.close()
            try toys.reopen()
            #expect(Closings.failure { try toys.reopen() } == said)
        }

        @Test func aPeriodAtWorkIsNotClosed() throws {
            let toys = try Closings.toys("closing at work")
            try toys.folder.write("2", to: "in/2")
            let said = Mutex("")
            Hooks.set("closing at work") {
                let text = Closings.failure { try toys.close() } ?? ""
                said.withLock { $0 = text }
            }
            defer { Hooks.set("closing at work", nil) }
            #expect(try toys.run().words == "a published, b published, c unchanged")
            #expect(said.withLock { $0 }.hasPrefix("exit 75 Jobs/toys.json: error[E503]"))
            #expect(try toys.ledger.closings(toys.tenant, toys.job).isEmpty)
        }

        /// What counts is whether the period is closed in the moment of publishing, not when the run began.
        @Test func aPeriodThatIsClosedMeanwhileIsNotChanged() throws {
            let toys = try Closings.toys("closed meanwhile")
            let before = try toys.visible()
            try toys.folder.write("2", to: "in/2")
            Hooks.set("closed meanwhile") {
                try toys.database.withTenant(toys.tenant) { session in
                    _ = try session.execute(
                        """
                        INSERT INTO closings (tenant_id, job, period, ordinal, event, actor, note, stages, recorded_at)
                        VALUES (\(toys.tenant), 'toys', '2026-04-01', 1, 'closed', 'x', '', '[]', now())
                        """)
                }
            }
            defer { Hooks.set("closed meanwhile", nil) }
            #expect(try toys.run().words == "a failed, b not run, c unchanged")
            #expect(try toys.visible() == before)
            #expect(try toys.restatements() == ["2026-04 a refused: lines 2 -> 3"])
        }
    }

    /// Histories are read by their tenant only, and changed by nobody.
    @Suite struct Histories {
        static let tables = ["restatements", "closings", "toy_changes"]

        /// A tenant with a row in each table.
        private static func toys() throws -> ToyProject {
            let toys = try ToyProject(#"{"id": "a", "use": "toy", "options": {"text": "a", "files": ["in/*"]}}"#)
            try toys.folder.write("1", to: "in/1")
            try toys.run()
            try toys.folder.write("2", to: "in/2")
            try toys.run()
            try toys.close()
            return toys
        }

        @Test(arguments: tables) func othersSeeNone(table: String) throws {
            let (a, b) = (try Histories.toys(), try Histories.toys())
            for toys in [a, b] {
                try toys.database.withTenant(toys.tenant, readOnly: true) { session throws in
                    let seen = try session.query("SELECT tenant_id FROM \(identifier: table)").rows.map {
                        try $0.value(0, as: String.self)
                    }
                    #expect(seen == [toys.tenant.text])
                }
            }
            try a.database.withSystem { session throws in
                #expect(try session.query("SELECT * FROM \(identifier: table)").rowCount == 0)
            }
            let runs = try [a, b].map { Set(try $0.ledger.restatements($0.tenant, $0.job).map(\.run)) }
            #expect(runs.map(\.count) == [1, 1] && runs[0].isDisjoint(with: runs[1]))
        }

        @Test(arguments: tables) func nothingIsChangedOrRemoved(table: String) throws {
            let toys = try Histories.toys()
            let statements: [SQL] = [
                "UPDATE \(identifier: table) SET tenant_id = tenant_id", "DELETE FROM \(identifier: table)",
                "TRUNCATE \(identifier: table)",
            ]
            for statement in statements {
                let error = #expect(throws: DatabaseError.self) {
                    try toys.database.withTenant(toys.tenant) { session throws in _ = try session.execute(statement) }
                }
                #expect(error?.exitStatus == .notPermitted)
            }
        }
    }
}
