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
        case gateClosed(Currency)
        case held(Subscription.Hold)
        /// No card to charge: the first payment has not come, or the card cannot be used again.
        case noCard
        case unpriced(Diagnostic)
        case awaitingPayment
        /// More attempts in one period than can be right.
        case tooManyAttempts

        /// It stays so until somebody does something.
        package var needsPerson: Bool {
            switch self {
            case .held, .noCard, .unpriced, .tooManyAttempts: true
            case .notDue, .open, .dunning, .restricted, .ended, .gateClosed, .awaitingPayment: false
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
    /// The provider has nothing under them.
    package var absent: Set<Reference> = []

    package init() {}
}
