import Kernel

/// What dunning knows of the period that is due.
extension SubscriptionAccount {
    var chargeableCard: CardAuthorization? {
        subscription.authorization.flatMap { $0.isReusable ? $0 : nil }
    }

    /// A bank refused the present card for good, for whichever period. Only another card, or the payer who pays with
    /// this one again, changes that. What it said of an upgrade duns nobody: the next due day asks it again.
    var isPresentCardRefused: Bool {
        attempts.contains { $0.upgrade == nil && $0.decline?.kind == .hard && $0.card == subscription.cardCount }
    }

    /// Money that came for the period that is due and did not grant it. That is a person's matter, also when the hold
    /// was lifted: `release` with a grant settles it, a refund that is through makes room for another attempt.
    package var unsettledMoney: Reference? {
        attempts(of: subscription.duePeriod).first { !$0.state.isOpen && !$0.state.makesRoomWhenReleased }?.reference
    }

    /// - Parameter earlier: the attempts of the period.
    func history(_ earlier: [ChargeAttempt], on today: CalendarDay) -> DunningRules.History {
        var history = DunningRules.History()
        history.latestAttempt = earlier.map(\.calledAt.day).max()
        history.restrictedSince = subscription.restrictedSince
        for attempt in earlier where attempt.isDeclined {
            let day = attempt.calledAt.day
            history.firstDecline = min(history.firstDecline ?? day, day)
            history.declineCount += 1
        }
        history.needsOtherCard = chargeableCard == nil || isPresentCardRefused
        guard history.needsOtherCard || history.firstDecline != nil else { return history }
        // Nobody is restricted who was not told before: who still has full access is told today.
        history.graceFrom = subscription.state == .active ? today : graceFrom
        history.firstDecline = history.firstDecline ?? history.graceFrom
        return history
    }

    /// The day from which the grace of the period that is due counts.
    private var graceFrom: CalendarDay {
        let declined = attempts(of: subscription.duePeriod).filter(\.isDeclined).map(\.calledAt.day)
        return subscription.pastDueSince ?? declined.min() ?? subscription.nextDue
    }

    /// When access is restricted unless a payment comes.
    func graceEnd(_ rules: DunningRules) -> CalendarDay { graceFrom.advanced(by: rules.graceDays) }
}
