import Kernel

extension WaitingNotice {
    /// Whether what it tells is still so. What is handed on late, such as when mail was set up later or did not go out,
    /// must not frighten anybody with what is over; where more followed, a notice of its own tells of that.
    func isTrue(of account: SubscriptionAccount, on today: CalendarDay) -> Bool {
        let subscription = account.subscription
        let attempt = account.attempts.first { $0.reference.text == notice.about }
        let isWanted = subscription.cancelledOn == nil
        switch notice.kind {
        case .paymentFailed(let needsOtherCard):
            let period = attempt?.period.start.description ?? notice.about
            guard isWanted, subscription.state == .pastDue, period == subscription.nextDue.description else {
                return false
            }
            return !needsOtherCard || attempt.map { $0.card == subscription.cardCount } ?? true
        case .actionRequired: return isWanted && attempt?.state == .actionRequired
        case .restricted: return subscription.state == .restricted
        case .ended: return subscription.state == .ended
        case .cardExpires:
            return cardExpiry.flatMap { subscription.cardNotice(on: today, expiry: $0) } == notice
        case .cancelled: return subscription.cancelledOn?.description == notice.about
        }
    }
}
