package import Kernel

/// What a change of the clocks does to the slots of a schedule.
package struct ChangedNight: Sendable, Hashable {
    package enum Effect: String, Sendable {
        /// The reading is skipped; the slot is right after the gap.
        case moved
        /// Several readings become one slot.
        case collapsed
        /// The reading comes twice; the slot is at the first.
        case once
        /// Readings are skipped, and their slots with them.
        case dropped
        /// The readings come twice, and their slots too.
        case repeated
    }

    package let change: ClockChange
    package let effect: Effect
    /// The first reading concerned.
    package let reading: LocalTime
    /// How many readings the change skips or shows twice.
    package let readings: Int

    /// What happens, for people: a sentence without a full stop.
    package var text: String {
        let (before, after) = (change.before, change.after)
        let stretch = "from \(min(before, after).shortClock) to \(max(before, after).shortClock)"
        let moved = "the slot is at \(after.shortClock)\(ZoneOffset.text(change.offsetAfter.seconds))"
        let count = readings == 1 ? "its slot" : "\(readings) slots"
        switch effect {
        case .moved: return "\(reading.shortClock) does not exist: clocks go \(stretch); \(moved)"
        case .collapsed: return "clocks go \(stretch): \(readings) readings there or at its end become one; \(moved)"
        case .once:
            let first = "\(reading.shortClock)\(ZoneOffset.text(change.offsetBefore.seconds))"
            return "the time \(stretch) comes twice: due once, the first time, at \(first)"
        case .dropped: return "clocks go \(stretch): \(count) there \(readings == 1 ? "is" : "are") left out"
        case .repeated: return "the time \(stretch) comes twice, and \(count) in it too"
        }
    }
}

extension CronSchedule {
    /// Readings are counted up to here: with more of them the number says nothing.
    private static let countLimit = 1000

    /// The changes of the clocks later than `start` and not later than `end` that concern a slot.
    package func changedNights(after start: Instant, through end: Instant) -> [ChangedNight] {
        zone.clockChanges(after: start, through: end).compactMap { night($0) }
    }

    private func night(_ change: ClockChange) -> ChangedNight? {
        let (low, high) = (min(change.before, change.after), max(change.before, change.after))
        guard let first = expression.next(from: low), first < high else { return nil }
        var count = 0
        var reading: LocalTime? = first
        while let found = reading, found < high, count < CronSchedule.countLimit {
            count += 1
            reading = expression.next(from: LocalTime(seconds: found.seconds + 1))
        }
        if expression.hasWildcardTime || !change.isAdjustment {
            return ChangedNight(
                change: change, effect: change.isForward ? .dropped : .repeated, reading: first, readings: count)
        }
        guard change.isForward else {
            return ChangedNight(change: change, effect: .once, reading: first, readings: count)
        }
        if expression.next(from: change.after) == change.after { count += 1 }
        return ChangedNight(
            change: change, effect: count > 1 ? .collapsed : .moved, reading: first, readings: count)
    }
}
