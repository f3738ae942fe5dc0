package import Kernel

/// One night's reconciliation: `findings` compares, then `apply` brings what the lists say to the attempts. In this
/// order, so that what was found is known also when applying it fails.
package struct ReconciliationRun<Store: ReconciliationStore, Provider: PaymentProvider> {
    private let store: Store
    private let provider: Provider
    private let now: Instant
    package let lists: ProviderLists
    private var input: ReconciliationInput

    /// What applying led to that a person has to look at.
    package private(set) var matters: [PaymentMatter] = []
    /// Payments that could not be written down: the next list must hold them again.
    package private(set) var faults: [PaymentFault] = []
    /// Payments that were asked about, and whose answers are not understood; they are asked about in the next run.
    package private(set) var unreadable: [String] = []
    package private(set) var keyWasRefused: Bool

    /// - Parameter webhooks: those that came since the window began; nil where no receiver is set up.
    package init(
        store: Store, provider: Provider, rules: PaymentRules, window: ProviderLists.Window, now: Instant,
        webhooks: [ReconciliationInput.Webhook]?
    ) throws where Provider: PaymentListing {
        self.store = store
        self.provider = provider
        self.now = now
        lists = try ProviderLists(provider, window)
        keyWasRefused = lists.keyWasRefused
        input = ReconciliationInput(
            attempts: try store.attempts(), charges: lists.charges.items, mode: rules.mode,
            prefix: rules.referencePrefix, from: window.from, to: window.to)
        input.refunds = ReconciliationRun.named(lists.refunds.items, input)
        input.knownRefunds = try store.knownRefunds()
        input.taken = try store.takenPayments()
        input.paidOtherwise = try store.paidOtherwise(on: now.day)
        input.disputes = lists.disputes.items
        input.settlements = lists.settlements.items
        input.webhooks = webhooks ?? []
        input.expectsWebhooks = webhooks != nil
        input.isComplete = lists.isComplete
    }

    /// Refunds that name their payment by its number only get the reference of ours. What is left is of others.
    private static func named(_ refunds: [ObservedRefund], _ input: ReconciliationInput) -> [ObservedRefund] {
        let references = Dictionary(
            input.attempts.compactMap { attempt in attempt.providerID.map { ($0, attempt.reference) } }
                + input.charges.compactMap { charge in charge.reference.map { (charge.id, $0) } }
        ) { first, _ in first }
        return refunds.map { refund in
            guard refund.reference == nil, let number = refund.transaction else { return refund }
            var named = refund
            named.reference = references[number]
            return named
        }
    }

    /// The differences as they were before anything was applied.
    package func findings() -> [ReconciliationFinding] { Reconciliation(input).findings() }

    /// Whether the next list may begin where this one ended.
    package var mayAdvance: Bool { input.isComplete && faults.isEmpty }

    /// Besides findings and totals.
    package var needsPerson: Bool { !matters.isEmpty || !faults.isEmpty || !unreadable.isEmpty }

    /// Sums of both sides after all was applied; none are concluded from lists that broke off.
    package func totals() throws -> [PaymentTotals] { input.isComplete ? try PaymentTotals.compare(input) : [] }

    /// Brings each item to its payment, through the same functions as webhooks. What is wrong with one leaves the
    /// others alone.
    package mutating func apply() throws {
        let attempts = Dictionary(input.attempts.map { ($0.reference, $0) }) { first, _ in first }
        for charge in input.charges where isNews(charge, attempts) {
            try take("\(charge.reference?.text ?? "payment \(charge.id)")") { [now] recorder, _ in
                try recorder.record(charge, source: .listing, now: now).matters(charge)
            }
        }
        for refund in input.refunds {
            try take("refund of \(refund.reference?.text ?? "?")") { [now] _, store in
                _ = try store.record(refund, source: .listing, now: now)
                return []
            }
        }
        for dispute in input.disputes {
            try take("dispute \(dispute.id)") { [now] _, store in
                _ = try store.record(dispute, source: .listing, now: now)
                return []
            }
        }
        try askAboutDecided()
        input.attempts = try store.attempts()
    }

    /// Most of a list is known: that is not written again, and needs no key of its tenant.
    private func isNews(_ charge: ObservedCharge, _ attempts: [Reference: ChargeAttempt]) -> Bool {
        guard let attempt = charge.reference.flatMap({ attempts[$0] }), charge.isTest == (input.mode == .test) else {
            return false
        }
        var after = attempt
        let actions = after.apply(.observed(charge), now: now)
        return after != attempt || !actions.isEmpty
    }

    private mutating func take(
        _ subject: String, _ body: (PaymentRecorder<Store>, Store) throws -> [PaymentMatter]
    ) throws {
        let recorder = PaymentRecorder(store: store, mode: input.mode)
        let store = store
        matters += try PaymentFault.leaving(subject, &faults) { try body(recorder, store) } ?? []
    }

    /// A refund that is through and a dispute that is resolved may have reversed a payment that is too old for the
    /// list.
    private mutating func askAboutDecided() throws {
        let listed = Set(input.charges.compactMap(\.reference))
        let decided = Set(
            input.refunds.filter { $0.status == .processed }.compactMap(\.reference)
                + input.disputes.filter { !$0.isOpen }.compactMap(\.reference)
        ).subtracting(listed)
        let attempts = try store.attempts()
        let byReference = Dictionary(attempts.map { ($0.reference, $0) }) { first, _ in first }
        for attempt in attempts
        where attempt.state.holdsMoney && decided.contains(attempt.reference) && !keyWasRefused {
            let reference = attempt.reference
            switch try provider.verify(reference) {
            case .observed(let charge) where charge.reference == reference:
                guard isNews(charge, byReference) else { continue }
                try take(reference.text) { [now] recorder, _ in
                    try recorder.record(charge, source: .verification, now: now).matters(charge)
                }
            case .observed: unreadable.append("the answer about \(reference) is about another payment")
            case .notFound: unreadable.append("the provider does not know \(reference), which was paid")
            case .unknown(let text): unreadable.append(text)
            case .keyRefused: keyWasRefused = true
            }
        }
    }
}
