import Foundation
import Kernel
import Runner
import Schedule
import TestSupport
import Testing

/// The calendars of this repository against the package `holidays` (Tests/Oracles/schedule).
struct BusinessDayOracleTests {
    private static let numbers = [1, 2, 5, -1, -3]

    @Test func businessDaysAreThoseOfThePackageHolidays() throws {
        let project = try Project(root: Checkout.root, home: nil)
        let file = URL(filePath: "\(Checkout.root)/Tests/Fixtures/schedule/business-days.json")
        let rows = try JSONSerialization.jsonObject(with: Foundation.Data(contentsOf: file)) as? [[String]]
        var calendars: [String: HolidayCalendar] = [:]
        for name in ["NG", "US", "GB-ENG"] {
            calendars[name] = try CalendarFile.read(name, project: project, at: nil)
        }
        for row in try #require(rows) {
            let joint = row[0].split(separator: "+").compactMap { calendars[String($0)] }
            let month = try #require(Month(row[1]))
            for (nth, day) in zip(BusinessDayOracleTests.numbers, row[2...]) {
                let schedule = BusinessDaySchedule(nth: nth, calendars: joint, zone: .utc, secondOfDay: 21_600)
                let slot = try schedule.slot(in: month)
                #expect(slot.local.description == "\(month)-\(day)T06:00:00", "\(row[0]), number \(nth)")
            }
        }
        #expect(rows?.count == 5 * 7 * 12)
    }
}
