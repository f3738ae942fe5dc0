package import Kernel
package import Schedule

/// Nights: from one time of day to the same time of the next day, on the wall clock of a zone.
package struct Nights: Sendable {
    package struct Night: Sendable, Hashable {
        /// The day on which it ends.
        package let day: CalendarDay
        package let from: Instant
        package let to: Instant

        /// The same night with another beginning.
        package func beginning(at from: Instant) -> Night { Night(day: day, from: from, to: to) }
    }

    private let ends: CronSchedule
    /// Wakes once an hour at the minute at which nights end: what could not be sent is tried again.
    package let wake: CronSchedule
    /// `nights to 08:00 in Africa/Lagos`.
    package let words: String

    /// - Parameter secondOfDay: when nights end; its seconds are left out.
    package init(endingAt secondOfDay: Int, in zone: Zone) throws(Failure) {
        let (hour, minute) = (secondOfDay / 3600, secondOfDay / 60 % 60)
        ends = CronSchedule(try CronExpression("\(minute) \(hour) * * *"), in: zone)
        wake = CronSchedule(try CronExpression("\(minute) * * * *"), in: zone)
        let clock = LocalTime(seconds: Int64(secondOfDay)).clock.prefix(5)
        words = "nights to \(clock) in \(zone.name)"
    }

    /// The newest nights that have ended, oldest first.
    package func latest(_ count: Int, endedBy now: Instant) -> [Night] {
        let slots = ends.newest(count + 1, after: nil, through: now)
        return zip(slots, slots.dropFirst()).map { Night(day: $1.planned.day, from: $0.instant, to: $1.instant) }
    }

    /// The night that ends on that day; nil where clocks leave the time out altogether.
    package func night(endingOn day: CalendarDay) -> Night? {
        // No zone is further from UTC than a day.
        let noon = Instant(secondsSinceEpoch: Int64(day.daysSinceEpoch) * 86_400 + 43_200)
        return latest(4, endedBy: noon.advanced(bySeconds: 2 * 86_400)).first { $0.day == day }
    }
}
