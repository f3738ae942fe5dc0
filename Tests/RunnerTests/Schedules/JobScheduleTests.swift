import Documents
import Kernel
import Schedule
import TestSupport
import Testing

@testable import Runner

/// The keys of a job that say when it is due.
struct JobScheduleTests {
    private static let calendar = """
        {"calendar": "XX", "source": "made up", "weekend": ["saturday", "sunday"], "covers": {"from": 2026, "to": 2027},
         "holidays": [{"date": "2026-05-01", "name": "May Day"}, {"date": "2026-05-04", "name": "Feast", "estimated": true}]}
        """

    private static let stage = #"{"id": "a", "use": "toy", "options": {"text": "x"}}"#

    /// The schedule of a job file whose line 2 holds `keys`.
    private func file(_ keys: String, calendar: String = JobScheduleTests.calendar) throws -> JobFile {
        let folder = try TemporaryFolder()
        try folder.write(#"{"tenant": "toys", "name": "Toys"}"#, to: "Config/tenants/toys.json")
        try folder.write(calendar, to: "Config/calendars/XX.json")
        try folder.write(
            "{\"job\": \"toys\", \"tenant\": \"toys\",\n\(keys),\n\"stages\": [\(JobScheduleTests.stage)]}",
            to: "Jobs/toys.json")
        let job = try #require(JobID("toys"))
        return try JobFile(
            job, project: Project(root: folder.path, home: nil), catalog: StageCatalog([ToyStage.kind(version: 1)]))
    }

    private func findings(_ keys: String, calendar: String = JobScheduleTests.calendar) -> String {
        do {
            _ = try file(keys, calendar: calendar)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func aJobWithoutOneIsNeverDueByItself() throws {
        let job = try file(#""summary": "x""#)
        #expect(job.schedule == nil)
        #expect(job.missed == MissedRuns(policy: .latest, maximumAgeDays: 62, maximumRuns: 31))
        #expect(job.overlap == .forbid)
    }

    @Test func cronIsReadWithItsZone() throws {
        let job = try file(
            #""schedule": {"cron": "17 2 * * *", "zone": "Africa/Lagos"}, "missed": {"policy": "all", "maxRuns": 3}, "overlap": "queue-one""#
        )
        let start = try #require(Instant("2026-02-28T12:00:00Z"))
        let slot = try #require(try job.schedule?.next(after: start))
        #expect(slot.key == "2026-03-01T01:17:00Z")
        #expect(job.schedule?.period(of: slot).description == "2026-02")
        #expect(job.missed == MissedRuns(policy: .all, maximumAgeDays: 62, maximumRuns: 3))
        #expect(job.overlap == .queueOne)
        let utc = try file(#""schedule": {"cron": "@daily"}"#)
        #expect(utc.schedule?.zone == .utc)
    }

    /// A run just after midnight of the first works on the month that has ended, also where UTC is a day behind.
    @Test func thePeriodIsThatOfTheDayBeforeOnTheJobsClock() throws {
        let job = try file(#""schedule": {"cron": "30 0 1,2 * *", "zone": "Africa/Lagos"}"#)
        let schedule = try #require(job.schedule)
        let start = try #require(Instant("2026-02-28T12:00:00Z"))
        let slots = try schedule.slots(
            after: start, through: start.advanced(bySeconds: 3 * 86_400), newest: 10, except: [])
        #expect(slots.map(\.instant.description) == ["2026-02-28T23:30:00Z", "2026-03-01T23:30:00Z"])
        #expect(slots.map { schedule.period(of: $0).description } == ["2026-02", "2026-03"])
    }

    @Test func aBusinessDayWorksOnTheMonthBefore() throws {
        let job = try file(
            #""schedule": {"businessDay": {"nth": 1, "calendars": ["XX"], "zone": "Africa/Lagos", "at": "06:00"}}"#)
        let schedule = try #require(job.schedule)
        let start = try #require(Instant("2026-05-01T00:00:00Z"))
        let slot = try #require(try schedule.next(after: start))
        #expect(slot.key == "2026-05")
        #expect(slot.localDescription == "2026-05-05T06:00:00+01:00")
        #expect(slot.findings.map(\.code.description) == ["C321"])
        #expect(schedule.period(of: slot).description == "2026-04")
    }

    @Test(
        arguments: [
            (
                #""schedule": {"cron": "0 24 * * *"}"#,
                #"Jobs/toys.json:2:25: error[C104]: hour 24 is outside 0-23 (in "0 24 * * *")"#
            ),
            (#""schedule": {"cron": "0 0 * * *", "zone": "Afrika"}"#, "Jobs/toys.json:2:43: error[C202]"),
            (#""schedule": {"cron": "0 0 31 2 *", "zone": "UTC"}"#, "Jobs/toys.json:2:27: error[C108]"),
            (#""schedule": {}"#, "Jobs/toys.json:2:13: error[J221]"),
            (#""schedule": {"zone": "UTC"}"#, "Jobs/toys.json:2:13: error[J221]"),
            (#""schedule": {"cron": ""}"#, "Jobs/toys.json:2:22: error[J107]"),
            (#""schedule": {"cron": "@daily", "cran": 1}"#, "Jobs/toys.json:2:32: error[J101]"),
            (#""schedule": "@daily""#, "Jobs/toys.json:2:13: error[J103]"),
            (
                #""schedule": {"zone": "UTC", "businessDay": {"nth": 1, "calendars": ["XX"], "zone": "UTC", "at": "06:00"}}"#,
                "Jobs/toys.json:2:14: error[J221]"
            ),
            (
                #""schedule": {"businessDay": {"nth": 0, "calendars": ["XX"], "zone": "UTC", "at": "06:00"}}"#,
                "Jobs/toys.json:2:37: error[J221]"
            ),
            (
                #""schedule": {"businessDay": {"nth": 1, "calendars": ["YY"], "zone": "UTC", "at": "06:00"}}"#,
                "Jobs/toys.json:2:54: error[J222]: there is no calendar 'YY'\n  hint: known calendars: XX"
            ),
            (
                #""schedule": {"businessDay": {"nth": 1, "calendars": ["../XX"], "zone": "UTC", "at": "24:00"}}"#,
                "Jobs/toys.json:2:54: error[J106]"
            ),
            (
                #""schedule": {"businessDay": {"nth": 16, "calendars": [], "zone": "UTC", "at": "6:00"}}"#,
                "Jobs/toys.json:2:37: error[J104]"
            ),
            (#""missed": {"policy": "some"}"#, "Jobs/toys.json:2:22: error[J105]"),
            (#""overlap": "queue""#, "Jobs/toys.json:2:12: error[J105]"),
        ])
    func isRefused(keys: String, message: String) {
        #expect(findings(keys).hasPrefix(message), "\(findings(keys))")
    }

    @Test func mistakesOfExpressionAndZoneAreToldTogether() {
        let text = findings(#""schedule": {"cron": "60 24 * * *", "zone": "Nowhere/At-all"}"#)
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("Jobs/") }.count == 3)
    }

    @Test func mistakesOfABusinessDayAreToldTogether() {
        let text = findings(
            #""schedule": {"businessDay": {"nth": 0, "calendars": ["YY", "XX", "ZZ"], "zone": "Afrika", "at": "06:00"}}"#
        )
        let codes = text.split(separator: "\n").filter { $0.hasPrefix("Jobs/") }.compactMap {
            $0.firstMatch(of: /error\[(.*?)\]/)?.1
        }
        #expect(codes == ["J221", "J222", "J222", "C202"], "\(text)")
    }

    @Test func schedulesHaveWords() throws {
        func words(_ keys: String) throws -> String? { try file(keys).schedule?.words }
        #expect(try words(#""schedule": {"cron": "@daily"}"#) == "@daily, which stands for 0 0 * * *, in UTC")
        for (nth, text) in [(1, "first"), (-1, "last"), (2, "2nd"), (-3, "3rd last"), (11, "11th")] {
            #expect(
                try words(
                    #""schedule": {"businessDay": {"nth": \#(nth), "calendars": ["XX"], "zone": "UTC", "at": "06:00"}}"#
                )
                    == "the \(text) business day of each month by XX at 06:00 in UTC")
        }
    }

    @Test(
        arguments: [
            (#""calendar": "XX""#, #""calendar": "YY""#, "J223"), (#""to": 2027"#, #""to": 2025"#, "J223"),
            ("2026-05-04", "2025-05-04", "J223"), ("2026-05-04", "2026-04-30", "J223"),
            (#"04", "name": "Feast""#, #"01", "name": "May Day""#, "J223"), ("2026-05-04", "2026-02-29", "J106"),
            ("saturday", "caturday", "J105"), (#""source": "made up","#, "", "J102"), ("2027}", "2027", "J1"),
        ])
    func aCalendarIsRefused(what: String, by: String, code: String) {
        let keys = #""schedule": {"businessDay": {"nth": 1, "calendars": ["XX"], "zone": "UTC", "at": "06:00"}}"#
        let text = findings(keys, calendar: JobScheduleTests.calendar.replacing(what, with: by))
        #expect(text.hasPrefix("Config/calendars/XX.json:"), "\(text)")
        #expect(text.contains("error[\(code)"), "\(text)")
    }

    @Test func tablesAreSound() {
        #expect(ShapeAudit.findings(CalendarFile.shape).isEmpty)
        #expect(ShapeAudit.findings(JobSchedule.shape).isEmpty)
        #expect(ShapeAudit.findings(MissedRuns.shape).isEmpty)
    }
}
