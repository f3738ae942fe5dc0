package import Kernel

/// Wall clocks of a zone being put forward or back.
package struct ClockChange: Sendable, Hashable {
    package let instant: Instant
    /// What clocks would have shown.
    package let before: LocalTime
    /// What they show.
    package let after: LocalTime
    package let offsetBefore: ZoneOffset
    package let offsetAfter: ZoneOffset

    /// - Parameter second: at which a stretch of the zone begins.
    init(_ zone: Zone, at second: Int64) {
        offsetBefore = zone.span(at: second - 1).offset
        offsetAfter = zone.span(at: second).offset
        instant = Instant(secondsSinceEpoch: second)
        before = LocalTime(seconds: second + Int64(offsetBefore.seconds))
        after = LocalTime(seconds: second + Int64(offsetAfter.seconds))
    }

    package var isForward: Bool { after > before }

    /// True where cron adjusts jobs to it; larger changes are corrections of the clock.
    var isAdjustment: Bool { abs(after.seconds - before.seconds) < CronSlots.largestAdjustment }
}

extension Zone {
    /// Changes of the offset later than `start` and not later than `end`.
    package func clockChanges(after start: Instant, through end: Instant) -> [ClockChange] {
        var changes: [ClockChange] = []
        var span = span(at: start.wholeSeconds)
        while let second = span.end, second <= end.wholeSeconds {
            let change = ClockChange(self, at: second)
            if change.before != change.after { changes.append(change) }
            span = self.span(at: second)
        }
        return changes
    }
}
