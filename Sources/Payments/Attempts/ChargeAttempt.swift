package import Kernel

/// One attempt to charge for one period. Everything but its state is fixed when it is made; a later
/// attempt of the same period asks for the same.
package struct ChargeAttempt: Sendable, Hashable {
    package let reference: Reference
    package let subscription: SubscriptionID
    package let period: BillingPeriod
    package let ordinal: Int
    package let tier: TierID
    package let interval: BillingInterval
    package let price: Price
    /// Which of the subscription's cards is charged, counted from 1; 0 for a checkout, where the payer chooses.
    package let card: Int
    package let sentAt: Instant
    /// Nil: it pays for its period.
    package var upgrade: Upgrade?
    /// How many calls were decided with this reference, and when the latest was.
    package var calls = 1
    package var calledAt: Instant
    package var state: AttemptState
    package var decline: Decline?
    package var providerID: UInt64?
    package var paidAt: Instant?
    package var actionURL: String?
    package var mismatch: Mismatch?

    package init(
        reference: Reference, subscription: SubscriptionID, period: BillingPeriod,
        ordinal: Int, tier: TierID, interval: BillingInterval, price: Price, card: Int, sentAt: Instant,
        state: AttemptState = .planned
    ) {
        self.reference = reference
        self.subscription = subscription
        self.period = period
        self.ordinal = ordinal
        self.tier = tier
        self.interval = interval
        self.price = price
        self.card = card
        self.sentAt = sentAt
        calledAt = sentAt
        self.state = state
    }

    /// What came, where money did.
    package var paidMoney: SubunitMoney {
        switch mismatch {
        case .amount(let money), .currency(let money): money
        case nil: price.money
        }
    }

    /// What dunning counts: a bank refused the payer's card, or the payer did not confirm its charge. A page that nobody
    /// finished declined nobody's card.
    package var isDeclined: Bool {
        switch decline?.kind {
        case .soft, .hard: true
        case .abandoned: card > 0
        case .setup, .withdrawn, nil: false
        }
    }

    /// Longer than any call takes. The same reference is not called again before: an answer is then known to be about
    /// the latest call.
    package static let callSeconds: Int64 = 600

    package func mayBeUnderWay(_ now: Instant) -> Bool {
        now < calledAt.advanced(bySeconds: ChargeAttempt.callSeconds)
    }

    /// What the caller has to do after an event.
    package enum Action: Sendable, Hashable {
        case grant
        /// Money came after the attempt had been given up.
        case reportLateSuccess
        case hold(Mismatch)
        /// Money came for a period that is paid: propose to give it back.
        case proposeRefund
        case dun(Decline)
        case askPayer(url: String?)
        case revoke
        /// Call with the same reference: the provider has nothing under it.
        case sendAgain
        case verify
        /// The provider contradicts what is settled.
        case reportConflict
    }

    /// Moves by the table, and says what follows. An event that tells nothing new changes nothing; a contradiction is
    /// reported as often as it is seen.
    ///
    /// - Parameter periodIsPaid: by another attempt.
    package mutating func apply(_ event: AttemptEvent, now: Instant, periodIsPaid: Bool = false) -> [Action] {
        let kind = kind(of: event, now: now, periodIsPaid: periodIsPaid)
        let old = state
        guard let new = AttemptMoves.next(old, kind) else {
            preconditionFailure("an attempt that is \(old) cannot meet \(kind)")
        }
        state = new
        note(event, kind: kind, from: old)
        return actions(kind, from: old)
    }

    private mutating func note(_ event: AttemptEvent, kind: AttemptEventKind, from old: AttemptState) {
        if case .observed(let charge) = event, state.holdsMoney || state.isOpen || old != state {
            providerID = charge.id
            if state.holdsMoney { paidAt = paidAt ?? charge.paidAt ?? charge.createdAt }
        }
        switch event {
        case .observed(let charge) where state == .failed && old != .failed:
            decline = kind == .abandoned ? Decline(.abandoned, "abandoned") : .byBank(charge.bankAnswer)
        case .observed(let charge) where state == .mismatched && old != .mismatched: mismatch = mismatch(with: charge)
        case .observed(let charge) where state == .actionRequired: actionURL = charge.actionURL ?? actionURL
        case .actionNeeded(let url) where state == .actionRequired: actionURL = url ?? actionURL
        case .rejected(let reason) where state == .rejected && old != .rejected: decline = reason
        case .withdrawn where state == .rejected && old != .rejected: decline = Decline(.withdrawn, "never sent")
        default: break
        }
        if state.holdsMoney { decline = nil }
    }

    private func actions(_ kind: AttemptEventKind, from old: AttemptState) -> [Action] {
        if state == old {
            switch (state, kind) {
            case (.sent, .notFound): return [.sendAgain]
            case (.unknown, .duplicate), (.unknown, .lost), (.unknown, .unclear): return [.verify]
            case (.paid, .mismatch), (.paid, .surplus): return [.reportConflict]
            case (.paid, .declined), (.paid, .notFound): return [.reportConflict]
            default: return []
            }
        }
        let isLate = old == .failed || old == .rejected
        switch state {
        case .paid: return isLate ? [.reportLateSuccess, .grant] : [.grant]
        case .mismatched: return [mismatch.map { .hold($0) } ?? .reportConflict]
        case .surplus: return [.proposeRefund]
        case .failed, .rejected: return decline.map { [.dun($0)] } ?? []
        case .actionRequired: return [.askPayer(url: actionURL)]
        // What was too much and went back leaves the period paid.
        case .reversed: return old == .surplus ? [] : [.revoke]
        case .sent: return kind == .notFound ? [.sendAgain] : []
        case .unknown: return [.verify]
        case .pending, .planned: return []
        }
    }
}
