/// What a subscriber has.
package enum SubscriptionState: String, Sendable, CaseIterable {
    /// Checked out, the first payment has not come.
    case awaitingPayment = "awaiting_payment"
    case active
    /// A payment failed; full access while grace lasts.
    case pastDue = "past_due"
    /// Grace is over: limited access, nothing is deleted.
    case restricted
    /// The tenant has "free". Its data stays.
    case ended
}

package enum SubscriptionEvent: String, Sendable, CaseIterable {
    case paid, declined, graceEnded, restrictionEnded
    /// A payment of a period that is over, for a subscription that has ended.
    case paidTooLate
    /// What was paid is over, and the tenant had given it up.
    case cancelledEnded
}

extension SubscriptionState {
    /// The state after an event; the same where the event changes nothing.
    package func next(_ event: SubscriptionEvent) -> SubscriptionState {
        switch (self, event) {
        case (_, .paid): .active
        case (.active, .declined): .pastDue
        case (.pastDue, .graceEnded): .restricted
        case (.restricted, .restrictionEnded): .ended
        case (.active, .cancelledEnded), (.pastDue, .cancelledEnded), (.restricted, .cancelledEnded): .ended
        default: self
        }
    }
}
