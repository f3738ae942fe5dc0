import Crypto
import Database
import Documents
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Runner

extension LedgerTests {
    /// A plan is what is then run, or nothing is.
    @Suite struct Backfills {
        private static func toys() throws -> ToyProject {
            let toys = try ToyProject(
                #"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in-{period}"]}},"#
                    + #"{"id": "b", "use": "toy", "options": {"text": "two", "from": ["a"]}}"#)
            for month in 1...6 { try toys.folder.write("\(month)", to: "in-2026-0\(month)") }
            return toys
        }

        private static func plan(
            _ toys: ToyProject, _ selection: BackfillPlan.Selection = .missing, newestFirst: Bool = false,
            to: String = "2026-06"
        ) throws -> BackfillPlan {
            try BackfillPlan.make(
                toys.file(), from: #require(Month("2026-01")), to: #require(Month(to)), selection: selection,
                isNewestFirst: newestFirst, ledger: toys.ledger)
        }

        private static func execute(_ plan: BackfillPlan, _ toys: ToyProject, width: Int = 1) -> Backfill.Outcome {
            Backfill(
                plan: plan, width: width, runOne: { try toys.run($0.description).exitStatus }, tell: { _ in }
            ).execute()
        }

        @Test func onlyWhatIsMissingIsRun() throws {
            let toys = try Backfills.toys()
            try toys.run("2026-02")
            try FileSystem.remove("\(toys.folder.path)/in-2026-04")
            let plan = try Backfills.plan(toys)
            #expect(plan.items.map(\.period.description) == ["2026-01", "2026-03", "2026-04", "2026-05", "2026-06"])
            #expect(plan.items.allSatisfy { $0.reason == "nothing is published" })
            let outcome = Backfills.execute(plan, toys)
            #expect(outcome.exitStatus == .partlyFailed)
            #expect(outcome.failed.map(\.period.description) == ["2026-04"])
            #expect(outcome.succeeded.count == 4)
            try toys.folder.write("4", to: "in-2026-04")
            let failed = try Backfills.plan(toys, .failed)
            #expect(failed.items.map(\.reason) == ["its latest run is failed"])
            #expect(Backfills.execute(failed, toys).exitStatus == .success)
            #expect(try Backfills.plan(toys).items.isEmpty)
            #expect(try Backfills.plan(toys, .all, newestFirst: true).items.map(\.period.month) == [6, 5, 4, 3, 2, 1])
        }

        @Test func aRunThatDiedFailed() throws {
            let toys = try Backfills.toys()
            _ = try toys.ledger.begin(
                ToyProject.newRun(), toys.partition("2026-03"), stages: [],
                at: Instant(secondsSinceEpoch: 1_775_000_000))
            #expect(try Backfills.plan(toys, .failed).items.map(\.reason) == ["its latest run is abandoned"])
        }

        /// The same is published whether periods are run one after the other or side by side.
        @Test func sideBySideIsTheSame() throws {
            let (one, four) = (try Backfills.toys(), try Backfills.toys())
            #expect(Backfills.execute(try Backfills.plan(one), one).exitStatus == .success)
            #expect(Backfills.execute(try Backfills.plan(four), four, width: 4).exitStatus == .success)
            for month in 1...6 {
                let period = "2026-0\(month)"
                #expect(one.content("b", period) == "two|one|\(month)")
                #expect(four.content("b", period) == one.content("b", period))
            }
        }

        @Test func theCodeOfAFailureOfAllIsThatOfTheFailure() throws {
            let toys = try Backfills.toys()
            for month in 1...6 { try FileSystem.remove("\(toys.folder.path)/in-2026-0\(month)") }
            #expect(Backfills.execute(try Backfills.plan(toys), toys).exitStatus == .missingInput)
        }

        @Test func aStopLeavesTheRest() throws {
            let toys = try Backfills.toys()
            let count = Mutex(0)
            let outcome = Backfill(
                plan: try Backfills.plan(toys), width: 1,
                runOne: {
                    count.withLock { $0 += 1 }
                    return try toys.run($0.description).exitStatus
                }, isStopped: { count.withLock { $0 == 2 } }, tell: { _ in }
            ).execute()
            #expect(outcome.succeeded.count == 2)
            #expect(outcome.left.map(\.month) == [3, 4, 5, 6])
            #expect(outcome.exitStatus == .partlyFailed)
        }

        @Test func aPlanFileIsReadBackAndItsDigestHolds() throws {
            let toys = try Backfills.toys()
            let plan = try Backfills.plan(toys)
            let bytes = PrettyJSON.bytes(try plan.json())
            let read = try BackfillPlan(try JSONText.parse(bytes, file: "plan", as: BackfillPlan.shape))
            #expect(read == plan)
            try plan.requireSame(as: read)
            let bent = String(decoding: bytes, as: UTF8.self).replacing("2026-03", with: "2026-02")
            let error = #expect(throws: Failure.self) {
                try BackfillPlan(try JSONText.parse(Array(bent.utf8), file: "plan", as: BackfillPlan.shape))
            }
            #expect(error?.exitStatus == .badInput)
        }

