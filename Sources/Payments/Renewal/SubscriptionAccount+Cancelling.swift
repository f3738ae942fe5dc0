package import Kernel

/// A tenant gives its subscription up, and takes that back.
extension SubscriptionAccount {
    /// Nothing is charged any more, and it ends where what is paid ends. Money that came stays, and money that is under
    /// way still pays for its period.
    ///
    /// - Returns: false when it had been given up before.
    package mutating func cancel(note: String, now: Instant) -> Bool {
        precondition(subscription.state != .awaitingPayment, "what was never paid is not given up")
        guard subscription.cancelledOn == nil, subscription.state != .ended else { return false }
        subscription.cancelledOn = now.day
        events.append(
            PaymentEvent(
                at: now, source: .person, reference: nil, what: .cancelled(until: subscription.nextDue, note: note)))
        notices.append(Notice(.cancelled, subscription.id, about: now.day.description))
        if !attempts.contains(where: \.state.isOpen), subscription.hold == nil { _ = endCancelled(.person, now: now) }
        return true
    }

    /// Takes it back while it lasts: it is charged again when it is due.
    ///
    /// - Returns: false when it is not given up, or has ended.
    package mutating func resume(now: Instant) -> Bool {
        guard subscription.cancelledOn != nil, subscription.state != .ended else { return false }
        subscription.cancelledOn = nil
        events.append(PaymentEvent(at: now, source: .person, reference: nil, what: .resumed))
        return true
    }

    /// Ends what was given up, once what is paid is over.
    mutating func endCancelled(_ source: PaymentEvent.Source, now: Instant) -> Bool {
        guard subscription.cancelledOn != nil, subscription.nextDue <= now.day else { return false }
        move(.cancelledEnded, nil, now, source)
        return true
    }
}
