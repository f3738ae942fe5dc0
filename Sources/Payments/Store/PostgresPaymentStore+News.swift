import Database
import Documents
package import Kernel

/// Refunds and disputes, from the list and from webhooks alike.
extension PostgresPaymentStore {
    /// Issues the credit note of a refund that was carried out, once.
    ///
    /// - Returns: false when there is nothing to do: not carried out, not ours, or known.
    package func record(_ refund: ObservedRefund, now: Instant) throws -> Bool {
        guard refund.status == .processed, let id = refund.id, let reference = refund.reference,
            let owner = try owner(of: reference)
        else { return false }
        let tenant = try tenant(of: owner)
        guard let attempt = try account(owner).attempts.first(where: { $0.reference == reference }) else {
            return false
        }
        return try database.withTenant(tenant) { session in
            let isNew = try InvoiceBook(session: session, tenant: tenant, mode: mode)
                .creditNote(attempt, refund: "\(id)", money: refund.money, at: now)
            if isNew {
                try AccountHistory(session: session, tenant: tenant, subscription: owner, actor: actor)
                    .audit(
                        "payment.refunded", about: reference.text,
                        .object([
                            .init("refund", .string("\(id)")), .init("money", .string("\(refund.money)")),
                        ]), at: now)
            }
            return isNew
        }
    }

    /// Holds the subscription of a payment that is disputed.
    ///
    /// - Returns: false when there is nothing to do: resolved, not ours, or held for it already.
    package func record(
        _ dispute: ObservedDispute, source: PaymentEvent.Source, now: Instant
    ) throws -> Bool {
        guard dispute.isOpen, let reference = dispute.reference, let owner = try owner(of: reference) else {
            return false
        }
        return try update(owner) { $0.dispute(reference, now: now, source: source) }
    }

    /// Lifts a hold, by a person.
    ///
    /// - Throws: J644 when there is none.
    package func release(_ id: SubscriptionID, note: String, granting: Bool, now: Instant) throws {
        let hold = try update(id) { $0.release(note: note, granting: granting, now: now) }
        guard hold == nil else { return }
        throw Failure(
            .usage, PaymentCode.notHeld, "the subscription \(id) is not held",
            hint: "`reckon billing status` shows those that are")
    }
}
