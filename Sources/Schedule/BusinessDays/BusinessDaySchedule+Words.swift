extension BusinessDaySchedule {
    /// `the first business day of each month by NG and US at 06:00 in Africa/Lagos`.
    package var words: String {
        let number =
            switch nth {
            case 1: "first"
            case -1: "last"
            case 1...: BusinessDaySchedule.ordinal(nth)
            default: "\(BusinessDaySchedule.ordinal(-nth)) last"
            }
        return "the \(number) business day of each month by \(calendarNames) at "
            + "\(LocalTime(seconds: Int64(secondOfDay)).shortClock) in \(zone.name)"
    }

    /// `2nd`, for 1 to 15.
    private static func ordinal(_ number: Int) -> String {
        switch number {
        case 1: "1st"
        case 2: "2nd"
        case 3: "3rd"
        default: "\(number)th"
        }
    }
}
