/// A day of the proleptic Gregorian calendar, without a zone.
package struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let daysSinceEpoch: Int32

    @inlinable
    package init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }

    /// Nil for a day that does not exist, and for years outside 1...9999.
    @inlinable
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDay.length(ofMonth: month, year: year)
        else { return nil }
        daysSinceEpoch = CalendarDay.days(year: year, month: month, day: day)
    }

    /// Days since the epoch (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
    @inlinable
    static func days(year: Int, month: Int, day: Int) -> Int32 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Year, month and day (same source, civil_from_days).
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    @inlinable
    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    /// `2026-04-30`.
    package var description: String {
        let (year, month, day) = civil
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    package var start: Instant { Instant(microseconds: Int64(daysSinceEpoch) * Instant.microsecondsPerDay) }

    package func advanced(by days: Int) -> CalendarDay { CalendarDay(daysSinceEpoch: daysSinceEpoch + Int32(days)) }

    @inlinable
    package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        left.daysSinceEpoch < right.daysSinceEpoch
    }
}

/// Decimal digits with leading zeros.
func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
}

/// A calendar month in UTC: the billing period of every supported provider.
package struct Month: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let year: Int
    package let month: Int

    package init?(year: Int, month: Int) {
        guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
        self.year = year
        self.month = month
    }

    /// Reads `2026-04`; nil for any other form.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"), let year = Int(text.prefix(4)),
            let month = Int(text.suffix(2)), bytes[0] != UInt8(ascii: "+"), bytes[5] != UInt8(ascii: "+")
        else { return nil }
        self.init(year: year, month: month)
    }

    package init(containing day: CalendarDay) {
        let civil = day.civil
        year = civil.year
        month = civil.month
    }

    package var description: String { "\(padded(year, 4))-\(padded(month, 2))" }
    package var dayCount: Int { CalendarDay.length(ofMonth: month, year: year) }
    package var hourCount: Int { dayCount * 24 }
    package var firstDay: CalendarDay {
        CalendarDay(daysSinceEpoch: CalendarDay.days(year: year, month: month, day: 1))
    }
    package var next: Month { month == 12 ? Month(unchecked: year + 1, 1) : Month(unchecked: year, month + 1) }
    /// How many months there are from this one to another that is not earlier, both counted.
    package func count(through last: Month) -> Int { (last.year - year) * 12 + last.month - month + 1 }
    package var start: Instant { firstDay.start }
    package var end: Instant { next.firstDay.start }

    private init(unchecked year: Int, _ month: Int) {
        self.year = year
        self.month = month
    }

    package static func < (left: Month, right: Month) -> Bool {
        (left.year, left.month) < (right.year, right.month)
    }
}
