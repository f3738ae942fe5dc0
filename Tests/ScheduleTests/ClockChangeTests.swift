import Kernel
import Schedule
import Testing

/// Debian's rule for changes of the clocks, night by night, and what is said of it.
struct ClockChangeTests {
    private func slots(_ text: String, _ zone: String, after from: String, _ count: Int) throws -> [String] {
        let schedule = CronSchedule(try CronExpression(text), in: try FixtureFolder.zones.zone(zone))
        return schedule.slots(after: try #require(Instant(from))).prefix(count).map(\.localDescription)
    }

    @Test func aFixedTimeInTheGapIsRightAfterIt() throws {
        #expect(
            try slots("30 2 * * *", "Europe/Berlin", after: "2026-03-28T12:00:00Z", 2)
                == ["2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"])
        #expect(
            try slots("0 0 * * *", "America/Sao_Paulo", after: "2018-11-03T12:00:00Z", 2)
                == ["2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00"])
        #expect(
            try slots("15 2 * * *", "Australia/Lord_Howe", after: "2026-10-03T00:00:00Z", 1)
                == ["2026-10-04T02:30:00+11:00"])
    }

    @Test func severalReadingsOfAGapAreOneSlot() throws {
        #expect(
            try slots("0,30 2,3 * * *", "Europe/Berlin", after: "2026-03-28T12:00:00Z", 3)
                == ["2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00", "2026-03-30T02:00:00+02:00"])
    }

    @Test func aFixedTimeInTheFoldIsThereOnce() throws {
        #expect(
            try slots("30 2 * * *", "Europe/Berlin", after: "2026-10-24T12:00:00Z", 2)
                == ["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"])
        #expect(
            try slots("45 23 * * *", "America/Sao_Paulo", after: "2019-02-16T12:00:00Z", 2)
                == ["2019-02-16T23:45:00-02:00", "2019-02-17T23:45:00-03:00"])
    }

    /// Asked in the middle of the hour that comes twice, the second time is not a slot either.
    @Test func askedInsideTheFoldNothingIsRepeated() throws {
        #expect(
            try slots("30 2 * * *", "Europe/Berlin", after: "2026-10-25T00:45:00Z", 1) == ["2026-10-26T02:30:00+01:00"])
        #expect(
            try slots("30 2 * * *", "Europe/Berlin", after: "2026-10-25T01:05:00Z", 1) == ["2026-10-26T02:30:00+01:00"])
        #expect(
            try slots("30 2 * * *", "Europe/Berlin", after: "2026-03-29T01:00:00Z", 1) == ["2026-03-30T02:30:00+02:00"])
    }

    @Test func wildcardsFollowTheClock() throws {
        #expect(
            try slots("0 * * * *", "Europe/Berlin", after: "2026-10-25T00:00:00Z", 3)
                == ["2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00", "2026-10-25T04:00:00+01:00"])
        #expect(
            try slots("0 */2 * * *", "Europe/Berlin", after: "2026-03-28T23:30:00Z", 1) == ["2026-03-29T04:00:00+02:00"]
        )
        #expect(
            try slots("*/30 2 * * *", "Europe/Berlin", after: "2026-03-28T23:30:00Z", 1)
                == ["2026-03-30T02:00:00+02:00"])
    }

    /// Samoa left out 30 December 2011: a change of a day is a correction of the clock, and nothing is made up for.
    @Test func aChangeOfThreeHoursOrMoreIsACorrection() throws {
        #expect(
            try slots("0 6 * * *", "Pacific/Apia", after: "2011-12-29T00:00:00Z", 2)
                == ["2011-12-29T06:00:00-10:00", "2011-12-31T06:00:00+14:00"])
    }

    @Test func everyNightOfAYearIsOneDailySlot() throws {
        for zone in ["Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Africa/Casablanca", "Antarctica/Troll"]
        {
            for minute in stride(from: 0, to: 60, by: 15) {
                for hour in 0...3 {
                    let schedule = CronSchedule(
                        try CronExpression("\(minute) \(hour) * * *"), in: try FixtureFolder.zones.zone(zone))
                    let slots = Array(
                        schedule.slots(
                            after: try #require(Instant("2026-01-01T12:00:00Z")),
                            through: try #require(Instant("2027-01-01T12:00:00Z"))))
                    #expect(Set(slots.map(\.planned.day)).count == 365, "\(minute) \(hour) in \(zone)")
                    #expect(slots.count == 365, "\(minute) \(hour) in \(zone)")
                }
            }
        }
    }

    @Test(
        arguments: [
            ("30 2 * * *", ["moved 02:30", "once 02:30"]), ("0,30 2 * * *", ["collapsed 02:00", "once 02:00"]),
            ("0 2,3 * * *", ["collapsed 02:00", "once 02:00"]), ("0 */2 * * *", ["dropped 02:00", "repeated 02:00"]),
            ("0 4 * * *", []), ("0 3 * * *", []), ("30 2 1 * *", []),
            ("* * * * *", ["dropped 02:00", "repeated 02:00"]),
        ])
    func nightsAreTold(text: String, expected: [String]) throws {
        let schedule = CronSchedule(try CronExpression(text), in: try FixtureFolder.zones.zone("Europe/Berlin"))
        let nights = schedule.changedNights(
            after: try #require(Instant("2026-01-01T00:00:00Z")), through: try #require(Instant("2027-01-01T00:00:00Z"))
        )
        #expect(nights.map { "\($0.effect.rawValue) \($0.reading.shortClock)" } == expected)
    }
}
