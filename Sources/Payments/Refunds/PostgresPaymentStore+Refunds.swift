import Database
import Documents
package import Kernel

extension PostgresPaymentStore {
    /// Notes that money should go back.
    ///
    /// - Parameter subunits: all that has not gone back yet when nil.
    /// - Throws: J645 when no money is held under the reference, or less than that.
    package func proposeRefund(
        of reference: Reference, subunits: Int64?, note: String, now: Instant
    ) throws -> RefundOrder {
        guard let owner = try owner(of: reference) else { throw PaymentFailure.noSubscription(reference.text) }
        let tenant = try tenant(of: owner)
        return try database.withTenant(tenant) { session in
            // An upgrade that is decided at the same time credits this money, or finds that it is about to go back.
            try PostgresPaymentStore.lockRow(session, owner)
            let attempt = try PostgresPaymentStore.attempt(session, reference)
            guard attempt.state.holdsMoney else {
                throw PostgresPaymentStore.refused("no money is held of \(reference)")
            }
            let paid = attempt.paidMoney
            let orders = try PostgresPaymentStore.orders(session, tenant, reference)
            if let open = orders.first(where: { $0.state == .proposed || $0.state == .sent }) {
                throw PostgresPaymentStore.refused("a refund of \(open.money) is \(open.state.rawValue) already")
            }
            let earlier = orders.filter { $0.state == .accepted }.reduce(Int64(0)) { $0 + $1.money.subunits }
            let amount = subunits ?? paid.subunits - earlier
            guard amount > 0, amount <= paid.subunits - earlier else {
                throw PostgresPaymentStore.refused("\(paid) were paid, and \(earlier) hundredths went back")
            }
            let ordinal = (orders.map(\.ordinal).max() ?? 0) + 1
            try session.execute(
                """
                INSERT INTO refund_orders (tenant_id, reference, ordinal, subunits, currency, state, note,
                    proposed_by, proposed_at)
                VALUES (\(tenant), \(reference.text), \(ordinal), \(amount), \(paid.currency), 'proposed', \(note),
                    \(actor), \(now))
                """)
            try auditRefund(session, tenant, owner, "proposed", reference, SubunitMoney(amount, paid.currency), now)
            return RefundOrder(
                tenant: tenant, reference: reference, ordinal: ordinal, money: SubunitMoney(amount, paid.currency),
                state: .proposed, note: note, proposedBy: actor, approvedAt: nil)
        }
    }

    /// The refund that is proposed or sent.
    ///
    /// - Throws: J645 when there is none.
    package func openRefund(of reference: Reference) throws -> RefundOrder {
        guard let owner = try owner(of: reference) else { throw PaymentFailure.noSubscription(reference.text) }
        let tenant = try tenant(of: owner)
        let orders = try database.withTenant(tenant, readOnly: true) { session in
            try PostgresPaymentStore.orders(session, tenant, reference)
        }
        guard let open = orders.first(where: { $0.state == .proposed || $0.state == .sent }) else {
            throw PostgresPaymentStore.refused("no refund of \(reference) is proposed")
        }
        return open
    }

    /// Approves a refund: it is committed as sent, and then its call may be made.
    ///
    /// - Throws: J646 for the account that proposed it.
    package func approve(_ order: RefundOrder, now: Instant) throws {
        guard order.proposedBy != actor else {
            throw Failure(
                .notPermitted, PaymentCode.refundSameAccount,
                "account \(QuotedText.of(actor)) proposed this refund and cannot approve it",
                hint: "another person approves, as another account")
        }
        try change(order, from: .proposed, to: .sent, now: now)
    }

    /// Takes a proposal back, by whoever sees that it is wrong.
    ///
    /// - Throws: J645 when none is proposed.
    package func withdraw(_ order: RefundOrder, now: Instant) throws {
        try change(order, from: .proposed, to: .refused, now: now)
    }

