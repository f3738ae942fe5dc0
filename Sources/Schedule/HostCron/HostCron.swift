package import Kernel

/// The cron of a machine, which knows one time zone: by which lines it wakes the program when a schedule is due.
///
/// A line is the schedule's own expression where it means the same there. Elsewhere it is woken more often than
/// something is due, and never less often; the program that is woken asks the ledger.
package struct HostCron: Sendable {
    package let zone: Zone
    /// The time for which lines must be right.
    package let start: Instant
    package let end: Instant

    /// For schedules that no closer lines would fit: with it nothing waits longer than five minutes.
    package static let tick = "*/5 * * * *"

    /// Clocks change by rules that are made anew every some years.
    private static let days: Int64 = 3660
    /// Beyond this it is simpler to be woken every hour.
    private static let largestLineCount = 3
    /// Beyond this a tick wakes less often.
    private static let largestMinuteCount = 12

    package init(zone: Zone, from start: Instant) {
        self.zone = zone
        self.start = start
        end = start.advanced(bySeconds: HostCron.days * 86_400)
    }

    /// Five fields that Debian's cron takes; each slot of the schedule has one of their times within the five minutes
    /// after it, most at the very minute.
    package func lines(for schedule: CronSchedule) -> [CronExpression] {
        let plain = CronExpression.made(schedule.expression.hostText)
        let hasSeconds = schedule.expression[.second].values != [0]
        let shifts = shifts(from: schedule.zone)
        if shifts == [0], !hasSeconds { return [plain] }
        let tick = [CronExpression.made(HostCron.tick)]
        guard shifts.allSatisfy({ $0 % 60 == 0 }) else { return tick }
        // A slot within a minute has passed when the next one begins.
        let times = times(of: schedule, shifts: shifts.map { $0 / 60 + (hasSeconds ? 1 : 0) })
        let days = plain.dayFields(shiftedBy: times.dayShifts)
        return times.fields(everyHour: hasClockChanges).map { fields in
            fields.map { CronExpression.made("\($0) \(days)") }
        } ?? tick
    }

    /// Where the host's own clock changes, only a line with a star for the hour goes by every hour that comes twice.
    private var hasClockChanges: Bool { !zone.clockChanges(after: start, through: end).isEmpty }

    /// All differences, in seconds, between the host's clock and that of `other`.
    private func shifts(from other: Zone) -> Set<Int> {
        var shifts: Set<Int> = []
        var second = start.wholeSeconds
        while second <= end.wholeSeconds {
            let (here, there) = (zone.span(at: second), other.span(at: second))
            shifts.insert(here.offset.seconds - there.offset.seconds)
            second = min(here.end ?? .max, there.end ?? .max)
        }
        return shifts
    }

    /// The host's clock at each slot.
    private func times(of schedule: CronSchedule, shifts: [Int]) -> HostTimes {
        var times = HostTimes()
        for hour in schedule.expression[.hour].values {
            for minute in schedule.expression[.minute].values {
                for shift in shifts { times.add(minute: hour * 60 + minute + shift) }
            }
        }
        // What is skipped by the schedule's clocks is due at the end of the gap, which no field names.
        for night in schedule.changedNights(after: start, through: end)
        where night.effect == .moved || night.effect == .collapsed {
            let local = zone.local(night.change.instant)
            let midnight = LocalTime(night.reading.day, secondOfDay: 0)
            times.add(minute: Int(local.seconds - midnight.seconds + 59) / 60)
        }
        return times
    }
}

extension HostCron {
    /// Times of day on the host's clock.
    private struct HostTimes {
        /// Hours by minute.
        var hours: [Int: Set<Int>] = [:]
        /// By how many days the host's day differs from the schedule's.
        var dayShifts: Set<Int> = []

        /// - Parameter minute: counted from the midnight with which the schedule's day begins.
        mutating func add(minute: Int) {
            let shift = Int(Int64(minute).floorDivided(by: 1440))
            let ofDay = minute - shift * 1440
            dayShifts.insert(shift)
            hours[ofDay % 60, default: []].insert(ofDay / 60)
        }

        /// Minute and hour of each line, minutes with the same hours in one; nil where a tick does better.
        func fields(everyHour: Bool) -> [String]? {
            var minutes = Dictionary(grouping: hours.keys) { hours[$0] ?? [] }
            if everyHour || minutes.count > HostCron.largestLineCount { minutes = [Set(0...23): Array(hours.keys)] }
            let lines = minutes.sorted { ($0.value.min() ?? 0) < ($1.value.min() ?? 0) }
            guard lines.allSatisfy({ $0.value.count <= HostCron.largestMinuteCount }) else { return nil }
            return lines.map { hours, minutes in
                "\(CronText.list(minutes, of: 0...59)) \(CronText.list(hours, of: 0...23))"
            }
        }
    }
}

/// Fields of a cron expression as text.
enum CronText {
    /// `*`, or numbers and ranges in order.
    static func list(_ values: some Sequence<Int>, of all: ClosedRange<Int>) -> String {
        let values = Set(values).sorted()
        if values == Array(all) { return "*" }
        var parts: [ClosedRange<Int>] = []
        for value in values {
            if let last = parts.last, last.upperBound + 1 == value {
                parts[parts.count - 1] = last.lowerBound...value
            } else {
                parts.append(value...value)
            }
        }
        return parts.map { part in
            part.count < 3 ? part.map(String.init).joined(separator: ",") : "\(part.lowerBound)-\(part.upperBound)"
        }.joined(separator: ",")
    }
}
