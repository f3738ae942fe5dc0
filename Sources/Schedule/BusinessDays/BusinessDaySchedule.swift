package import Kernel

/// Once a month, on a business day counted from the month's beginning or end.
package struct BusinessDaySchedule: Sendable, Hashable {
    /// 1 is the first business day of a month, -1 the last.
    package let nth: Int
    /// A business day is one in all of them.
    package let calendars: [HolidayCalendar]
    package let zone: Zone
    package let secondOfDay: Int

    /// Every month of any calendar has that many business days, or the calendar is wrong.
    package static let largestNth = 15

    package init(nth: Int, calendars: [HolidayCalendar], zone: Zone, secondOfDay: Int) {
        precondition(nth != 0 && abs(nth) <= BusinessDaySchedule.largestNth && !calendars.isEmpty)
        self.nth = nth
        self.calendars = calendars
        self.zone = zone
        self.secondOfDay = secondOfDay
    }

    /// The one slot of a month. Its key is the month: the day may change with the calendar, the work is the same.
    ///
    /// - Throws: exit 78 when a calendar does not cover the year, or the month has too few business days.
    package func slot(in month: Month) throws(Failure) -> Slot {
        for calendar in calendars { try calendar.requireCover(of: month) }
        guard let day = day(in: month, without: nil, and: nil) else {
            throw Failure(
                .configuration, ScheduleCode.tooFewDays,
                "\(month) has fewer than \(abs(nth)) business days by \(calendarNames)",
                at: Place(file: calendars[0].file))
        }
        let planned = LocalTime(day, secondOfDay: secondOfDay)
        let second = zone.meaning(of: planned).instant.wholeSeconds
        return Slot(
            key: month.description, second: second, offset: zone.span(at: second).offset, planned: planned,
            findings: estimates(deciding: day, in: month))
    }

    /// Slots later than `start` and not later than `end`, without those of months whose keys are known: of them no
    /// calendar is asked, so that it may leave out years that are done.
    package func slots(
        after start: Instant, through end: Instant, except known: Set<String> = []
    ) throws(Failure) -> [Slot] {
        guard start < end else { return [] }
        // A business day lies in its month on the wall clock, which may be a neighbour of the month in UTC.
        var month = Month(containing: zone.local(start).day)
        let last = Month(containing: zone.local(end).day)
        var slots: [Slot] = []
        while month <= last {
            if !known.contains(month.description) {
                let slot = try slot(in: month)
                if slot.instant > start, slot.instant <= end { slots.append(slot) }
            }
            month = month.next
        }
        return slots
    }

    package func next(after instant: Instant) throws(Failure) -> Slot {
        let month = Month(containing: zone.local(instant).day)
        let slot = try slot(in: month)
        return slot.instant > instant ? slot : try self.slot(in: month.next)
    }

    /// The latest slot not later than `instant`: that of its month, or of the month before; nil where that one was not
    /// covered yet.
    package func latest(through instant: Instant) throws(Failure) -> Slot? {
        let month = Month(containing: zone.local(instant).day)
        let slot = try slot(in: month)
        if slot.instant <= instant { return slot }
        let before = Month(containing: month.firstDay.advanced(by: -1))
        return calendars.allSatisfy({ $0.years.contains(before.year) }) ? try self.slot(in: before) : nil
    }

    package var calendarNames: String { calendars.map(\.name).joined(separator: " and ") }
}

extension BusinessDaySchedule {
    /// The day on which the month's slot falls when `holiday` is left out and `extra` is a day off.
    private func day(in month: Month, without holiday: Holiday?, and extra: CalendarDay?) -> CalendarDay? {
        let days = (0..<month.dayCount).lazy.map { month.firstDay.advanced(by: nth > 0 ? $0 : month.dayCount - 1 - $0) }
        return days.filter { isBusinessDay($0, without: holiday, and: extra) }.dropFirst(abs(nth) - 1).first
    }

    private func isBusinessDay(_ day: CalendarDay, without holiday: Holiday?, and extra: CalendarDay?) -> Bool {
        day != extra
            && !calendars.contains { calendar in
                calendar.weekend.contains(day.weekday) || calendar.holidays[day]?.contains { $0 != holiday } ?? false
            }
    }

    /// Estimated holidays without which, or with which a day earlier or later, the slot would fall on another day.
    private func estimates(deciding day: CalendarDay, in month: Month) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for offset in -1...month.dayCount {
            let candidate = month.firstDay.advanced(by: offset)
            for calendar in calendars {
                for holiday in calendar.holidays[candidate] ?? [] where holiday.isEstimated {
                    let others = [nil, candidate.advanced(by: -1), candidate.advanced(by: 1)].compactMap { moved in
                        self.day(in: month, without: holiday, and: moved)
                    }
                    guard let other = others.first(where: { $0 != day }) else { continue }
                    findings.append(
                        .warning(
                            ScheduleCode.estimatedHoliday,
                            "\(holiday.name) on \(candidate) is estimated in calendar '\(calendar.name)': the slot of "
                                + "\(month) is on \(day) and may move, for example to \(other)",
                            at: Place(file: calendar.file),
                            hint: "correct the calendar when the day is announced; the month is run once in any case"))
                }
            }
        }
        return findings
    }
}
