package import Kernel

/// Everything an allocation report says, as plain values. It knows nothing of runs: the same values give the same page.
package struct AllocationReport: Sendable {
    package var tenant: String
    package var period: ReportPeriod
    package var basis: CostBasis
    /// Whose rules the allocation followed; nil for ours.
    package var rules: String?
    /// One per currency of the bill; amounts of two currencies are never added.
    package var sections: [CurrencySection]
    /// What telemetry saw and the bill does not charge.
    package var unbilled: [UnbilledItem] = []
    package var otherBills: [OtherBill]
    package var sources: [SourceQuality]
    package var inputs: [InputFile]
    package var checks: [CheckCommand]

    package init(
        tenant: String, period: ReportPeriod, basis: CostBasis, sections: [CurrencySection],
        otherBills: [OtherBill] = [], sources: [SourceQuality] = [], inputs: [InputFile] = [],
        checks: [CheckCommand] = []
    ) {
        self.tenant = tenant
        self.period = period
        self.basis = basis
        self.sections = sections
        self.otherBills = otherBills
        self.sources = sources
        self.inputs = inputs
        self.checks = checks
    }
}

/// The days that a report covers, both ends included.
package struct ReportPeriod: Sendable, Hashable {
    package let first: CalendarDay
    package let last: CalendarDay

    /// Nil when `last` comes before `first`.
    package init?(first: CalendarDay, last: CalendarDay) {
        guard first <= last else { return nil }
        self.first = first
        self.last = last
    }

    package init(_ month: Month) {
        first = month.firstDay
        last = month.next.firstDay.advanced(by: -1)
    }

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// `April 2026`, `7 April 2026` or `1 to 15 April 2026`; across months both days are written out.
    package var title: String {
        if self == ReportPeriod(Month(containing: first)) { return ReportPeriod.monthAndYear(first) }
        if first == last { return ReportPeriod.day(first) }
        if Month(containing: first) == Month(containing: last) {
            return "\(first.civil.day) to \(ReportPeriod.day(last))"
        }
        return "\(ReportPeriod.day(first)) to \(ReportPeriod.day(last))"
    }

    /// `2026-04-01 to 2026-04-30`.
    package var range: String { first == last ? first.description : "\(first) to \(last)" }

    private static func day(_ day: CalendarDay) -> String { "\(day.civil.day) \(monthAndYear(day))" }

    private static func monthAndYear(_ day: CalendarDay) -> String {
        "\(monthNames[day.civil.month - 1]) \(day.civil.year)"
    }
}

/// Which of a bill's costs was allocated, and why that one.
package struct CostBasis: Sendable, Hashable {
    /// `EffectiveCost`, `amortized`, ...
    package var name: String
    /// A sentence or two for somebody from finance.
    package var explanation: String

    package init(name: String, explanation: String) {
        self.name = name
        self.explanation = explanation
    }
}
