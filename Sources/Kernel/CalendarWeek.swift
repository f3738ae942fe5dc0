/// A week of ISO 8601: from Monday to Sunday, and of the year that its Thursday lies in.
package struct CalendarWeek: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Its first day.
    package let monday: CalendarDay

    package init(containing day: CalendarDay) {
        // 1970-01-01 was a Thursday. The remainder is never below zero, also for days before.
        let since = (Int(day.daysSinceEpoch) + 3) % 7
        monday = day.advanced(by: -(since < 0 ? since + 7 : since))
    }

    package var sunday: CalendarDay { monday.advanced(by: 6) }

    /// `2026-W18`.
    package var description: String {
        let thursday = monday.advanced(by: 3)
        let year = thursday.civil.year
        let first = CalendarDay.days(year: year, month: 1, day: 1)
        return "\(padded(year, 4))-W\(padded(Int(thursday.daysSinceEpoch - first) / 7 + 1, 2))"
    }

    /// Whether each of its days is one of the month's.
    package func lies(in month: Month) -> Bool {
        Month(containing: monday) == month && Month(containing: sunday) == month
    }

    package static func < (left: CalendarWeek, right: CalendarWeek) -> Bool { left.monday < right.monday }
}
