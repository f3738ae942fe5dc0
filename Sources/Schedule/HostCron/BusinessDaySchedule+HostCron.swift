package import Kernel

extension BusinessDaySchedule {
    /// A holiday more, or one fewer, moves a business day: lines stay right while a calendar is corrected by so many
    /// days.
    private static let slackDays = 3

    /// A daily schedule that is due at least whenever this one is.
    ///
    /// - Throws: exit 78 when a month of the years that all calendars cover has too few business days.
    func daysAround() throws(Failure) -> CronSchedule {
        var days: Set<Int> = []
        let first = calendars.map(\.years.lowerBound).max() ?? 1
        let last = calendars.map(\.years.upperBound).min() ?? 0
        if var month = Month(year: first, month: 1) {
            while month.year <= last {
                days.insert(try slot(in: month).planned.day.civil.day)
                month = month.next
            }
        }
        let low = max(1, (days.min() ?? 1) - BusinessDaySchedule.slackDays)
        let high = min(31, (days.max() ?? 31) + BusinessDaySchedule.slackDays)
        let (hour, minute) = (secondOfDay / 3600, secondOfDay / 60 % 60)
        return CronSchedule(.made("\(minute) \(hour) \(low)-\(high) * *"), in: zone)
    }
}

extension HostCron {
    /// As for a cron schedule, also for days that corrections of the calendars may bring.
    ///
    /// - Throws: exit 78 when a month has too few business days.
    package func lines(for schedule: BusinessDaySchedule) throws(Failure) -> [CronExpression] {
        lines(for: try schedule.daysAround())
    }
}
