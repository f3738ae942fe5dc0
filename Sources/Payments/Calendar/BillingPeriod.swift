package import Kernel

/// How long one payment lasts.
package enum BillingInterval: String, Sendable, Hashable, CaseIterable {
    case month, year
}

/// The day of the month on which a subscription is due, kept for good: 31 January, 28 February, 31 March.
package struct AnchorDay: Sendable, Hashable {
    package let day: Int

    /// Nil outside 1...31.
    package init?(_ day: Int) {
        guard (1...31).contains(day) else { return nil }
        self.day = day
    }

    package init(of day: CalendarDay) { self.day = day.civil.day }

    /// The anchor day of a month, or the month's last day when it is shorter.
    package func day(in month: Month) -> CalendarDay {
        month.firstDay.advanced(by: min(day, month.dayCount) - 1)
    }
}

/// What one payment pays for: whole days from `start` up to and without `end`.
package struct BillingPeriod: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let start: CalendarDay
    package let end: CalendarDay

    /// Nil when no day is in it.
    package init?(start: CalendarDay, end: CalendarDay) {
        guard start < end else { return nil }
        self.start = start
        self.end = end
    }

    /// The period that begins on `start`; it ends on the anchor day one interval later, whenever it was paid.
    package init(start: CalendarDay, interval: BillingInterval, anchor: AnchorDay) {
        self.start = start
        var month = Month(containing: start)
        let steps = interval == .month ? 1 : 12
        for _ in 0..<steps { month = month.next }
        end = anchor.day(in: month)
    }

    package var dayCount: Int { Int(end.daysSinceEpoch - start.daysSinceEpoch) }

    /// The month it begins in, which no other period of the subscription has.
    package var month: Month { Month(containing: start) }

    package func contains(_ day: CalendarDay) -> Bool { start <= day && day < end }

    package var description: String { "\(start)/\(end)" }

    package static func < (left: BillingPeriod, right: BillingPeriod) -> Bool {
        (left.start, left.end) < (right.start, right.end)
    }
}
