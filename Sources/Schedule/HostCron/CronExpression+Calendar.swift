/// Expressions in the grammar of systemd.time(7).
extension CronExpression {
    /// What stands behind `OnCalendar=`, one or two: systemd joins weekday and day by "and" only.
    ///
    /// - Parameter zone: as systemd names it; seconds, `L`, `W` and `#` cannot be said and must not be there.
    package func calendarEvents(zone: String) -> [String] {
        let (days, weekdays) = (self[.dayOfMonth], self[.dayOfWeek])
        let date = "*-\(numbers(.month))"
        let everyDay = "\(date)-*"
        let someDays = "\(date)-\(numbers(.dayOfMonth))"
        let names = weekdays.values.map { weekdays.kind.shown($0) }.joined(separator: ",") + " "
        if needsBothDayFields { return [event(weekdays.isEverything ? "" : names, someDays, zone)] }
        if days.isEverything || weekdays.isEverything { return [event("", everyDay, zone)] }
        return [event("", someDays, zone), event(names, everyDay, zone)]
    }

    private func event(_ weekdays: String, _ date: String, _ zone: String) -> String {
        "\(weekdays)\(date) \(numbers(.hour)):\(numbers(.minute)):00 \(zone)"
    }

    private func numbers(_ kind: CronFieldKind) -> String {
        self[kind].isEverything ? "*" : self[kind].values.map { twoDigits($0) }.joined(separator: ",")
    }
}
