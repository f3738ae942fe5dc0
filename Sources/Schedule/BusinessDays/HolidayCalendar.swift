package import Kernel

/// The days on which nobody works somewhere: weekends and holidays, for the years it covers.
package struct HolidayCalendar: Sendable, Hashable {
    package let name: String
    /// The file it was read from, as messages name it.
    package let file: String
    package let weekend: Set<Weekday>
    package let years: ClosedRange<Int>
    /// By day; one day can have several.
    let holidays: [CalendarDay: [Holiday]]

    package init(
        name: String, file: String, weekend: Set<Weekday>, years: ClosedRange<Int>, holidays: [Holiday]
    ) {
        self.name = name
        self.file = file
        self.weekend = weekend
        self.years = years
        self.holidays = Dictionary(grouping: holidays, by: \.day)
    }

    func requireCover(of month: Month) throws(Failure) {
        guard !years.contains(month.year) else { return }
        let range = years.count == 1 ? "\(years.lowerBound)" : "\(years.lowerBound)-\(years.upperBound)"
        throw Failure(
            .configuration, ScheduleCode.uncoveredYear,
            "calendar '\(name)' covers \(range); the business days of \(month.year) are not known",
            at: Place(file: file), hint: "add the holidays of \(month.year), and the year to \"covers\"")
    }
}

/// A day off.
package struct Holiday: Sendable, Hashable {
    package let day: CalendarDay
    package let name: String
    /// True while the day is a forecast, as for feasts that begin with a sighting of the moon.
    package let isEstimated: Bool

    package init(day: CalendarDay, name: String, isEstimated: Bool) {
        self.day = day
        self.name = name
        self.isEstimated = isEstimated
    }
}
