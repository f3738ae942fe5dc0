package import Kernel

extension SubscriptionAccount {
    /// A payment is disputed: nothing is charged until a person lifts the hold. False when that is known.
    package mutating func dispute(
        _ reference: Reference, now: Instant, source: PaymentEvent.Source
    ) -> Bool {
        guard let attempt = attempts.first(where: { $0.reference == reference }), subscription.hold != .disputed else {
            return false
        }
        subscription.hold = .disputed
        hold(.disputed, attempt, now, source)
        return true
    }

    /// Lifts the hold.
    ///
    /// - Parameter granting: the period that is due counts as paid, as when other money was taken for it. Wrong money
    ///   for that period can be taken also after its hold was lifted.
    /// - Returns: the hold that was; nil when there was none.
    package mutating func release(note: String, granting: Bool, now: Instant) -> Subscription.Hold? {
        let wrong = attempts(of: subscription.duePeriod).first { $0.state == .mismatched || $0.state == .surplus }
        guard let hold = subscription.hold ?? (granting && wrong != nil ? .mismatch : nil) else { return nil }
        subscription.hold = nil
        if granting {
            subscription.nextDue = subscription.duePeriod.end
            move(.paid, nil, now, .person)
        }
        events.append(
            PaymentEvent(
                at: now, source: .person, reference: granting ? wrong?.reference : nil,
                what: .released(hold, note: note, granted: granting)))
        return hold
    }
}