        @Test func aPlanThatNoLongerHoldsIsRefused() throws {
            let toys = try Backfills.toys()
            let written = try Backfills.plan(toys, to: "2026-02")
            try toys.run("2026-01")
            let error = #expect(throws: Failure.self) {
                try Backfills.plan(toys, to: "2026-02").requireSame(as: written)
            }
            #expect(
                error?.description == """
                    error[E551]: the plan no longer holds: 2026-01 was: nothing is published, is: not to be run
                      hint: nothing was run; make the plan anew with --dry-run --output FILE
                    """)
            try toys.write(#"{"id": "a", "use": "toy", "options": {"text": "other", "files": ["in-{period}"]}}"#)
            let other = #expect(throws: Failure.self) {
                try Backfills.plan(toys, .all, to: "2026-02").requireSame(as: written)
            }
            #expect(other?.description.contains("the job's stages have changed") == true)
        }
    }

    /// Why a stage runs again, and when a run may be resumed.
    @Suite struct Differences {
        private static func toys() throws -> ToyProject {
            let toys = try ToyProject("")
            try write(toys, text: "one")
            try toys.folder.write("1", to: "in-x")
            return toys
        }

        private static func write(_ toys: ToyProject, text: String) throws {
            try toys.write(
                #"{"id": "a", "use": "toy", "options": {"text": "\#(text)", "files": ["in-*"]}},"#
                    + #"{"id": "b", "use": "toy", "options": {"text": "two", "files": ["in-*"], "hook": "resumed"}}"#)
        }

        private static func changes(_ toys: ToyProject) throws -> [String] {
            try StagePlan.plan(
                toys.file(), period: toys.partition().period, project: toys.project(), ledger: toys.ledger
            ).first?.changes ?? []
        }

        @Test func thePlanNamesWhatChanged() throws {
            let toys = try Differences.toys()
            try toys.run()
            #expect(try Differences.changes(toys) == [])
            try toys.folder.write("2", to: "in-x")
            #expect(try Differences.changes(toys) == ["'in-x' has other bytes"])
            try toys.folder.write("3", to: "in-y")
            #expect(try Differences.changes(toys) == ["'in-x' has other bytes", "'in-y' is new"])
            try FileSystem.remove("\(toys.folder.path)/in-x")
            #expect(try Differences.changes(toys) == ["'in-y' is new", "'in-x' is gone"])
            try Differences.write(toys, text: "else")
            #expect(
                try Differences.changes(toys)
                    == [#"options.text was "one", is "else""#, "'in-y' is new", "'in-x' is gone"])
        }

        /// A difference is one, however far behind it stands in a long text.
        @Test func aLateDifferenceIsSeen() throws {
            let toys = try Differences.toys()
            let long = String(repeating: "x", count: 90)
            try Differences.write(toys, text: long + "1")
            try toys.run()
            try Differences.write(toys, text: long + "2")
            #expect(try Differences.changes(toys).count == 1)
        }

        @Test func aChangedFileIsNamedAsSuch() throws {
            let toys = try Differences.toys()
            let published = try toys.run().publications
            let folder = try #require(published[StageID("a")!]).directory
            try FileSystem.write(Array("bent".utf8), to: "\(folder)/out.txt")
            #expect(try Differences.changes(toys) == ["a published file is missing or has been changed"])
        }

        @Test func aRunIsResumedOnlyWhileWhatItDidStands() throws {
            let toys = try Differences.toys()
            Hooks.set("resumed") { throw Failure(.unavailable, DiagnosticCode("X", 1), "the toy is broken") }
            defer { Hooks.set("resumed", nil) }
            let failed = ToyProject.newRun()
            #expect(try toys.run(id: failed).words == "a published, b failed")
            let summary = try #require(try toys.ledger.runs(toys.tenant, only: failed, limit: 1).first)
            try Resumption.check(summary, toys.file(), project: toys.project(), ledger: toys.ledger)
            try toys.folder.write("2", to: "in-x")
            let error = #expect(throws: Failure.self) {
                try Resumption.check(summary, toys.file(), project: toys.project(), ledger: toys.ledger)
            }
            #expect(
                error?.description == """
                    error[E545]: stage 'a', which it had done, would run again: 'in-x' has other bytes
                      hint: `reckon run toys --period 2026-04` does what has changed
                    """)
        }
    }

    @Suite struct Audit {
        private static func toys() throws -> ToyProject {
            let toys = try ToyProject(#"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in"]}}"#)
            try toys.folder.write("1", to: "in")
            return toys
        }

        @Test func whatChangesSomethingIsEnteredAndTheChainHolds() throws {
            let toys = try Audit.toys()
            try toys.run()
            try toys.run()
            try toys.close(note: "done")
            try toys.reopen()
            let log = AuditLog(toys.database)
            let entries = try log.entries(toys.tenant, limit: 10).map {
                try JSONText.parse(Array($0.text.utf8), file: "")
            }
            #expect(entries.map { $0["action"]?.string } == ["stage.published", "period.closed", "period.reopened"])
            #expect(entries.map { $0["subject"]?.string } == ["toys 2026-04 a", "toys 2026-04", "toys 2026-04"])
            #expect(entries.map { $0["ordinal"]?.int } == [1, 2, 3])
            let verdict = try log.verify(toys.tenant)
            #expect(verdict.entries == 3)
            #expect(verdict.findings.isEmpty)
            #expect(verdict.head == Digest(of: try #require(log.entries(toys.tenant, limit: 1).first).text).description)
        }

        /// Whoever writes into the table behind the program's back is seen: here with entries of their own making.
        @Test func aBrokenChainIsSeen() throws {
            for (ordinal, bend) in [
                (2, { (text: String) in text.replacing(AuditLog.origin, with: String(repeating: "1", count: 64)) }),
                (3, { (text: String) in text }),
                (2, { (text: String) in text.replacing("\"ordinal\":1", with: "\"ordinal\":7") }),
            ] as [(Int64, (String) -> String)] {
                let toys = try Audit.toys()
                try toys.run()
                let log = AuditLog(toys.database)
                let first = try #require(log.entries(toys.tenant, limit: 1).first)
                let text = bend(first.text)
                try toys.database.withTenant(toys.tenant) { session in
                    _ = try session.execute(
                        """
                        INSERT INTO audit_log (tenant_id, ordinal, entry, hash, recorded_at)
                        VALUES (\(toys.tenant), \(ordinal), \(text), \(Digest(of: text).description), now())
                        """)
                }
                let findings = try log.verify(toys.tenant).findings
                #expect(findings.count == 1, "\(findings)")
                #expect(findings.first?.code.description == "E560")
            }
        }

        @Test func entriesCannotBeChangedOrRemoved() throws {
            let toys = try Audit.toys()
            try toys.run()
            for statement in ["UPDATE audit_log SET entry = ''", "DELETE FROM audit_log"] as [SQL] {
                #expect(throws: DatabaseError.self) {
                    try toys.database.withTenant(toys.tenant) { session in _ = try session.execute(statement) }
                }
            }
        }
    }
}
