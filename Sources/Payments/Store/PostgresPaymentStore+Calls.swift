import Crypto
import Database
package import Documents
import Kernel
import Runner

/// Calls to the provider in the audit log: digests, by which what was sent and answered can be proved, and no word of
/// either. docs/decisions/0018-digests-of-calls.md says why they stand where they stand.
extension PostgresPaymentStore {
    /// Remembers a call until it is written down.
    package func keep(_ call: PaystackCall) { calls.append(call) }

    /// Writes calls about the payments of a subscription into its tenant's log, in the transaction that writes what they
    /// changed.
    func auditCalls(about id: SubscriptionID, _ session: Session, _ tenant: TenantID) throws {
        for call in calls where call.subscription == id {
            try AuditLog.append(
                session, tenant, actor: actor, action: "payment.call", subject: call.reference ?? "",
                detail: call.digests, at: clock.now())
        }
    }

    /// After that transaction's commit.
    func forgetCalls(about id: SubscriptionID) { calls.removeAll { $0.subscription == id } }

    /// Writes down what is left: calls that changed nothing, and for all calls about no payment, such as lists, one entry
    /// in the log of each tenant that pays, with the digest of their digests.
    package func auditCalls() throws {
        for id in Set(calls.compactMap(\.subscription)).sorted() {
            // A payment of another installation on the same account is nobody's here.
            guard let tenant = try home(of: id) else { continue }
            try database.withTenant(tenant) { try auditCalls(about: id, $0, tenant) }
            forgetCalls(about: id)
        }
        guard !calls.isEmpty else { return }
        let digest = Digest(of: try CanonicalJSON.bytes(.array(calls.map(\.digests))))
        let detail = JSONOut.object([
            .init("calls", .integer(calls.count)), .init("digest", .string(digest.description)),
        ])
        for tenant in tenants where try !accounts(of: tenant).isEmpty {
            try database.withTenant(tenant) { session in
                try AuditLog.append(
                    session, tenant, actor: actor, action: "payment.calls", subject: "lists", detail: detail,
                    at: clock.now())
            }
        }
        calls = []
    }
}

extension PaystackCall {
    /// Of the payment that it is about; nil where it is about none of ours.
    var subscription: SubscriptionID? { reference.flatMap { Reference($0) }?.parts?.subscription }

    /// What is kept of it beside the time: the same in the file of calls and in the audit log.
    package var digests: JSONOut {
        .object([
            .init("purpose", .string(purpose)), .init("reference", .optional(reference)),
            .init("request", .string(request.description)), .init("status", status.map { .integer($0) } ?? .null),
            .init("answer", .optional(answer?.description)), .init("failure", .optional(failure)),
        ])
    }
}
