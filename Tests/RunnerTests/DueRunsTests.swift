import Database
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Runner

extension LedgerTests {
    /// Every slot that should have run is in the ledger, run or not, with the reason.
    @Suite struct Due {
        private static let stage =
            #"{"id": "a", "use": "toy", "options": {"text": "one", "files": ["in"], "hook": "HOOK"}}"#

        private static func toys(
            _ schedule: String = #""schedule": {"cron": "17 2 * * *", "zone": "Africa/Lagos"},"#, hook: String = ""
        ) throws -> ToyProject {
            let toys = try ToyProject("")
            try toys.write(stage.replacing("HOOK", with: hook), keys: schedule)
            try toys.folder.write("1", to: "in")
            return toys
        }

        private func find(_ toys: ToyProject, _ now: String) throws -> [DueRuns.Group] {
            try DueRuns(toys.file(), ledger: toys.ledger, lease: LeaseTerms()).find(at: instant(now))
        }

        private func instant(_ text: String) throws -> Instant { try #require(Instant(text)) }

        private func run(_ toys: ToyProject, _ group: DueRuns.Group) throws -> String {
            var settings = JobRun.Settings()
            settings.slots = group.keys
            return try toys.run(group.period.description, settings: settings).words
        }

        private func slots(_ toys: ToyProject) throws -> [String] {
            try toys.ledger.slots(toys.tenant, toys.job, limit: 100).reversed().map {
                "\($0.key) \($0.period) \($0.outcome.rawValue): \($0.reason)"
            }
        }

        @Test func theFirstLookTakesTheLatestSlotOnly() throws {
            let toys = try Due.toys()
            let groups = try find(toys, "2026-04-10T01:18:00Z")
            #expect(groups.map(\.period.description) == ["2026-04"])
            #expect(try slots(toys) == ["2026-04-10T01:17:00Z 2026-04 due: on time"])
            #expect(try run(toys, #require(groups.first)) == "a published")
            #expect(try slots(toys) == ["2026-04-10T01:17:00Z 2026-04 succeeded: on time"])
            // Cron firing twice is harmless.
            #expect(try find(toys, "2026-04-10T01:18:30Z").isEmpty)
            #expect(try find(toys, "2026-04-11T01:16:59Z").isEmpty)
            #expect(try find(toys, "2026-04-11T01:17:00Z").map(\.keys) == [["2026-04-11T01:17:00Z"]])
        }

        @Test func aMachineThatWasOffCatchesUpAsTheJobSays() throws {
            let cases = [
                ("latest", ["dropped", "dropped", "due"]), ("skip", ["dropped", "dropped", "dropped"]),
                ("all", ["due", "due", "due"]),
            ]
            for (policy, outcomes) in cases {
                let toys = try Due.toys(
                    #""schedule": {"cron": "17 2 * * *"}, "missed": {"policy": "\#(policy)"},"#)
                _ = try run(toys, #require(find(toys, "2026-04-10T02:17:00Z").first))
                let groups = try find(toys, "2026-04-13T12:00:00Z")
                let found = try toys.ledger.slots(toys.tenant, toys.job, limit: 3).reversed()
                #expect(found.map(\.outcome.rawValue) == outcomes, "\(policy)")
                // They are of one month: one run does for all.
                #expect(groups.count == (policy == "skip" ? 0 : 1))
                #expect(groups.first?.keys.count ?? 0 == outcomes.count { $0 == "due" })
            }
        }

        @Test func aCrashLeavesItsSlotsDue() throws {
            let toys = try Due.toys()
            let group = try #require(try find(toys, "2026-04-10T01:18:00Z").first)
            let dead = ToyProject.newRun()
            _ = try toys.ledger.begin(
                dead, toys.partition(), stages: [(StageID("a")!, "toy")], slots: group.keys,
                at: instant("2026-04-10T01:18:00Z"))
            // While it lives, nobody else takes its slots.
            #expect(try find(toys, "2026-04-10T01:19:00Z").isEmpty)
            try toys.database.withTenant(toys.tenant) { session in
                _ = try session.execute(
                    "UPDATE runs SET heartbeat_at = clock_timestamp() - interval '46 s' WHERE run_id = \(dead)")
            }
            #expect(try find(toys, "2026-04-10T01:20:00Z") == [group])
            #expect(try run(toys, group) == "a published")
            #expect(try slots(toys) == ["2026-04-10T01:17:00Z 2026-04 succeeded: on time"])
            let error = #expect(throws: SlotsTaken.self) { try run(toys, group) }
            #expect(error != nil)
        }

        @Test func whatMayPassIsTakenUpAgainAndWhatWillNotIsWrittenDown() throws {
            let toys = try Due.toys(hook: "due")
            Hooks.set("due") { throw Failure(.unavailable, DiagnosticCode("X", 1), "down", isTransient: true) }
            defer { Hooks.set("due", nil) }
            let group = try #require(try find(toys, "2026-04-10T01:18:00Z").first)
            #expect(try run(toys, group) == "a failed")
            #expect(try find(toys, "2026-04-10T01:23:00Z") == [group])
            Hooks.set("due") { throw Failure(.badInput, DiagnosticCode("X", 1), "wrong") }
            #expect(try run(toys, group) == "a failed")
            #expect(try find(toys, "2026-04-10T01:28:00Z").isEmpty)
            #expect(try slots(toys) == ["2026-04-10T01:17:00Z 2026-04 failed: on time"])
        }

        /// Two hosts fire together: the one that comes second must not write off what the first is about to run, or runs.
        @Test func aSlotIsDroppedOnlyWhereAnotherRunIsAtWork() throws {
            let toys = try Due.toys(hook: "two-hosts")
            let due = try DueRuns(toys.file(), ledger: toys.ledger, lease: LeaseTerms())
            let group = try #require(try find(toys, "2026-04-10T01:18:00Z").first)
            #expect(
                try due.meet(group) == "another run has it in hand", "the first has the lock and is not entered yet")
            #expect(try slots(toys) == ["2026-04-10T01:17:00Z 2026-04 due: on time"])
            let partition = try toys.partition()
            _ = try toys.ledger.begin(
                ToyProject.newRun(), partition, stages: [], slots: group.keys, at: instant("2026-04-10T01:18:00Z"))
            #expect(try toys.ledger.drop(group.keys, partition, LeaseTerms(), reason: "late") == 0)
            #expect(try slots(toys) == ["2026-04-10T01:17:00Z 2026-04 due: on time"])
        }

        @Test func aSlotThatMeetsAnotherRunIsDroppedOrWaits() throws {
            for (policy, outcome) in [("forbid", "dropped"), ("queue-one", "due")] {
                let toys = try Due.toys(
                    #""schedule": {"cron": "17 2 * * *"}, "overlap": "\#(policy)","#, hook: "overlap-\(policy)")
                let said = Mutex("")
                Hooks.set("overlap-\(policy)") {
                    Hooks.set("overlap-\(policy)", nil)
                    let due = try DueRuns(toys.file(), ledger: toys.ledger, lease: LeaseTerms())
                    let group = try #require(try due.find(at: self.instant("2026-04-10T02:17:00Z")).first)
                    let error = #expect(throws: Failure.self) { try self.run(toys, group) }
                    #expect(error?.isAlreadyRunning == true)
                    let text = try due.meet(group)
                    said.withLock { $0 = text }
                }
                try toys.run()
                #expect(said.withLock { $0 }.contains("an earlier run of the period is at work"))
                let slot = try #require(try toys.ledger.slots(toys.tenant, toys.job, limit: 1).first)
                #expect(slot.outcome.rawValue == outcome)
            }
        }

        @Test func aRunThatReplacesTakesThePeriodFromTheOther() throws {
            let toys = try Due.toys(hook: "replace")
            Hooks.set("replace") {
                Hooks.set("replace", nil)
                var settings = JobRun.Settings()
                settings.takesOver = true
                try toys.run(settings: settings)
            }
            let error = #expect(throws: Failure.self) { try toys.run() }
            #expect(error?.diagnostics.first?.code.description == "E501")
            #expect(toys.content("a") == "one|1")
        }

        /// Two hosts wake for one slot, and the job's runs replace one another: the slot's own run is not replaced.
        @Test func aLivingRunKeepsItsSlots() throws {
            let toys = try Due.toys(hook: "keeps")
            let group = try #require(try find(toys, "2026-04-10T01:18:00Z").first)
            Hooks.set("keeps") {
                Hooks.set("keeps", nil)
                var settings = JobRun.Settings()
                settings.takesOver = true
                settings.slots = group.keys
                #expect(throws: SlotsTaken.self) { try toys.run(settings: settings) }
            }
            #expect(try run(toys, group) == "a published")
            #expect(try slots(toys) == ["2026-04-10T01:17:00Z 2026-04 succeeded: on time"])
        }

        /// A project whose job is due on the first business day of each month.
        private static func monthly(_ years: ClosedRange<Int> = 2025...2027) throws -> ToyProject {
            let toys = try ToyProject("")
            try calendar(years, in: toys)
            try toys.write(
                stage.replacing("HOOK", with: ""),
                keys:
                    #""schedule": {"businessDay": {"nth": 1, "calendars": ["NG"], "zone": "Africa/Lagos", "at": "06:00"}},"#
            )
            try toys.folder.write("1", to: "in")
            return toys
        }

        private static func calendar(_ years: ClosedRange<Int>, _ holidays: String = "", in toys: ToyProject) throws {
            try toys.folder.write(
                #"""
                {"calendar": "NG", "source": "test", "weekend": ["saturday", "sunday"],
                 "covers": {"from": \#(years.lowerBound), "to": \#(years.upperBound)}, "holidays": [\#(holidays)]}
                """#, to: "Config/calendars/NG.json")
        }

        /// A month has one slot, whatever becomes of its holidays.
        @Test func aHolidayThatIsAddedLaterDoesNotRunAMonthTwice() throws {
            let toys = try Due.monthly()
            let group = try #require(try find(toys, "2026-04-01T05:00:00Z").first)
            #expect(group == DueRuns.Group(period: Month("2026-03")!, keys: ["2026-04"]))
            #expect(try run(toys, group) == "a published")
            try Due.calendar(2025...2027, #"{"date": "2026-04-01", "name": "Added later"}"#, in: toys)
            #expect(try find(toys, "2026-04-02T05:00:00Z").isEmpty)
            #expect(try find(toys, "2026-05-01T05:00:00Z").map(\.keys) == [["2026-05"]])
        }

        /// A calendar that begins with the year in which the job was made says nothing of the months before it.
        @Test func aCalendarMayBeginWithTheYear() throws {
            let toys = try Due.monthly(2026...2027)
            #expect(try find(toys, "2026-01-01T04:59:59Z").isEmpty)
            let first = try #require(try find(toys, "2026-01-01T05:00:00Z").first)
            #expect(first.keys == ["2026-01"])
            #expect(try run(toys, first) == "a published")
            #expect(try find(toys, "2026-02-01T05:00:00Z").isEmpty)
            #expect(try find(toys, "2026-02-02T05:00:00Z").map(\.keys) == [["2026-02"]])
            #expect(throws: Failure.self) { try find(toys, "2028-01-03T05:00:00Z") }
        }

        @Test func theFirstLookTakesTheMonthBeforeWhileItsOwnIsNotDue() throws {
            #expect(try find(Due.monthly(), "2026-01-01T04:00:00Z").map(\.keys) == [["2025-12"]])
        }

        @Test func yearsThatAreDoneMayLeaveTheCalendar() throws {
            let toys = try Due.monthly()
            let group = try #require(try find(toys, "2025-12-01T05:00:00Z").first)
            #expect(try run(toys, group) == "a published")
            try Due.calendar(2026...2027, in: toys)
            #expect(try find(toys, "2025-12-31T05:00:00Z").isEmpty)
            #expect(try find(toys, "2026-01-01T05:00:00Z").map(\.keys) == [["2026-01"]])
        }

        @Test func oneLookEntersTheNewestTenThousand() throws {
            let toys = try Due.toys(#""schedule": {"cron": "* * * * * *"},"#)
            #expect(try find(toys, "2026-04-10T00:00:00Z").count == 1)
            let groups = try find(toys, "2026-04-10T03:00:00Z")
            let slots = try toys.ledger.slots(toys.tenant, toys.job, limit: 20_000)
            #expect(slots.count == 1 + 10_001)
            let oldest = slots[10_000]
            #expect(oldest.key == "2026-04-10T00:13:20Z" && oldest.outcome == .dropped)
            #expect(oldest.reason == "it and the slots before it: a look enters the newest 10000")
            // The last ten minutes are on time, and the latest before them is made up for.
            #expect(groups.map(\.keys.count) == [603])
            #expect(try find(toys, "2026-04-10T03:00:00Z") == groups)
        }

        @Test func aJobWithoutAScheduleIsNeverDue() throws {
            let toys = try ToyProject(Due.stage.replacing("HOOK", with: ""))
            let error = #expect(throws: Failure.self) { try find(toys, "2026-04-01T05:00:00Z") }
            #expect(error?.exitStatus == .configuration)
        }
    }
}
