package import Kernel

/// A line of the append-only history of payments.
package struct PaymentEvent: Sendable, Hashable {
    package enum Source: String, Sendable, CaseIterable {
        case renewal, verification, listing, webhook, person
    }

    package enum What: Sendable, Hashable {
        case attempt(from: AttemptState, to: AttemptState)
        case subscription(from: SubscriptionState, to: SubscriptionState)
        case lateSuccess
        case refundProposed(SubunitMoney)
        case held(Subscription.Hold)
        case conflict
        /// A person lifted the hold, and granted the period that was due or not.
        case released(Subscription.Hold, note: String, granted: Bool)
        /// The tenant gave it up, and has it until that day; or took that back.
        case cancelled(until: CalendarDay, note: String)
        case resumed
        /// The periods from that day on are on these terms.
        case nextTerms(SubscriptionTerms, from: CalendarDay)
        /// A refund was carried out, or failed.
        case refund(id: UInt64, SubunitMoney, isFailed: Bool)
    }

    package let at: Instant
    package let source: Source
    package let reference: Reference?
    package let what: What

    /// Money of the attempt pays for its period: the provider says so, or a person took wrong money for it.
    var isOfMoneyTaken: Bool {
        switch what {
        case .attempt(_, .paid), .released(_, _, granted: true): true
        default: false
        }
    }

    package init(at: Instant, source: Source, reference: Reference?, what: What) {
        self.at = at
        self.source = source
        self.reference = reference
        self.what = what
    }
}
