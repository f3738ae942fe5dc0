package import Kernel

/// What a subscription needs next.
package enum RenewalStep: Sendable, Hashable {
    /// Ask the provider how an attempt stands.
    case verify(Reference)
    /// Make the call. The attempt is stored as sent when this is returned.
    case charge(ChargeRequest)
    case rest(Rest)

    /// Why nothing is charged now.
    package enum Rest: Sendable, Hashable {
        case notDue(CalendarDay)
        /// The provider, a bank or the payer has the word.
        case open(Reference, AttemptState)
        case dunning(until: CalendarDay)
        case restricted
        case ended
        /// Given up by the tenant: it ends on that day.
        case cancelled(until: CalendarDay)
        case gateClosed(Currency)
        case held(Subscription.Hold)
        /// Not held any more, and money that came for the period did not grant it.
        case wrongMoney(Reference)
        /// No card to charge: the first payment has not come, or the card cannot be used again.
        case noCard
        case unpriced(Diagnostic)
        case awaitingPayment
        /// More attempts in one period than can be right.
        case tooManyAttempts

        /// It stays so until somebody does something.
        package var needsPerson: Bool {
            switch self {
            case .held, .wrongMoney, .noCard, .unpriced, .tooManyAttempts: true
            case .notDue, .open, .dunning, .restricted, .ended, .cancelled, .gateClosed, .awaitingPayment: false
            }
        }
    }
}

/// A charge of a saved card. The currency is always said: left out, the account's default would be taken.
package struct ChargeRequest: Sendable, Hashable {
    package let reference: Reference
    package let money: SubunitMoney
    package let card: CardAuthorization
    package let subscription: SubscriptionID
    package let period: BillingPeriod
    /// Which call of the reference this is.
    let call: Int

    init(_ attempt: ChargeAttempt, card: CardAuthorization) {
        reference = attempt.reference
        money = attempt.price.money
        self.card = card
        subscription = attempt.subscription
        period = attempt.period
        call = attempt.calls
    }
}

/// What a run has learned of references since it began.
package struct RunKnowledge: Sendable {
    /// Asked once, or their call was made: not asked again in this run.
    package var asked: Set<Reference> = []
    /// The provider had nothing under them when it was asked, which was then.
    package var absent: [Reference: Instant] = [:]

    package init() {}
}
