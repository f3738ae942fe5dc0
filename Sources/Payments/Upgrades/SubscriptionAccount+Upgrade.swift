package import Kernel

/// Other terms within a subscription. What costs more is charged for the days that are left, less what was paid for
/// them; what costs less begins with the next period, and nothing goes back.
extension SubscriptionAccount {
    /// What would become of a person's wish for other terms, decided as `change` decides.
    ///
    /// - Throws: J652 when nothing can be changed now, J653 for the terms that it has, J654 when it is not known what was
    ///   paid for the days that are left, J655 without a card, J611 behind a closed gate; what `PaymentRules.price`
    ///   throws.
    package func termsChange(
        _ terms: SubscriptionTerms, _ rules: PaymentRules, now: Instant
    ) throws(Failure) -> TermsChange {
        try requireQuiet(now.day)
        guard terms != subscription.terms else {
            if subscription.nextTerms != nil { return .takenBack }
            throw PaymentFailure.sameTerms(subscription)
        }
        guard rules.isOpen(subscription.currency) else { throw PaymentFailure.currencyClosed(subscription.currency) }
        let full = try rules.price(of: terms.tier, every: terms.interval, in: subscription.currency, on: now.day)
        let next = { [subscription] (why: TermsChange.Delay) in
            TermsChange.atPeriodEnd(terms, on: subscription.nextDue, because: why)
        }
        guard terms.interval == subscription.interval || terms.interval == .year else { return next(.shorterInterval) }
        // What costs less needs no credit, and so no payment that is known to the last hundredth.
        if costsNoMore(full, terms.interval, rules, on: now.day) { return next(.costsNoMore) }
        let quote = try quote(terms, full, on: now.day)
        let difference = quote.price.money.subunits
        guard difference > 0 else { return next(.costsNoMore) }
        guard difference >= rules.currencies[subscription.currency]?.minimumSubunits ?? 0 else {
            return next(.belowSmallestCharge(quote.price.money))
        }
        guard chargeableCard != nil, !isPresentCardRefused else { throw PaymentFailure.noCard(subscription) }
        return .now(quote)
    }

    /// Notes the change: an attempt to charge is among `attempts` as sent, or the next terms are set.
    package mutating func change(
        _ terms: SubscriptionTerms, _ rules: PaymentRules, now: Instant
    ) throws(Failure) -> RenewalStep {
        switch try termsChange(terms, rules, now: now) {
        case .now(let quote):
            guard let card = chargeableCard else { preconditionFailure("a change that is charged has a card") }
            let attempt = send(
                quote.terms, quote.price, for: quote.period, upgrade: quote.upgrade, card: subscription.cardCount,
                rules, now: now, source: .person)
            return .charge(ChargeRequest(attempt, card: card))
        case .atPeriodEnd(let terms, _, _): schedule(terms, now)
        case .takenBack: schedule(nil, now)
        }
        return .rest(.notDue(subscription.nextDue))
    }

    /// A period on other terms of the same interval costs no more than one on the present terms.
    private func costsNoMore(
        _ full: Price, _ interval: BillingInterval, _ rules: PaymentRules, on today: CalendarDay
    ) -> Bool {
        guard interval == subscription.interval else { return false }
        do throws(Failure) {
            let present = try rules.price(of: subscription.tier, every: interval, in: subscription.currency, on: today)
            return full.money.subunits <= present.money.subunits
        } catch {
            // What is not sold any more has no price to compare with: what was paid for it decides.
            return false
        }
    }

    private mutating func schedule(_ terms: SubscriptionTerms?, _ now: Instant) {
        guard subscription.nextTerms != terms else { return }
        subscription.nextTerms = terms
        events.append(
            PaymentEvent(
                at: now, source: .person, reference: nil,
                what: .nextTerms(terms ?? subscription.terms, from: subscription.nextDue)))
    }

    /// Nothing is due, under way, held or given up: else it is not known what is paid.
    private func requireQuiet(_ today: CalendarDay) throws(Failure) {
        let why: String?
        if let open = attempts.first(where: \.state.isOpen) {
            why = "has attempt \(open.reference), which is \(open.state.rawValue)"
        } else if let hold = subscription.hold {
            why = "is held: \(hold.rawValue)"
        } else if subscription.cancelledOn != nil {
            why = "is cancelled"
        } else if subscription.state != .active {
            why = "is \(subscription.state.rawValue)"
        } else if subscription.nextDue <= today || !attempts(of: subscription.duePeriod).isEmpty {
            why = "is due on \(subscription.nextDue)"
        } else {
            why = nil
        }
        if let why { throw PaymentFailure.noChangeNow(subscription.id, why) }
    }

