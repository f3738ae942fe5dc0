package import Kernel

extension SubscriptionAccount {
    /// A payment is disputed: nothing is charged until a person lifts the hold. One that is there already stands. False
    /// when it is no payment of this subscription.
    package mutating func dispute(
        _ reference: Reference, now: Instant, source: PaymentEvent.Source
    ) -> Bool {
        guard let attempt = attempts.first(where: { $0.reference == reference }) else { return false }
        hold(.disputed, attempt, now, source)
        return true
    }

    /// Lifts the hold.
    ///
    /// - Parameter granting: the period that is due counts as paid, as when other money was taken for it. Wrong money
    ///   for that period can be taken also after its hold was lifted.
    /// - Returns: the hold that was; nil when there was none.
    /// - Throws: J643 when a period is to be granted and an attempt of it may still move money, J649 when none is due.
    package mutating func release(
        note: String, granting: Bool, now: Instant
    ) throws(Failure) -> Subscription.Hold? {
        let due = attempts(of: subscription.duePeriod)
        let wrong = due.first { $0.state == .mismatched || $0.state == .surplus }
        guard let hold = subscription.hold ?? (granting && wrong != nil ? .mismatch : nil) else { return nil }
        if granting {
            if let open = due.first(where: \.state.isOpen) { throw PaymentFailure.grantWhileOpen(open) }
            guard subscription.nextDue <= now.day || wrong != nil else { throw PaymentFailure.nothingDue(subscription) }
            subscription.advance(to: subscription.duePeriod.end, on: subscription.dueTerms)
            // An ended one whose period is over as well would be charged for all periods since.
            let isOver = subscription.state == .ended && subscription.nextDue <= now.day
            move(isOver ? .paidTooLate : .paid, nil, now, .person)
        }
        subscription.hold = nil
        events.append(
            PaymentEvent(
                at: now, source: .person, reference: granting ? wrong?.reference : nil,
                what: .released(hold, note: note, granted: granting)))
        return hold
    }
}
