package import Kernel

/// One time at which something is due.
package struct Slot: Sendable, Hashable {
    /// What the slot is known by, once and for all: the instant for cron, the month (`2026-02`) for business days, whose
    /// instant may yet change with the calendar.
    package let key: String
    package let instant: Instant
    /// What the zone's wall clock shows at the instant.
    package let local: LocalTime
    package let offset: ZoneOffset
    /// What the schedule says; another reading than `local` where that one does not exist.
    package let planned: LocalTime
    /// Warnings about this slot, such as an estimated holiday that decides its day.
    package let findings: [Diagnostic]

    init(
        key: String? = nil, second: Int64, offset: ZoneOffset, planned: LocalTime? = nil, findings: [Diagnostic] = []
    ) {
        instant = Instant(secondsSinceEpoch: second)
        local = LocalTime(seconds: second + Int64(offset.seconds))
        self.key = key ?? instant.description
        self.offset = offset
        self.planned = planned ?? local
        self.findings = findings
    }

    package var isMoved: Bool { planned != local }

    /// `2026-03-29T03:00:00+02:00`.
    package var localDescription: String { "\(local)\(ZoneOffset.text(offset.seconds))" }
}
