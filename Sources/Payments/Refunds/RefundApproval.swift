import HTTP
package import Kernel

/// Approves a refund and has it made, once: it is committed as sent before the call, and known again by its note.
package struct RefundApproval<Provider: PaymentRefunds> {
    package enum Outcome: Sendable, Hashable {
        /// The provider took it; it is carried out later.
        case taken
        /// It was sent before, its answer was lost, and it is there.
        case hadArrived
        /// It was sent before and is not there, long after: it may be proposed again.
        case neverArrived
    }

    /// A refund that was sent and is on no list so long after did not arrive.
    private static var lostSeconds: Int64 { 3600 }

    private let store: PostgresPaymentStore
    private let provider: Provider
    private let clock: WallClock

    package init(store: PostgresPaymentStore, provider: Provider, clock: WallClock) {
        self.store = store
        self.provider = provider
        self.clock = clock
    }

    /// - Throws: J645 when none is proposed, J646 for the account that proposed it; D631 when the provider refuses it,
    ///   D633 when it gives no answer.
    package func run(_ reference: Reference) throws -> (RefundOrder, Outcome) {
        let order = try store.openRefund(of: reference)
        if order.state == .sent { return (order, try lookFor(order)) }
        try store.approve(order, now: clock.now())
        return (order, try send(order))
    }

    private func send(_ order: RefundOrder) throws -> Outcome {
        var request = order.request
        request.acceptedNotes = try store.acceptedNotes(of: order)
        let answer: RefundAnswer
        do {
            answer = try provider.refund(request)
        } catch let error as HTTPError {
            // A call that may have arrived is an answer: with an error none was made.
            try store.settle(order, as: .refused, now: clock.now())
            throw error
        }
        let refusal: Failure
        switch answer {
        case .observed(let refund) where refund.status == .failed:
            refusal = PaymentFailure.refused("the refund", "it failed")
        case .observed:
            try store.settle(order, as: .accepted, now: clock.now())
            return .taken
        case .rejected(let text): refusal = PaymentFailure.refused("the refund", text)
        case .notProcessed: refusal = PaymentFailure.refused("the refund", "it is busy; propose it again")
        case .keyRefused: refusal = PaymentFailure.keyRefused
        case .unknown(let text): throw PaymentFailure.unanswered("the refund", text)
        }
        try store.settle(order, as: .refused, now: clock.now())
        throw refusal
    }

    private func lookFor(_ order: RefundOrder) throws -> Outcome {
        let listed = try provider.refunds(of: order.reference)
        switch listed.end {
        case .complete: break
        case .keyRefused: throw PaymentFailure.keyRefused
        case .brokeOff(let why): throw PaymentFailure.unanswered("which refunds there are", why)
        }
        let now = clock.now()
        if let refund = listed.items.first(where: { $0.note == order.request.note }) {
            guard refund.status != .failed else {
                try store.settle(order, as: .refused, now: now)
                throw PaymentFailure.refused("the refund", "it failed")
            }
            try store.settle(order, as: .accepted, now: now)
            return .hadArrived
        }
        guard let sentAt = order.approvedAt, sentAt.advanced(bySeconds: Self.lostSeconds) < now else {
            throw PaymentFailure.unanswered(
                "the refund", "it may still be under way", hint: "run the command again in an hour")
        }
        try store.settle(order, as: .refused, now: now)
        return .neverArrived
    }
}
