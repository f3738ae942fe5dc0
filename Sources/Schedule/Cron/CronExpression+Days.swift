import Kernel

/// Which days and seconds an expression admits, without any zone.
extension CronExpression {
    var dayFields: [CronField] { [self[.dayOfMonth], self[.dayOfWeek]] }

    /// Debian's day rule: where a day field starts with `*` both must hold, else one of them is enough. How a field is
    /// written decides, not what it holds: `0-6` is every day and no star.
    package var needsBothDayFields: Bool { dayFields.contains { $0.startsWithStar } }

    /// The first admitted local second that is not before `time`; nil when that would be after the year 9999.
    func next(from time: LocalTime) -> LocalTime? {
        guard let day = nextDay(from: time.day) else { return nil }
        if day == time.day {
            if let second = nextSecond(from: time.secondOfDay) { return LocalTime(day, secondOfDay: second) }
            guard let later = nextDay(from: day.advanced(by: 1)) else { return nil }
            return LocalTime(later, secondOfDay: firstSecond)
        }
        return LocalTime(day, secondOfDay: firstSecond)
    }

    private var firstSecond: Int {
        self[.hour].smallest * 3600 + self[.minute].smallest * 60 + self[.second].smallest
    }

    /// The first admitted second of a day that is not before `second`.
    private func nextSecond(from second: Int) -> Int? {
        let (hour, minute, rest) = (second / 3600, second / 60 % 60, second % 60)
        if self[.hour].next(from: hour) == hour {
            if self[.minute].next(from: minute) == minute, let found = self[.second].next(from: rest) {
                return hour * 3600 + minute * 60 + found
            }
            if let found = self[.minute].next(from: minute + 1) {
                return hour * 3600 + found * 60 + self[.second].smallest
            }
        }
        guard let found = self[.hour].next(from: hour + 1) else { return nil }
        return found * 3600 + self[.minute].smallest * 60 + self[.second].smallest
    }

    /// Month by month, so that a rare expression costs some hundred steps and not thousands of days.
    private func nextDay(from start: CalendarDay) -> CalendarDay? {
        var (year, month, day) = start.civil
        if year < 1 { (year, month, day) = (1, 1, 1) }
        while year <= 9999 {
            if let selected = self[.month].next(from: month) {
                if selected != month { (month, day) = (selected, 1) }
                let shape = MonthShape(year: year, month: month)
                let rest = days(in: shape) & (UInt32.max << UInt32(day))
                if rest != 0 { return CalendarDay(year: year, month: month, day: rest.trailingZeroBitCount) }
                (month, day) = (month + 1, 1)
            }
            if month > 12 || self[.month].next(from: month) == nil { (year, month, day) = (year + 1, 1, 1) }
        }
        return nil
    }

    /// The admitted days of a month, as bits.
    func days(in month: MonthShape) -> UInt32 {
        let byNumber = daysOfMonth(in: month)
        let byWeekday = daysOfWeek(in: month)
        return needsBothDayFields ? byNumber & byWeekday : byNumber | byWeekday
    }

    private func daysOfMonth(in month: MonthShape) -> UInt32 {
        var days = UInt32(truncatingIfNeeded: self[.dayOfMonth].bits) & month.allDays
        for item in self[.dayOfMonth].items {
            switch item.meaning {
            case .lastDay: days |= 1 << UInt32(month.length)
            case .lastWorkday: days |= 1 << UInt32(month.workday(nearest: month.length))
            // A day that the month does not have is near to nothing.
            case .nearestWorkday(let day) where day <= month.length: days |= 1 << UInt32(month.workday(nearest: day))
            default: break
            }
        }
        return days
    }

    private func daysOfWeek(in month: MonthShape) -> UInt32 {
        var days: UInt32 = 0
        for weekday in self[.dayOfWeek].values { days |= month.days(of: weekday) }
        for item in self[.dayOfWeek].items {
            switch item.meaning {
            case .lastOfWeekday(let weekday):
                days |= 1 << UInt32(31 - month.days(of: weekday).leadingZeroBitCount)
            case .nthOfWeekday(let weekday, let nth):
                let day = month.firstDay(of: weekday) + (nth - 1) * 7
                if day <= month.length { days |= 1 << UInt32(day) }
            default: break
            }
        }
        return days
    }

    /// Every month in each form it ever takes is tried: in 400 years each month begins on every weekday, February with
    /// 28 and with 29 days.
    var canFire: Bool {
        self[.month].values.contains { month in
            MonthShape.all(of: month).contains { days(in: $0) != 0 }
        }
    }
}
