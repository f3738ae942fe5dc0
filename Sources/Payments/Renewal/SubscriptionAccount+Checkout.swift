package import Kernel

extension SubscriptionAccount {
    /// A subscription that is about to be paid for the first time; its day of the month is that of today.
    package init(
        checkingOut id: SubscriptionID, _ tenant: TenantID, tier: TierID, interval: BillingInterval,
        currency: Currency, today: CalendarDay
    ) {
        self.init(
            Subscription(
                id: id, tenant: tenant, tier: tier, interval: interval, currency: currency,
                anchor: AnchorDay(of: today), nextDue: today), attempts: [])
    }

    /// An attempt that can still be paid on a page which is known.
    package var openPage: ChargeAttempt? {
        attempts.last { $0.state == .actionRequired && $0.card == 0 && $0.actionURL != nil }
    }

    /// A checkout that nobody finished: it is in nobody's way. One that money came for, or that a person has to look at,
    /// is not left.
    package var isLeft: Bool {
        subscription.state == .awaitingPayment && subscription.hold == nil
            && !attempts.contains { $0.state.isOpen || $0.state.holdsMoney }
    }

    /// Notes an attempt to have the period that is due paid on a page, where the payer chooses the card.
    ///
    /// - Throws: J643 when the period is paid, held, or another attempt, also of an upgrade, may still move money; what
    ///   `PaymentRules.price` throws.
    package mutating func openCheckout(_ rules: PaymentRules, now: Instant) throws(Failure) -> ChargeAttempt {
        let id = subscription.id
        if let hold = subscription.hold { throw PaymentFailure.periodOpen(id, "is held: \(hold.rawValue)") }
        guard subscription.state == .awaitingPayment || subscription.nextDue <= now.day else {
            throw PaymentFailure.periodOpen(id, "begins on \(subscription.nextDue) only")
        }
        let period = subscription.duePeriod
        let earlier = attempts(of: period)
        if let open = earlier.first(where: { !$0.state.makesRoomWhenReleased }) {
            throw PaymentFailure.periodOpen(id, "has attempt \(open.reference), which is \(open.state.rawValue)")
        }
        // As the saved card is not charged beside one: an upgrade that is paid changes what the period costs.
        if let open = attempts.first(where: \.state.isOpen) {
            throw PaymentFailure.periodOpen(id, "waits for \(open.reference), which is \(open.state.rawValue)")
        }
        let terms = earlier.last?.terms ?? subscription.dueTerms
        let price: Price
        if let fixed = earlier.last?.price {
            price = fixed
        } else {
            price = try rules.price(of: terms.tier, every: terms.interval, in: subscription.currency, on: now.day)
        }
        return send(terms, price, for: period, card: 0, rules, now: now, source: .person)
    }
}

extension CheckoutAnswer {
    /// What the answer means for the attempt.
    package var event: AttemptEvent {
        switch self {
        case .page(let url): .actionNeeded(url: url)
        case .rejected(let decline): .rejected(decline)
        case .duplicate: .duplicate
        case .notProcessed, .keyRefused: .notProcessed
        case .unknown: .lost
        }
    }
}
