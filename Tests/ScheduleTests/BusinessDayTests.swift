import Kernel
import Schedule
import Testing

struct BusinessDayTests {
    private static func day(_ text: String) throws -> CalendarDay {
        try #require(Instant("\(text)T00:00:00Z")).day
    }

    private func calendar(
        _ holidays: [(String, Bool)] = [], name: String = "XX", weekend: Set<Weekday> = [.saturday, .sunday]
    ) throws -> HolidayCalendar {
        HolidayCalendar(
            name: name, file: "Config/calendars/\(name).json", weekend: weekend, years: 2026...2027,
            holidays: try holidays.map {
                Holiday(day: try BusinessDayTests.day($0.0), name: "Feast", isEstimated: $0.1)
            })
    }

    private func schedule(
        _ calendars: [HolidayCalendar], nth: Int = 1, zone: String = "Africa/Lagos", at hour: Int = 6
    ) throws -> BusinessDaySchedule {
        BusinessDaySchedule(
            nth: nth, calendars: calendars, zone: try FixtureFolder.zones.zone(zone), secondOfDay: hour * 3600)
    }

    private func slot(_ schedule: BusinessDaySchedule, _ month: String = "2026-05") throws -> Slot {
        try schedule.slot(in: try #require(Month(month)))
    }

    @Test func isCountedFromEitherEnd() throws {
        // 2026-05-01 is a Friday, 2026-05-31 a Sunday.
        let mayDay = try calendar([("2026-05-01", false)])
        let days = try [1, 2, 6, -1, -2].map { try slot(schedule([mayDay], nth: $0)).local.day.description }
        #expect(days == ["2026-05-04", "2026-05-05", "2026-05-11", "2026-05-29", "2026-05-28"])
    }

    @Test func theSlotHasTheMonthForItsKeyAndTheZonesTime() throws {
        let found = try slot(schedule([calendar()]))
        #expect(found.key == "2026-05")
        #expect(found.instant.description == "2026-05-01T05:00:00Z")
        #expect(found.localDescription == "2026-05-01T06:00:00+01:00")
    }

    /// A holiday that is added after the month has run moves the day; the key, by which a run is known, stays.
    @Test func aHolidayAddedLaterMakesNoSecondSlot() throws {
        let before = try slot(schedule([calendar()]))
        let after = try slot(schedule([calendar([("2026-05-01", false)])]))
        #expect(before.instant != after.instant)
        #expect(before.key == after.key)
    }

    @Test func jointCalendarsShareTheirDays() throws {
        let first = try calendar([("2026-05-01", false)], name: "AA")
        let second = try calendar([("2026-05-04", false), ("2026-05-05", false)], name: "BB")
        #expect(try slot(schedule([first, second])).local.day.description == "2026-05-06")
        let friday = try calendar([], name: "CC", weekend: [.friday, .saturday])
        #expect(try slot(schedule([first, friday])).local.day.description == "2026-05-04")
    }

    @Test func aTimeThatDoesNotExistIsRightAfterTheGap() throws {
        // 2027-03-28 is a Sunday, on which nobody is off here; the 28th business day of a month is past the limit.
        let everyDay = try calendar([], weekend: [])
        let found = try slot(schedule([everyDay], nth: -4, zone: "Europe/Berlin", at: 2), "2027-03")
        #expect(found.localDescription == "2027-03-28T03:00:00+02:00")
        #expect(found.isMoved)
    }

    @Test func anUncoveredYearIsAnErrorThatNamesFileAndYear() throws {
        let failure = #expect(throws: Failure.self) { try slot(schedule([calendar()]), "2028-01") }
        #expect(
            failure?.description == """
                Config/calendars/XX.json: error[C301]: calendar 'XX' covers 2026-2027; the business days of 2028 are not known
                  hint: add the holidays of 2028, and the year to "covers"
                """)
        let list = try schedule([calendar()])
        #expect(throws: Failure.self) {
            try list.slots(
                after: try #require(Instant("2027-12-01T00:00:00Z")),
                through: try #require(Instant("2028-01-02T00:00:00Z")))
        }
    }

    @Test func aMonthWithTooFewDaysIsAnError() throws {
        let short = try calendar([], weekend: Set(Weekday.allCases).subtracting([.monday]))
        let failure = #expect(throws: Failure.self) { try slot(schedule([short], nth: 5)) }
        #expect(failure?.diagnostics.map(\.code.description) == ["C302"])
        let never = try calendar([], weekend: Set(Weekday.allCases))
        #expect(throws: Failure.self) { try slot(schedule([never])) }
    }

    @Test(
        arguments: [
            // On the first business day: without it, the slot would be there.
            ("2026-05-01", "C321"),
            // The day after: a sighting a day earlier would move the slot.
            ("2026-05-02", "C321"),
            // Far from it, or on the weekend before Monday: whatever comes, the slot stays.
            ("2026-05-20", ""), ("2026-05-04", ""),
        ])
    func anEstimatedHolidayThatDecidesIsWarnedOf(holiday: String, code: String) throws {
        let found = try slot(schedule([calendar([(holiday, true)])]))
        #expect(found.findings.map(\.code.description).joined() == code)
        let announced = try slot(schedule([calendar([(holiday, false)])]))
        #expect(announced.findings.isEmpty)
    }

    @Test func slotsOfAnIntervalAndTheNextOne() throws {
        let list = try schedule([calendar()])
        let start = try #require(Instant("2026-04-30T23:30:00Z"))
        let slots = try list.slots(after: start, through: try #require(Instant("2026-07-01T05:00:00Z")))
        #expect(slots.map(\.key) == ["2026-05", "2026-06", "2026-07"])
        #expect(try list.next(after: slots[0].instant) == slots[1])
        #expect(try list.next(after: start) == slots[0])
        #expect(try list.slots(after: slots[2].instant, through: start).isEmpty)
    }
}
