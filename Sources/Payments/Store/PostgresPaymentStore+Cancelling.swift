package import Kernel

extension PostgresPaymentStore {
    /// Gives a tenant's subscriptions up, while no run is at work on them.
    ///
    /// - Parameter isDryRun: decides the same and writes nothing.
    /// - Returns: each as it is then, and whether it was given up by this call.
    /// - Throws: J651 when there is none that was paid, J650 when a run is at work on it.
    package func cancel(
        _ tenant: TenantID, note: String, isDryRun: Bool, now: Instant
    ) throws -> [(account: SubscriptionAccount, isNews: Bool)] {
        let living = try accounts(of: tenant).filter {
            $0.subscription.state != .ended && $0.subscription.state != .awaitingPayment
        }
        guard !living.isEmpty else { throw PaymentFailure.nothingToCancel(tenant) }
        return try living.map { account in
            let cancel = { (account: inout SubscriptionAccount) -> (SubscriptionAccount, Bool) in
                let isNews = account.cancel(note: note, now: now)
                return (account, isNews)
            }
            if isDryRun {
                var foreseen = account
                return cancel(&foreseen)
            }
            let id = account.subscription.id
            return try holding(id) { try update(id) { cancel(&$0) } }
        }
    }

    /// Takes back that a subscription was given up, while no run is at work on it.
    ///
    /// - Returns: the account as it is then, without its card.
    package func resume(_ id: SubscriptionID, now: Instant) throws -> SubscriptionAccount {
        try holding(id) { _ = try update(id) { $0.resume(now: now) } }
        return try accountWithoutCard(id)
    }
}
