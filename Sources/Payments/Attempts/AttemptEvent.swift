package import Kernel

/// What can happen to an attempt.
package enum AttemptEvent: Sendable, Hashable {
    /// It is stored and its call may be made.
    case sending
    /// The provider shows the payment; where from does not matter.
    case observed(ObservedCharge)
    /// The call was answered by a page that the payer must open.
    case actionNeeded(url: String?)
    /// 400, and no transaction was made.
    case rejected(Decline)
    /// 400 because the reference is used: there is a transaction, and only verify tells how it stands.
    case duplicate
    /// The provider says that it did not process the call (429, a refused key), or no connection was made.
    case notProcessed
    /// No answer, or one that cannot be understood.
    case lost
    /// Verify knows no such reference.
    case notFound
    /// It never reached the provider, and is not wanted any more.
    case withdrawn
}

/// The columns of the table of moves.
package enum AttemptEventKind: String, Sendable, CaseIterable {
    case sending, success, mismatch, surplus, declined, pending, actionNeeded, abandoned, reversed, rejected, duplicate
    case notProcessed, lost, notFound, withdrawn, unclear
}

extension ChargeAttempt {
    /// How long a payer may leave a page open before the attempt counts as failed.
    package static let abandonedAfterSeconds: Int64 = 86_400

    /// What an event means for this attempt.
    ///
    /// - Parameter periodIsPaid: by another attempt.
    package func kind(of event: AttemptEvent, now: Instant, periodIsPaid: Bool) -> AttemptEventKind {
        switch event {
        case .sending: .sending
        case .actionNeeded: .actionNeeded
        case .rejected: .rejected
        case .duplicate: .duplicate
        case .notProcessed: .notProcessed
        case .lost: .lost
        case .notFound: .notFound
        case .withdrawn: .withdrawn
        case .observed(let charge):
            switch charge.status {
            case .success: mismatch(with: charge) != nil ? .mismatch : periodIsPaid ? .surplus : .success
            case .failed: .declined
            case .pending: .pending
            case .ongoing: .actionNeeded
            case .reversed: .reversed
            case .other: .unclear
            case .abandoned:
                now > calledAt.advanced(bySeconds: ChargeAttempt.abandonedAfterSeconds) ? .abandoned : .unclear
            }
        }
    }

    /// What differs between what was asked for and what was paid; nil when nothing does.
    package func mismatch(with charge: ObservedCharge) -> Mismatch? {
        if charge.money.currency != price.money.currency { return .currency(charge.money) }
        if charge.money.subunits != price.money.subunits { return .amount(charge.money) }
        if let requested = charge.requestedSubunits, requested != charge.money.subunits { return .amount(charge.money) }
        return nil
    }
}

/// Money that is not what was asked for.
package enum Mismatch: Sendable, Hashable {
    case currency(SubunitMoney)
    case amount(SubunitMoney)
}
