package import Kernel

/// When a payment that failed is tried again, and what the tenant keeps meanwhile. Attempts count from the first one,
/// grace from the day on which the tenant was told.
package struct DunningRules: Sendable, Hashable {
    package var retryDays: [Int]
    package var graceDays: Int
    package var restrictedDays: Int

    package init(retryDays: [Int] = [0, 1, 3, 7], graceDays: Int = 7, restrictedDays: Int = 14) {
        self.retryDays = retryDays
        self.graceDays = graceDays
        self.restrictedDays = restrictedDays
    }

    package enum Step: Sendable, Hashable {
        case attempt
        case wait(until: CalendarDay)
        /// Grace is over.
        case restrict
        /// Restriction is over: the tenant has "free" again, and keeps its data.
        case end
    }

    /// What is known of the attempts to pay one period.
    package struct History: Sendable, Hashable {
        /// The day of the first attempt that the payer's bank or card refused.
        package var firstDecline: CalendarDay?
        /// The day on which the tenant was first told, from which grace counts; nil: as `firstDecline`.
        package var graceFrom: CalendarDay?
        package var declineCount = 0
        /// The day of the latest attempt of any outcome.
        package var latestAttempt: CalendarDay?
        /// The present card was refused for good, or there is none.
        package var needsOtherCard = false
        package var restrictedSince: CalendarDay?

        package init() {}
    }

    /// What is due today for a period that is due and not paid.
    package func step(_ history: History, on today: CalendarDay) -> Step {
        if let latest = history.latestAttempt, latest >= today {
            return later(history, today) ?? .wait(until: latest.advanced(by: 1))
        }
        guard let first = history.firstDecline else { return .attempt }
        if let retry = nextRetry(history, first), retry <= today { return .attempt }
        return later(history, today) ?? .wait(until: nextDay(history, first))
    }

    private func nextRetry(_ history: History, _ first: CalendarDay) -> CalendarDay? {
        guard !history.needsOtherCard, history.declineCount < retryDays.count else { return nil }
        return first.advanced(by: retryDays[history.declineCount])
    }

    private func later(_ history: History, _ today: CalendarDay) -> Step? {
        guard let first = history.graceFrom ?? history.firstDecline else { return nil }
        if let since = history.restrictedSince {
            return since.advanced(by: restrictedDays) <= today ? .end : nil
        }
        return first.advanced(by: graceDays) <= today ? .restrict : nil
    }

    private func nextDay(_ history: History, _ first: CalendarDay) -> CalendarDay {
        let graceFrom = history.graceFrom ?? first
        let change = history.restrictedSince?.advanced(by: restrictedDays) ?? graceFrom.advanced(by: graceDays)
        return min(nextRetry(history, first) ?? change, change)
    }
}
