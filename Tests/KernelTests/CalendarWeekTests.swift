import Kernel
import Testing

struct CalendarWeekTests {
    private static func day(_ text: String) throws -> CalendarDay { try #require(Instant("\(text)T00:00:00Z")).day }

    /// The weeks are those of Python's `date.isocalendar()`.
    @Test(arguments: [
        ("2026-04-01", "2026-W14"), ("2026-04-05", "2026-W14"), ("2026-04-06", "2026-W15"), ("2026-04-30", "2026-W18"),
        ("2025-12-29", "2026-W01"), ("2025-12-28", "2025-W52"), ("2027-01-01", "2026-W53"), ("2027-01-04", "2027-W01"),
        ("2021-01-03", "2020-W53"), ("2024-12-30", "2025-W01"), ("2000-02-29", "2000-W09"), ("1970-01-01", "1970-W01"),
        ("1969-12-28", "1969-W52"), ("1969-12-29", "1970-W01"), ("1900-01-01", "1900-W01"), ("9999-12-31", "9999-W52"),
    ])
    func weeksAreThoseOfISO(_ day: String, _ week: String) throws {
        #expect(CalendarWeek(containing: try CalendarWeekTests.day(day)).description == week)
    }

    @Test func aWeekIsSevenDaysFromMonday() throws {
        var day = try CalendarWeekTests.day("1969-12-01")
        #expect(CalendarWeek(containing: day).monday == day)
        for _ in 0..<40_000 {
            let week = CalendarWeek(containing: day)
            #expect(week.monday <= day && day <= week.sunday)
            #expect((week == CalendarWeek(containing: day.advanced(by: 1))) == (day != week.sunday))
            day = day.advanced(by: 1)
        }
    }

    @Test func aWeekOverTheEndOfAMonthLiesInNone() throws {
        let months = try ["2026-03", "2026-04", "2026-05"].map { try #require(Month($0)) }
        for (day, inApril) in [
            ("2026-04-01", false), ("2026-04-06", true), ("2026-04-26", true), ("2026-04-27", false),
        ] {
            let week = CalendarWeek(containing: try CalendarWeekTests.day(day))
            #expect(months.map { week.lies(in: $0) } == [false, inApril, false])
        }
    }
}
