package import Kernel

/// A subscription with all its attempts: what one transaction of the store reads and writes.
package struct SubscriptionAccount: Sendable, Hashable {
    package var subscription: Subscription
    /// In the order in which they were made.
    package var attempts: [ChargeAttempt]
    /// To be added to the history, in the same transaction.
    package var events: [PaymentEvent] = []
    /// To be put into the outbox, in the same transaction; those whose key is there already are dropped.
    package var notices: [Notice] = []
    /// Payments of which something went back, or is about to by a refund that was asked for. Read only.
    package var refunded: Set<Reference> = []

    package init(_ subscription: Subscription, attempts: [ChargeAttempt]) {
        self.subscription = subscription
        self.attempts = attempts
    }

    /// Attempts to pay a period, by the month it begins in; those to pay for upgrades within it are others.
    package func attempts(of period: BillingPeriod) -> [ChargeAttempt] {
        attempts.filter { $0.slot == PaymentSlot(period, upgrade: nil) }
    }

    /// Notes the next attempt to pay for a period, or for an upgrade within it, as sent: it is committed so, and then its
    /// call is made.
    ///
    /// - Parameters:
    ///   - card: which of the subscription's cards is charged; 0 for a page.
    ///   - source: who asked for it.
    mutating func send(
        _ terms: SubscriptionTerms, _ price: Price, for period: BillingPeriod, upgrade: Upgrade? = nil, card: Int,
        _ rules: PaymentRules, now: Instant, source: PaymentEvent.Source
    ) -> ChargeAttempt {
        let slot = PaymentSlot(period, upgrade: upgrade)
        let ordinal = (attempts.filter { $0.slot == slot }.map(\.ordinal).max() ?? 0) + 1
        var attempt = ChargeAttempt(
            reference: Reference(
                rules.referencePrefix, subscription.id, slot.month, upgrade: slot.upgrade, ordinal: ordinal),
            subscription: subscription.id, period: period, ordinal: ordinal, tier: terms.tier,
            interval: terms.interval, price: price, card: card, sentAt: now)
        attempt.upgrade = upgrade
        _ = attempt.apply(.sending, now: now)
        attempts.append(attempt)
        record(.attempt(from: .planned, to: .sent), attempt, now, source)
        return attempt
    }

    /// Brings an event to an attempt, and what follows from it to the subscription.
    ///
    /// The one way in which anything changes: verify, the list and webhooks all come through here, so that their order
    /// does not matter.
    ///
    /// - Returns: what the attempt asked for; empty when the reference is not one of these attempts.
    @discardableResult
    package mutating func apply(
        _ event: AttemptEvent, to reference: Reference, now: Instant, source: PaymentEvent.Source
    ) -> [ChargeAttempt.Action] {
        guard let index = attempts.firstIndex(where: { $0.reference == reference }) else { return [] }
        let isPaid = isPaidOtherwise(attempts[index], on: now.day)
        let old = attempts[index].state
        let actions = attempts[index].apply(event, now: now, periodIsPaid: isPaid)
        let attempt = attempts[index]
        if attempt.state != old {
            record(.attempt(from: old, to: attempt.state), attempt, now, source)
        }
        for action in actions { follow(action, attempt, event, now, source) }
        return actions
    }

    /// The period of an attempt is paid by another one, or a person granted it: money for it is too much.
    package func isPaidOtherwise(_ attempt: ChargeAttempt, on today: CalendarDay) -> Bool {
        let others = attempts.filter { $0.slot == attempt.slot && $0.reference != attempt.reference }
        if others.contains(where: { $0.state == .paid }) { return true }
        if let upgrade = attempt.upgrade {
            // Where the period is over, also one that was not renewed, or the next one is being paid for on its own terms,
            // it pays for nothing.
            return attempt.state != .paid
                && (upgrade.base.end != subscription.nextDue || upgrade.base.end <= today
                    || subscription.state == .ended || !attempts(of: subscription.duePeriod).isEmpty)
        }
        // What no attempt paid and is behind the due day, a person granted. A payment that went back had granted its
        // period too, and left it without money: another one is welcome there.
        return attempt.state != .paid && attempt.period.end <= subscription.nextDue
            && !others.contains { $0.state == .reversed }
    }

    private mutating func follow(
        _ action: ChargeAttempt.Action, _ attempt: ChargeAttempt, _ event: AttemptEvent, _ now: Instant,
        _ source: PaymentEvent.Source
    ) {
        switch action {
        case .grant:
            if case .observed(let charge) = event, let card = charge.authorization, card.isReusable {
                subscription.take(card, isGiven: attempt.card == 0)
            }
            // Another subscription may have taken the place of one that ended.
            if subscription.state == .ended { hold(.lateSuccess, attempt, now, source) }
            grant(attempt, now, source)
        case .reportLateSuccess:
            record(.lateSuccess, attempt, now, source)
            if subscription.state == .awaitingPayment { hold(.lateSuccess, attempt, now, source) }
        case .proposeRefund: record(.refundProposed(attempt.price.money), attempt, now, source)
        case .hold: hold(.mismatch, attempt, now, source)
        case .revoke: hold(.reversed, attempt, now, source)
        case .reportConflict: record(.conflict, attempt, now, source)
        case .dun(let decline):
            // A checkout that nobody finished is nobody's debt.
            // Nor is an upgrade: what is paid stays as it is.
            guard attempt.isDeclined, attempt.upgrade == nil, subscription.state != .awaitingPayment else { return }
            move(.declined, attempt, now, source)
            guard subscription.cancelledOn == nil else { return }
            let isOfPresentCard = attempt.card == subscription.cardCount
            let notice = Notice.Kind.paymentFailed(needsOtherCard: decline.kind == .hard && isOfPresentCard)
            notices.append(Notice(notice, subscription.id, about: attempt.reference.text))
        case .askPayer(let url):
            // Who asked for a checkout has its page before them.
            guard let url, attempt.card > 0, subscription.cancelledOn == nil else { return }
            notices.append(Notice(.actionRequired(url: url), subscription.id, about: attempt.reference.text))
        case .sendAgain, .verify: break
        }
    }

    /// The period is paid: the next one begins where it ends, whenever the money came.
    private mutating func grant(_ attempt: ChargeAttempt, _ now: Instant, _ source: PaymentEvent.Source) {
        if subscription.state == .ended, attempt.period.end <= now.day {
            return move(.paidTooLate, attempt, now, source)
        }
        if attempt.upgrade != nil { return subscription.advance(to: attempt.period.end, on: attempt.terms) }
        if attempt.period.end > subscription.nextDue { subscription.advance(to: attempt.period.end, on: attempt.terms) }
        move(.paid, attempt, now, source)
    }

    mutating func hold(
        _ hold: Subscription.Hold, _ attempt: ChargeAttempt, _ now: Instant, _ source: PaymentEvent.Source
    ) {
        subscription.hold = subscription.hold ?? hold
        record(.held(hold), attempt, now, source)
    }

    mutating func move(
        _ event: SubscriptionEvent, _ attempt: ChargeAttempt?, _ now: Instant, _ source: PaymentEvent.Source
    ) {
        let old = subscription.state
        subscription.apply(event, on: now.day)
        if old != subscription.state {
            record(.subscription(from: old, to: subscription.state), attempt, now, source)
        }
    }

    private mutating func record(
        _ what: PaymentEvent.What, _ attempt: ChargeAttempt?, _ now: Instant, _ source: PaymentEvent.Source
    ) {
        events.append(PaymentEvent(at: now, source: source, reference: attempt?.reference, what: what))
    }
}
