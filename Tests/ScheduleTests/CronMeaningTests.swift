import Kernel
import Testing

@testable import Schedule

/// Which days and times an expression admits, without any zone.
struct CronMeaningTests {
    @Test(
        arguments: [
            ("0 0 1 * *", "0 0 1 1-12 *"), ("@yearly", "0 0 1 1 *"), ("@annually", "@yearly"),
            ("@monthly", "0 0 1 * *"), ("@weekly", "0 0 * * 7"), ("@daily", "@midnight"), ("@hourly", "0 * * * *"),
            ("0 0 * * SUN", "0 0 * * 0"), ("0 0 * * sun", "0 0 * * 7"), ("0 0 * * 5-7", "0 0 * * 0,5,6"),
            ("0 0 * jan,Feb *", "0 0 * 1-2 *"), ("5/15 0 * * *", "5,20,35,50 0 * * *"),
            ("0 0 * * 6/1", "0 0 * * 6,7"), ("00 08 * * *", "0 8 * * *"), ("0\t0  *  * *", "0 0 * * *"),
            ("0 0 l * *", "0 0 L * *"), ("0 0 * * FRIL", "0 0 * * 5l"), ("0 0 * * SUN#2", "0 0 * * 7#2"),
            ("0 0 0 * * *", "0 0 * * *"), ("0 0 * * */7", "0 0 * * 0"), ("0 0 * * 0-7", "0 0 * * 0-6"),
        ])
    func meansTheSame(text: String, other: String) throws {
        #expect(try times(text) == times(other))
    }

    private func times(_ text: String) throws -> [LocalTime] {
        let expression = try CronExpression(text)
        var times: [LocalTime] = []
        var next = LocalTime(try #require(CalendarDay(year: 2026, month: 1, day: 1)), secondOfDay: 0)
        while times.count < 100, let time = expression.next(from: next) {
            times.append(time)
            next = LocalTime(seconds: time.seconds + 1)
        }
        return times
    }

    /// March 2026 begins on a Sunday, August 2026 on a Saturday, February 2026 ends on a Saturday.
    @Test(
        arguments: [
            ("0 0 L * *", 2026, 2, [28]), ("0 0 L * *", 2028, 2, [29]), ("0 0 LW * *", 2026, 2, [27]),
            ("0 0 LW * *", 2026, 5, [29]), ("0 0 1W * *", 2026, 8, [3]), ("0 0 1W * *", 2026, 3, [2]),
            ("0 0 31W * *", 2026, 5, [29]), ("0 0 15W * *", 2026, 3, [16]), ("0 0 14W * *", 2026, 3, [13]),
            ("0 0 * * 1#1", 2026, 3, [2]), ("0 0 * * 0#5", 2026, 3, [29]), ("0 0 * * 3#5", 2026, 3, []),
            ("0 0 * * 5L", 2026, 3, [27]), ("0 0 L,15W * *", 2026, 3, [16, 31]), ("0 0 31W * *", 2026, 4, []),
            ("0 0 */10 * 0", 2026, 3, [1]), ("0 0 13 * 5", 2026, 3, [6, 13, 20, 27]),
            ("0 0 31 * 1#1", 2026, 3, [2, 31]), ("0 0 1 * */2", 2026, 3, [1]), ("0 0 1 * */2", 2026, 4, []),
            ("0 0 * * 1,3L", 2026, 3, [2, 9, 16, 23, 25, 30]),
        ])
    func fallsOnDays(text: String, year: Int, month: Int, days: [Int]) throws {
        let bits = try CronExpression(text).days(in: MonthShape(year: year, month: month))
        #expect((0...31).filter { bits & 1 << UInt32($0) != 0 } == days)
    }

    /// What a field holds and how it is written are two things: the rule looks at the second.
    @Test(
        arguments: [
            (
                "0 6 15 * 0-6",
                "every day: day of week 0-6 holds every day, and one day field is enough where none starts with *"
            ),
            (
                "0 6 1-31 * 1",
                "every day: day of month 1-31 holds every day, and one day field is enough where none starts with *"
            ),
            ("0 6 */2 * 0-6", "day of month alone: day of week 0-6 holds every day, and both must hold"),
            ("0 6 */1 * 1", "day of week alone: day of month */1 holds every day, and both must hold"),
            ("0 6 15 * *", "day of month alone: day of week * holds every day, and both must hold"),
            ("0 6 1-31 * 0-7", "every day: neither day field restricts it"),
            (
                "0 6 13 * 5",
                "either: both day fields are restricted and none starts with *, so that one of them is enough"
            ),
        ])
    func theDayRuleSaysWhatIsSo(text: String, rule: String) throws {
        let expression = try CronExpression(text)
        #expect(expression.dayRule == rule)
        // The words are held against the days themselves.
        let days = (1...12).map { expression.days(in: MonthShape(year: 2026, month: $0)).nonzeroBitCount }
        #expect(rule.hasPrefix("every day") == (days.reduce(0, +) == 365))
    }

    @Test func rareDaysAreFoundAcrossCenturies() throws {
        let expression = try CronExpression("0 0 29 2 */7")
        let start = LocalTime(try #require(CalendarDay(year: 2089, month: 1, day: 1)), secondOfDay: 0)
        #expect(expression.next(from: start)?.description == "2128-02-29T00:00:00")
    }

    @Test func theCalendarEnds() throws {
        let schedule = CronSchedule(try CronExpression("0 0 1 1 *"), in: .utc)
        #expect(schedule.next(after: try #require(Instant("9998-12-31T00:00:00Z"))) != nil)
        #expect(schedule.next(after: try #require(Instant("9999-06-01T00:00:00Z"))) == nil)
        #expect(schedule.next(after: Instant(microseconds: -90_000_000_000_000_000)) != nil)
    }

    @Test func aFractionOfASecondIsNoSlot() throws {
        let schedule = CronSchedule(try CronExpression("* * * * * *"), in: .utc)
        let next = schedule.next(after: Instant(microseconds: 1_500_000))
        #expect(next?.instant == Instant(secondsSinceEpoch: 2))
        #expect(schedule.next(after: Instant(secondsSinceEpoch: 2))?.instant == Instant(secondsSinceEpoch: 3))
        #expect(schedule.next(after: Instant(microseconds: -500_000))?.instant == Instant(secondsSinceEpoch: 0))
    }

    @Test func weekdaysCountFromSunday() throws {
        #expect(try #require(CalendarDay(year: 2026, month: 3, day: 1)).weekday == .sunday)
        #expect(CalendarDay(daysSinceEpoch: 0).weekday == .thursday)
        #expect(try #require(CalendarDay(year: 1, month: 1, day: 1)).weekday == .monday)
    }
}
