package import Kernel

/// What a run would do: decided as a run does, and dropped.
package struct RenewalForecast {
    package private(set) var steps: [(SubscriptionAccount, RenewalStep)] = []
    /// Subscriptions that cannot be read.
    package private(set) var faults: [PaymentFault] = []

    package init(_ store: PostgresPaymentStore, _ rules: PaymentRules, now: Instant) throws {
        for id in try store.subscriptionsWithWork(on: now.day) {
            guard var account = try PaymentFault.leaving(id.text, &faults, { try store.account(id) }) else { continue }
            let step = account.nextStep(rules, now: now)
            steps.append((account, step))
        }
    }

    /// Something does not mend itself by then.
    package var needsPerson: Bool {
        !faults.isEmpty || steps.contains { if case .rest(let rest) = $0.1 { rest.needsPerson } else { false } }
    }

    package var chargeCount: Int {
        steps.count { if case .charge = $0.1 { true } else { false } }
    }
}
