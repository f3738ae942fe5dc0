package import Kernel

extension CronSchedule {
    /// Stretches in which slots are looked for backwards, in days: a job that is due every second costs a day of
    /// slots, not the year in which nobody looked.
    private static let stretches: [Int64] = [1, 32, 366, 4 * 366]

    /// The newest slots not later than `end`, in order, as many as there are.
    ///
    /// - Parameter start: slots are later than this; nil: than four years before.
    package func newest(_ count: Int, after start: Instant?, through end: Instant) -> [Slot] {
        var found: [Slot] = []
        for days in CronSchedule.stretches where found.count < count {
            let from = end.advanced(bySeconds: -days * 86_400)
            if let start, start >= from { break }
            found = slots(after: from, through: end).suffix(count)
        }
        if let start, found.count < count { found = slots(after: start, through: end).suffix(count) }
        return found
    }
}