    private func quote(
        _ terms: SubscriptionTerms, _ full: Price, on today: CalendarDay
    ) throws(Failure) -> UpgradeQuote {
        let (id, due) = (subscription.id, subscription.nextDue)
        // The payment that covers the days until then: the latest upgrade has the value of those before it in it.
        let covering = attempts.filter { $0.state == .paid && $0.period.end == due }
            .max { $0.slot.upgrade < $1.slot.upgrade }
        guard let paid = covering, paid.period.contains(today) else {
            throw PaymentFailure.nothingToCredit(id, "no payment covers the days up to \(due)")
        }
        let start = paid.upgrade?.base.start ?? paid.period.start
        guard let base = BillingPeriod(start: start, end: due), let days = paid.daysLeft(on: today) else {
            preconditionFailure("today is before the end of what is paid")
        }
        if let back = moneyThatWentBack(before: paid.slot) {
            throw PaymentFailure.nothingToCredit(id, "money of \(back.reference) went back or is about to")
        }
        let number = paid.slot.upgrade + 1
        let slot = PaymentSlot(month: base.month, upgrade: number)
        if let wrong = attempts.first(where: { $0.slot == slot && !$0.state.makesRoomWhenReleased }) {
            throw PaymentFailure.nothingToCredit(id, "\(wrong.reference) brought wrong money")
        }
        let whole = BillingPeriod(start: start, interval: terms.interval, anchor: subscription.anchor)
        // A period on the same interval ends where it ends, whatever its anchor says of its first day.
        let end = terms.interval == subscription.interval ? due : whole.end
        guard let period = BillingPeriod(start: today, end: end), let all = BillingPeriod(start: start, end: end) else {
            preconditionFailure("what is paid ends after today")
        }
        let rest = Proration.part(of: full.money.subunits, days: period.dayCount, outOf: all.dayCount)
        let credit = Proration.part(of: paid.coveredMoney.subunits, days: days, outOf: paid.period.dayCount)
        let currency = subscription.currency
        return UpgradeQuote(
            terms: terms,
            upgrade: Upgrade(
                number: number, base: base, from: subscription.terms, credit: SubunitMoney(credit, currency),
                creditOfDays: paid.period.dayCount),
            period: period, ofDays: all.dayCount, rest: SubunitMoney(rest, currency),
            price: Price(SubunitMoney(rest - credit, currency), rate: full.rate))
    }

    /// A payment of the period that a refund took something of, or that was charged back, and that a payment of `slot` may
    /// have credited. One that was made once more since is no loss, and what came beside it, and paid for nothing, is
    /// credited nowhere.
    private func moneyThatWentBack(before slot: PaymentSlot) -> ChargeAttempt? {
        let ofThis = attempts.filter { $0.slot.month == slot.month }
        let paid = Set(ofThis.filter { $0.state == .paid }.map(\.slot))
        return ofThis.first {
            switch $0.state {
            case .paid: refunded.contains($0.reference)
            case .reversed: $0.slot.upgrade < slot.upgrade && !paid.contains($0.slot)
            case .planned, .sent, .unknown, .pending, .actionRequired, .failed, .rejected, .mismatched, .surplus: false
            }
        }
    }
}

extension ChargeAttempt {
    /// What it pays for; one attempt of each is paid.
    package var slot: PaymentSlot { PaymentSlot(period, upgrade: upgrade) }

    /// What it was made on.
    package var terms: SubscriptionTerms { SubscriptionTerms(tier: tier, interval: interval) }

    /// What its days are worth: what came, and what was taken off.
    package var coveredMoney: SubunitMoney {
        SubunitMoney(paidMoney.subunits + (upgrade?.credit.subunits ?? 0), paidMoney.currency)
    }

    /// Days of its period from `today` on; nil when that is outside.
    fileprivate func daysLeft(on today: CalendarDay) -> Int? {
        BillingPeriod(start: today, end: period.end)?.dayCount
    }
}