    /// Writes down what the provider says of a refund of ours: one that failed after it was accepted gave nothing back,
    /// and makes room for another; one that was given up may have arrived after all.
    func settleOrder(
        _ session: Session, _ tenant: TenantID, _ owner: SubscriptionID, _ refund: ObservedRefund, now: Instant
    ) throws {
        guard let reference = refund.reference, let note = refund.note,
            let order = try PostgresPaymentStore.orders(session, tenant, reference).first(where: {
                $0.request.note == note && $0.approvedAt != nil
            })
        else { return }
        let state = refund.status == .failed ? RefundOrder.State.refused : .accepted
        if state != order.state { try change(session, owner, order, from: order.state, to: state, now: now) }
    }

    /// The notes of a payment's refunds that are known to have gone out.
    func acceptedNotes(of order: RefundOrder) throws -> Set<String> {
        try database.withTenant(order.tenant, readOnly: true) { session in
            Set(
                try PostgresPaymentStore.orders(session, order.tenant, order.reference)
                    .filter { $0.state == .accepted }.map(\.request.note))
        }
    }

    /// Writes down what came of a refund that was sent.
    package func settle(_ order: RefundOrder, as state: RefundOrder.State, now: Instant) throws {
        try change(order, from: .sent, to: state, now: now)
    }

    /// All refunds of a tenant in this mode.
    package func refundOrders(of tenant: TenantID) throws -> [RefundOrder] {
        try database.withTenant(tenant, readOnly: true) { session in
            try PostgresPaymentStore.orders(session, tenant, nil)
        }.filter { try owner(of: $0.reference) != nil }
    }

    private func change(
        _ order: RefundOrder, from old: RefundOrder.State, to new: RefundOrder.State, now: Instant
    ) throws {
        guard let owner = try owner(of: order.reference) else {
            throw PaymentFailure.noSubscription(order.reference.text)
        }
        try database.withTenant(order.tenant) { session in
            try change(session, owner, order, from: old, to: new, now: now)
        }
    }

    private func change(
        _ session: Session, _ owner: SubscriptionID, _ order: RefundOrder, from old: RefundOrder.State,
        to new: RefundOrder.State, now: Instant
    ) throws {
        let approver: SQL = new == .sent ? ", approved_by = \(actor), approved_at = \(now)" : ""
        let count = try session.execute(
            """
            UPDATE refund_orders SET state = \(new.rawValue)\(approver)
            WHERE reference = \(order.reference.text) AND ordinal = \(order.ordinal) AND state = \(old.rawValue)
            """)
        guard count == 1 else { throw PostgresPaymentStore.refused("the refund is not \(old.rawValue) any more") }
        try auditRefund(session, order.tenant, owner, new.rawValue, order.reference, order.money, now)
    }

    private func auditRefund(
        _ session: Session, _ tenant: TenantID, _ owner: SubscriptionID, _ word: String, _ reference: Reference,
        _ money: SubunitMoney, _ now: Instant
    ) throws {
        try AccountHistory(session: session, tenant: tenant, subscription: owner, actor: actor)
            .audit(
                "payment.refund_\(word)", about: reference.text, .object([.init("money", .string("\(money)"))]),
                at: now)
    }

    private static func orders(
        _ session: Session, _ tenant: TenantID, _ reference: Reference?
    ) throws -> [RefundOrder] {
        let condition: SQL = reference.map { "WHERE reference = \($0.text)" } ?? ""
        return try session.query(
            """
            SELECT reference, ordinal, subunits, currency, state, note, proposed_by, approved_at
            FROM refund_orders \(condition) ORDER BY proposed_at, reference, ordinal
            """
        ).rows.map { row in
            guard let reference = Reference(try row.value(0)),
                let money = SubunitMoney(checking: try row.value(2), try row.value(3)),
                let state = RefundOrder.State(rawValue: try row.value(4))
            else { throw DatabaseError(.unreadableValue, detail: "a refund that this version does not write") }
            return RefundOrder(
                tenant: tenant, reference: reference, ordinal: try row.value(1), money: money, state: state,
                note: try row.value(5), proposedBy: try row.value(6), approvedAt: try row.optional(7))
        }
    }

    private static func refused(_ why: String) -> Failure {
        Failure(.usage, PaymentCode.refundRefused, "the refund cannot be: \(why)", hint: "`reckon billing status`")
    }
}
