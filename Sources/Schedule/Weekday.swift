package import Kernel

/// A day of the week; numbers as in cron.
package enum Weekday: Int, Sendable, CaseIterable {
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday

    /// As calendars write it: `sunday`.
    package var name: String { "\(self)" }
}

extension CalendarDay {
    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let number = (Int(daysSinceEpoch) % 7 + 11) % 7
        guard let weekday = Weekday(rawValue: number) else { preconditionFailure("\(number) is no weekday") }
        return weekday
    }
}
