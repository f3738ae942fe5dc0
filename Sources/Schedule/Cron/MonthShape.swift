import Kernel

/// How the days of a month lie: its length and the weekday of its first day. Weekdays count from Sunday, 0.
struct MonthShape: Hashable {
    let length: Int
    let firstWeekday: Int

    init(length: Int, firstWeekday: Int) {
        self.length = length
        self.firstWeekday = firstWeekday
    }

    /// Traps for a month that `CalendarDay` does not know.
    init(year: Int, month: Int) {
        guard let first = CalendarDay(year: year, month: month, day: 1) else {
            preconditionFailure("\(year)-\(month) is no month")
        }
        self.init(length: CalendarDay.length(ofMonth: month, year: year), firstWeekday: first.weekday.rawValue)
    }

    /// All forms that a month takes.
    static func all(of month: Int) -> [MonthShape] {
        let lengths = month == 2 ? [28, 29] : [CalendarDay.length(ofMonth: month, year: 2001)]
        return lengths.flatMap { length in (0...6).map { MonthShape(length: length, firstWeekday: $0) } }
    }

    /// Bits 1 to the month's length.
    var allDays: UInt32 { UInt32.max >> UInt32(31 - length) & ~1 }

    func weekday(of day: Int) -> Int { (firstWeekday + day - 1) % 7 }

    func firstDay(of weekday: Int) -> Int { (weekday - firstWeekday + 7) % 7 + 1 }

    func days(of weekday: Int) -> UInt32 {
        var days: UInt32 = 0
        for day in stride(from: firstDay(of: weekday), through: length, by: 7) { days |= 1 << UInt32(day) }
        return days
    }

    /// The day from Monday to Friday that is nearest to `day`, within the month.
    func workday(nearest day: Int) -> Int {
        switch weekday(of: day) {
        case 6: day == 1 ? 3 : day - 1
        case 0: day == length ? day - 2 : day + 1
        default: day
        }
    }
}
