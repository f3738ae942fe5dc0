import Kernel

extension AllocationView {
    /// The weeks that lines are of and that reach over the billing period, so that other bills have the rest of them;
    /// nil when lines are not of weeks.
    var partWeeks: [String]? {
        guard let index = question.weekColumn else { return nil }
        let seen = Set(sections.flatMap { $0.lines.map { $0.values[index] } })
        return seen.subtracting(wholeWeeks).subtracting(ViewMark.allCases.map(\.text)).sorted()
    }

    /// The weeks of which each day is in the billing period.
    var wholeWeeks: Set<String> {
        let days = (0..<period.dayCount).map { period.firstDay.advanced(by: $0) }
        return Set(days.map { CalendarWeek(containing: $0) }.filter { $0.lies(in: period) }.map(\.description))
    }
}
