package import Kernel

extension SubscriptionAccount {
    /// A period that was tried so often has a fault that trying does not mend.
    private static let attemptLimit = 40

    /// Decides what to do now, and notes it: an attempt to be made is among `attempts` as sent, a change of state is
    /// made. A dry run asks the same and drops the result.
    package mutating func nextStep(
        _ rules: PaymentRules, now: Instant, known: RunKnowledge = RunKnowledge()
    ) -> RenewalStep {
        if let step = openStep(rules, now: now, known: known) { return step }
        let today = now.day
        if let hold = subscription.hold { return .rest(.held(hold)) }
        if subscription.state == .ended { return .rest(.ended) }
        if subscription.state == .awaitingPayment { return .rest(.awaitingPayment) }
        if endCancelled(.renewal, now: now) { return .rest(.ended) }
        if today < subscription.nextDue {
            if subscription.cancelledOn != nil { return .rest(.cancelled(until: subscription.nextDue)) }
            if let notice = subscription.cardNotice(on: today) { notices.append(notice) }
            return .rest(.notDue(subscription.nextDue))
        }
        // Nobody is moved to another currency, and nobody loses anything while the gate is closed.
        guard rules.isOpen(subscription.currency) else { return .rest(.gateClosed(subscription.currency)) }
        return dueStep(rules, now: now)
    }

    /// What attempts need on which money may still move; nil when there are none.
    private mutating func openStep(_ rules: PaymentRules, now: Instant, known: RunKnowledge) -> RenewalStep? {
        for index in attempts.indices where attempts[index].state.isOpen {
            let attempt = attempts[index]
            guard let absentAt = known.absent[attempt.reference], attempt.state == .sent else {
                if known.asked.contains(attempt.reference) { continue }
                return .verify(attempt.reference)
            }
            // What was seen while the call could still arrive says nothing, however long ago that is: this process may have
            // been suspended since.
            if attempt.mayBeUnderWay(absentAt) || attempt.mayBeUnderWay(now) { continue }
            if let card = cardWanted(for: attempt, rules, on: now.day) {
                attempts[index].calls += 1
                attempts[index].calledAt = now
                return .charge(ChargeRequest(attempts[index], card: card))
            }
            apply(.withdrawn, to: attempt.reference, now: now, source: .renewal)
        }
        return attempts.first { $0.state.isOpen }.map { .rest(.open($0.reference, $0.state)) }
    }

    /// The card for a call that never arrived, while it is still wanted.
    private func cardWanted(
        for attempt: ChargeAttempt, _ rules: PaymentRules, on today: CalendarDay
    ) -> CardAuthorization? {
        guard subscription.state != .ended, subscription.state != .awaitingPayment, subscription.hold == nil,
            subscription.cancelledOn == nil, attempt.card == subscription.cardCount,
            rules.isOpen(subscription.currency)
        else { return nil }
        if let upgrade = attempt.upgrade {
            // Tomorrow its days are fewer, and it costs less: who still wants it asks again.
            guard subscription.state == .active, upgrade.base.end == subscription.nextDue, attempt.period.start == today
            else { return nil }
        } else {
            guard attempt.period.start == subscription.nextDue else { return nil }
        }
        return subscription.authorization
    }

    private mutating func dueStep(_ rules: PaymentRules, now: Instant) -> RenewalStep {
        let period = subscription.duePeriod
        let earlier = attempts(of: period)
        if let wrong = unsettledMoney { return .rest(.wrongMoney(wrong)) }
        let history = history(earlier, on: now.day)
        switch rules.dunning.step(history, on: now.day) {
        case .wait(let day):
            if history.graceFrom != nil { fallBehind(history, now) }
            let isCardMissing = history.needsOtherCard && history.declineCount == 0
            return .rest(isCardMissing || chargeableCard == nil ? .noCard : .dunning(until: day))
        case .restrict:
            guard subscription.state != .restricted else { return .rest(.restricted) }
            move(.declined, nil, now, .renewal)
            move(.graceEnded, nil, now, .renewal)
            notices.append(Notice(.restricted, subscription.id, about: period.start.description))
            return .rest(.restricted)
        case .end:
            move(.restrictionEnded, nil, now, .renewal)
            notices.append(Notice(.ended, subscription.id, about: period.start.description))
            return .rest(.ended)
        case .attempt: return newAttempt(period, after: earlier, rules, now: now)
        }
    }

    private mutating func newAttempt(
        _ period: BillingPeriod, after earlier: [ChargeAttempt], _ rules: PaymentRules, now: Instant
    ) -> RenewalStep {
        // Without one the dunning rules never come here: the history wants another card.
        guard let card = chargeableCard else { return .rest(.noCard) }
        guard earlier.count < SubscriptionAccount.attemptLimit else { return .rest(.tooManyAttempts) }
        let terms = earlier.last?.terms ?? subscription.dueTerms
        let price: Price
        if let fixed = earlier.last?.price {
            price = fixed
        } else {
            do throws(Failure) {
                price = try rules.price(
                    of: terms.tier, every: terms.interval, in: subscription.currency, on: now.day)
            } catch {
                return .rest(.unpriced(error.diagnostics[0]))
            }
        }
        let attempt = send(
            terms, price, for: period, card: subscription.cardCount, rules, now: now, source: .renewal)
        return .charge(ChargeRequest(attempt, card: card))
    }

    /// Full access while grace lasts, as after a decline. The tenant is told now, and until when.
    private mutating func fallBehind(_ history: DunningRules.History, _ now: Instant) {
        guard subscription.state == .active else { return }
        move(.declined, nil, now, .renewal)
        let notice = Notice.Kind.paymentFailed(needsOtherCard: history.needsOtherCard)
        notices.append(Notice(notice, subscription.id, about: subscription.nextDue.description))
    }
}
