package import Kernel

/// A cron expression on the wall clocks of a zone.
package struct CronSchedule: Sendable, Hashable {
    package let expression: CronExpression
    package let zone: Zone

    package init(_ expression: CronExpression, in zone: Zone) {
        self.expression = expression
        self.zone = zone
    }

    /// All slots later than an instant, in order, each made when it is asked for.
    package func slots(after instant: Instant) -> CronSlots { CronSlots(self, after: instant) }

    /// Slots later than `start` and not later than `end`.
    package func slots(after start: Instant, through end: Instant) -> some Sequence<Slot> {
        slots(after: start).prefix { $0.instant <= end }
    }

    package func next(after instant: Instant) -> Slot? {
        var slots = slots(after: instant)
        return slots.next()
    }
}
