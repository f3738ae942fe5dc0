import Kernel

/// How a zone goes on: the POSIX `TZ` text that ends a zone file.
struct ZoneRule: Sendable, Hashable {
    let standard: ZoneOffset
    let daylight: Daylight?

    struct Daylight: Sendable, Hashable {
        let offset: ZoneOffset
        let start: YearlyTime
        let end: YearlyTime
    }

    /// The changes that fall on days of that year, in no order.
    func changes(in year: Int) -> [ZoneChange] {
        guard let daylight, (1...9999).contains(year) else { return [] }
        return [
            ZoneChange(at: daylight.start.local(in: year) - Int64(standard.seconds), offset: daylight.offset),
            ZoneChange(at: daylight.end.local(in: year) - Int64(daylight.offset.seconds), offset: standard),
        ]
    }
}

/// A day of each year and a time after its midnight, which may be negative or more than a day.
struct YearlyTime: Sendable, Hashable {
    enum Day: Sendable, Hashable {
        /// `J60`: 1 to 365, 29 February is never counted.
        case julian(Int)
        /// `59`: 0 to 365, 29 February is counted.
        case zeroBased(Int)
        /// `M3.5.0`: month, week (5: the last), weekday.
        case weekday(month: Int, week: Int, weekday: Int)
    }

    let day: Day
    let seconds: Int

    /// Seconds since 1970-01-01T00:00:00 on the wall clock.
    func local(in year: Int) -> Int64 {
        guard let newYear = CalendarDay(year: year, month: 1, day: 1) else {
            preconditionFailure("\(year) is no year of the calendar")
        }
        let found: CalendarDay
        switch day {
        case .julian(let number):
            let isPastLeapDay = number >= 60 && CalendarDay.length(ofMonth: 2, year: year) == 29
            found = newYear.advanced(by: number - (isPastLeapDay ? 0 : 1))
        case .zeroBased(let number): found = newYear.advanced(by: number)
        case .weekday(let month, let week, let weekday):
            let shape = MonthShape(year: year, month: month)
            let wanted = shape.firstDay(of: weekday) + (week - 1) * 7
            let number = wanted <= shape.length ? wanted : wanted - 7
            guard let day = CalendarDay(year: year, month: month, day: number) else {
                preconditionFailure("\(year)-\(month) has no day \(number)")
            }
            found = day
        }
        return LocalTime(found, secondOfDay: 0).seconds + Int64(seconds)
    }
}
