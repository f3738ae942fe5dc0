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
    package let interval: BillingInterval
    /// Fixed for good: another currency is another checkout.
    package let currency: Currency
    package let anchor: AnchorDay
    /// The first day that is not paid for.
    package var nextDue: CalendarDay
    package var state: SubscriptionState
    package var restrictedSince: CalendarDay?
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

    package var duePeriod: BillingPeriod { BillingPeriod(start: nextDue, interval: interval, anchor: anchor) }

    package mutating func apply(_ event: SubscriptionEvent, on today: CalendarDay) {
        state = state.next(event)
        if event == .graceEnded, state == .restricted { restrictedSince = restrictedSince ?? today }
        if event == .paid { restrictedSince = nil }
    }

    /// A card to charge from now on.
    package mutating func take(_ card: CardAuthorization) {
        guard card != authorization else { return }
        authorization = card
        cardCount += 1
    }
}
