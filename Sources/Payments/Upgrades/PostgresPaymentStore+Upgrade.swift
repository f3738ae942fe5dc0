import Database
package import Kernel

extension PostgresPaymentStore {
    /// The subscription of a tenant whose terms can change, without its card.
    ///
    /// - Throws: J652 when it has none that was paid.
    package func payingAccount(of tenant: TenantID) throws -> SubscriptionAccount {
        let living = try accounts(of: tenant).filter { $0.subscription.state != .ended && !$0.isLeft }
        guard let account = living.last(where: { $0.subscription.state != .awaitingPayment }) else {
            throw PaymentFailure.nothingToChange(tenant, awaiting: living.last?.subscription)
        }
        return account
    }

    /// Payments of a subscription of which something went back, or is about to by a refund that was asked for.
    static func refundedPayments(_ session: Session, _ id: SubscriptionID) throws -> Set<Reference> {
        Set(
            try session.query(
                """
                SELECT reference FROM payment_events
                    WHERE subscription = \(id.text) AND what = 'refund' AND detail->>'status' = 'processed'
                UNION SELECT o.reference FROM refund_orders o JOIN charge_attempts a USING (tenant_id, reference)
                    WHERE a.subscription = \(id.text) AND o.state IN ('proposed', 'sent', 'accepted')
                """
            ).rows.compactMap { Reference(try $0.value(0)) })
    }
}
