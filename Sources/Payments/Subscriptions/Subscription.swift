package import Kernel

/// A tenant's agreement to pay for a tier, period after period.
package struct Subscription: Sendable, Hashable {
    /// Why nothing is charged until a person has looked.
    package enum Hold: String, Sendable, CaseIterable {
        case mismatch, reversed, disputed
        /// A first payment came after its page had been given up: another subscription may have taken its place.
        case lateSuccess = "late_success"
    }

    package let id: SubscriptionID
    package let tenant: TenantID
    package var tier: TierID
    package var interval: BillingInterval
    /// What the next period is on, where that is something else.
    package var nextTerms: SubscriptionTerms?
    /// Fixed for good: another currency is another checkout.
    package let currency: Currency
    package let anchor: AnchorDay
    /// The first day that is not paid for.
    package var nextDue: CalendarDay
    package var state: SubscriptionState
    /// When it became past due, which the tenant was told: grace counts from here.
    package var pastDueSince: CalendarDay?
    package var restrictedSince: CalendarDay?
    /// When the tenant gave it up: it ends where what is paid ends, and nothing is charged any more.
    package var cancelledOn: CalendarDay?
    package var hold: Hold?
    package var authorization: CardAuthorization?
    /// How many cards there have been; names the present one in attempts.
    package var cardCount: Int

    package init(
        id: SubscriptionID, tenant: TenantID, tier: TierID, interval: BillingInterval, currency: Currency,
        anchor: AnchorDay, nextDue: CalendarDay, state: SubscriptionState = .awaitingPayment,
        authorization: CardAuthorization? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.tier = tier
        self.interval = interval
        self.currency = currency
        self.anchor = anchor
        self.nextDue = nextDue
        self.state = state
        self.authorization = authorization
        cardCount = authorization == nil ? 0 : 1
    }

    package var terms: SubscriptionTerms { SubscriptionTerms(tier: tier, interval: interval) }

    /// Those of the period that is due next.
    package var dueTerms: SubscriptionTerms { nextTerms ?? terms }

    package var duePeriod: BillingPeriod { BillingPeriod(start: nextDue, interval: dueTerms.interval, anchor: anchor) }

    /// A period is paid, or counts as paid: it goes on from there on its terms.
    mutating func advance(to end: CalendarDay, on terms: SubscriptionTerms) {
        nextDue = end
        (tier, interval, nextTerms) = (terms.tier, terms.interval, nil)
    }

    package mutating func apply(_ event: SubscriptionEvent, on today: CalendarDay) {
        let old = state
        state = state.next(event)
        if old == .active, state == .pastDue { pastDueSince = today }
        if event == .graceEnded, state == .restricted { restrictedSince = restrictedSince ?? today }
        if event == .paid { (pastDueSince, restrictedSince) = (nil, nil) }
    }

    /// A card to charge from now on.
    ///
    /// - Parameter isGiven: by the payer, on a page; one that was refused for good is then as good as another.
    package mutating func take(_ card: CardAuthorization, isGiven: Bool = false) {
        guard isGiven || card != authorization else { return }
        authorization = card
        cardCount += 1
    }
}
