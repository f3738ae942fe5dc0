package import Kernel

/// Something that the tenant should be told. The store keeps one of each key, so that a rerun tells nothing twice.
package struct Notice: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case paymentFailed(needsOtherCard: Bool)
        /// The address leads to the payer's bank; it is good for one payment.
        case actionRequired(url: String)
        case restricted
        case ended
        case cardExpires(daysBeforeDue: Int)
        /// The tenant gave the subscription up.
        case cancelled
    }

    package let subscription: SubscriptionID
    package let kind: Kind
    /// What it tells of: the reference of an attempt, the first day of a period, or the day on which the tenant gave up.
    package let about: String
    /// The same for the same news.
    package let key: String

    package init(_ kind: Kind, _ subscription: SubscriptionID, about: String) {
        self.kind = kind
        self.subscription = subscription
        self.about = about
        let word =
            switch kind {
            case .paymentFailed: "failed"
            case .actionRequired: "action"
            case .restricted: "restricted"
            case .ended: "ended"
            case .cardExpires(let days): "card-\(days)"
            case .cancelled: "cancelled"
            }
        key = "\(subscription)/\(about)/\(word)"
    }
}

extension Subscription {
    /// Days before the due day on which an expiring card is told of.
    package static let cardNoticeDays = [30, 7]

    /// The notice that is due today about a card that will have expired on the due day.
    package func cardNotice(on today: CalendarDay) -> Notice? {
        authorization?.expiry.flatMap { cardNotice(on: today, expiry: $0) }
    }

    func cardNotice(on today: CalendarDay, expiry: Month) -> Notice? {
        guard state == .active || state == .pastDue, cancelledOn == nil, expiry < Month(containing: nextDue),
            today < nextDue
        else { return nil }
        let left = Int(nextDue.daysSinceEpoch - today.daysSinceEpoch)
        guard let days = Subscription.cardNoticeDays.last(where: { left <= $0 }) else { return nil }
        return Notice(.cardExpires(daysBeforeDue: days), id, about: nextDue.description)
    }
}
