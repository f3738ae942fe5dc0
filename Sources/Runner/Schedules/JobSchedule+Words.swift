import Schedule

extension JobSchedule {
    /// One line for people: `17 2 * * * in Africa/Lagos`, `the first business day of each month by NG at 06:00 in UTC`.
    package var words: String {
        switch kind {
        case .cron(let schedule):
            let stands = schedule.expression.expanded.map { ", which stands for \($0)," } ?? ""
            return "\(schedule.expression.text)\(stands) in \(zone.name)"
        case .businessDay(let schedule): return schedule.words
        }
    }
}
