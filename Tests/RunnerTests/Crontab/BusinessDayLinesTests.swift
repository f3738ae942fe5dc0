import Foundation
import Kernel
import Runner
import Schedule
import TestSupport
import Testing

/// Lines for business days of the calendars of this repository.
struct BusinessDayLinesTests {
    private func calendar(_ name: String) throws -> HolidayCalendar {
        try CalendarFile.read(name, project: Project(root: Checkout.root, home: nil), at: nil)
    }

    private func host(_ zone: String) throws -> HostCron {
        HostCron(
            zone: try ZoneFolder.standard.zone(zone), from: try #require(Instant("2024-01-02T00:00:00Z")))
    }

    @Test func theFirstIsOneOfSevenDaysAndNeverARawWeekday() throws {
        let lagos = try ZoneFolder.standard.zone("Africa/Lagos")
        let first = BusinessDaySchedule(nth: 1, calendars: [try calendar("NG")], zone: lagos, secondOfDay: 21_600)
        #expect(try host("UTC").lines(for: first).map(\.text) == ["0 5 1-7 * *"])
        #expect(try host("Africa/Lagos").lines(for: first).map(\.text) == ["0 6 1-7 * *"])
        let last = BusinessDaySchedule(nth: -1, calendars: [try calendar("NG")], zone: lagos, secondOfDay: 1800)
        // Half past midnight in Lagos is the day before in UTC, and the first of a month the last of another.
        #expect(try host("UTC").lines(for: last).map(\.text) == ["30 23 21-30 * *"])
    }

    @Test(arguments: [["NG"], ["US"], ["GB-ENG"], ["NG", "GB-ENG"]], [1, 15, -1, -3])
    func noMonthIsSleptThrough(names: [String], nth: Int) throws {
        let calendars = try names.map { try calendar($0) }
        for (zone, hostZone) in [
            ("America/New_York", "Europe/Berlin"), ("Pacific/Apia", "UTC"),
        ] {
            let host = try host(hostZone)
            for hour in [0, 23] {
                let schedule = BusinessDaySchedule(
                    nth: nth, calendars: calendars, zone: try ZoneFolder.standard.zone(zone), secondOfDay: hour * 3600)
                let end = try #require(Instant("2030-12-20T00:00:00Z"))
                let lines = try host.lines(for: schedule)
                let wakes = Set(
                    lines.flatMap {
                        CronSchedule($0, in: host.zone).slots(after: host.start, through: end).map(\.instant)
                    })
                let slept = try schedule.slots(after: host.start, through: end).filter { !wakes.contains($0.instant) }
                #expect(slept.isEmpty, "\(names) \(nth) at \(hour) in \(zone) on \(hostZone): \(slept.map(\.key))")
            }
        }
    }
}
