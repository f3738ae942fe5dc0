import Kernel

/// The slots of a cron schedule in order of time.
///
/// The walk goes from one stretch of constant offset to the next. Where stretches meet, the clock is put forward or
/// back, and Debian's rule (cron(8), changes of less than three hours) decides: a job at a fixed time whose reading is
/// skipped runs once right after the gap, and one whose reading comes twice runs at the first only; a job with wildcards
/// follows the new time at once.
package struct CronSlots: Sequence, IteratorProtocol {
    /// "Clock changes of more than 3 hours are considered to be corrections to the clock": from here on they are.
    static let largestAdjustment: Int64 = 3 * 3600

    private let schedule: CronSchedule
    private var span: ZoneSpan
    /// The earliest reading that may still be due in this stretch.
    private var position: LocalTime
    /// The first skipped reading that is made up for at the stretch's beginning.
    private var skipped: LocalTime?

    init(_ schedule: CronSchedule, after instant: Instant) {
        self.schedule = schedule
        let first = instant.wholeSeconds + 1
        span = schedule.zone.span(at: first)
        position = span.local(first)
        if let start = span.start {
            enter(span, at: start)
            if start < first {
                skipped = nil
                position = Swift.max(position, span.local(first))
            }
        }
    }

    package mutating func next() -> Slot? {
        while true {
            if let planned = skipped, let start = span.start {
                skipped = nil
                // A slot that is due at this very second anyway is the same one.
                position = Swift.max(position, LocalTime(seconds: span.local(start).seconds + 1))
                return Slot(second: start, offset: span.offset, planned: planned)
            }
            guard let found = schedule.expression.next(from: position) else { return nil }
            if let end = span.end, found >= span.local(end) {
                span = schedule.zone.span(at: end)
                enter(span, at: end)
                continue
            }
            position = LocalTime(seconds: found.seconds + 1)
            return Slot(second: span.second(found), offset: span.offset)
        }
    }

    /// Sets where the stretch that begins at `start` is searched from.
    private mutating func enter(_ span: ZoneSpan, at start: Int64) {
        let change = ClockChange(schedule.zone, at: start)
        position = change.after
        skipped = nil
        guard !schedule.expression.hasWildcardTime, change.isAdjustment else { return }
        if change.before > change.after {
            position = change.before
        } else if let found = schedule.expression.next(from: change.before), found < change.after {
            skipped = found
        }
    }
}
