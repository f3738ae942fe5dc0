import Crypto
package import Database
import Documents
package import Kernel

/// A tenant's invoices and credit notes of one mode, numbered together from 1 without gaps. None is ever changed.
package struct InvoiceBook {
    /// A document as it was issued.
    package struct Issued: Sendable {
        package let number: Int64
        /// Canonical JSON (RFC 8785), whose SHA-256 is `hash`.
        package let text: String
        package let hash: String
    }

    let session: Session
    let tenant: TenantID
    let mode: PaymentRules.Mode

    package init(session: Session, tenant: TenantID, mode: PaymentRules.Mode) {
        self.session = session
        self.tenant = tenant
        self.mode = mode
    }

    /// Issues the invoice of a payment that came, once, over the money that came, and credit notes of what has gone back
    /// of it already.
    func invoice(_ attempt: ChargeAttempt, at now: Instant) throws {
        let money = attempt.paidMoney
        var members: [JSONOut.Member] = [
            .init("reference", .string(attempt.reference.text)),
            .init("providerPayment", .optional(attempt.providerID.map { "\($0)" })),
            .init("subscription", .string(attempt.subscription.text)),
            .init("from", .string(attempt.period.start.description)),
            .init("to", .string(attempt.period.end.advanced(by: -1).description)),
            .init("paidAt", .optional(attempt.paidAt?.description)),
            .init("lines", .array(InvoiceBook.lines(attempt))),
            .init("total", InvoiceBook.total(money)),
        ]
        if let rate = attempt.price.rate, attempt.mismatch == nil {
            members.append(
                .init(
                    "rate",
                    .object([
                        .init("nairaPerDollar", .string(rate.perDollar.description)),
                        .init("day", .string(rate.day.description)), .init("source", .string(rate.source)),
                    ])))
        }
        try issue("invoice", about: "payment/\(attempt.reference)", members, at: now)
        for (refund, money) in try recordedRefunds(attempt.reference) {
            try creditNote(attempt, refund: refund, money: money, at: now)
        }
    }

    /// Refunds that were carried out before there was an invoice, as when a person takes wrong money of which a part
    /// went back.
    private func recordedRefunds(_ reference: Reference) throws -> [(UInt64, SubunitMoney)] {
        try session.query(
            """
            SELECT detail->>'refund', (split_part(detail->>'money', ' ', 1)::numeric * 100)::bigint,
                split_part(detail->>'money', ' ', 2)
            FROM payment_events
            WHERE what = 'refund' AND reference = \(reference.text) AND detail->>'status' = 'processed'
            ORDER BY ordinal
            """
        ).rows.map { row in
            guard let refund = UInt64(try row.value(0, as: String.self)),
                let money = SubunitMoney(checking: try row.value(1), try row.value(2))
            else { throw DatabaseError(.unreadableValue, detail: "a refund that this version does not write") }
            return (refund, money)
        }
    }

    /// Issues the credit note of money that went back, once for each refund. Money that was never invoiced, such as a
    /// second payment of a period, has none.
    package func creditNote(
        _ attempt: ChargeAttempt, refund: UInt64, money: SubunitMoney, at now: Instant
    ) throws {
        guard let invoice = try number(about: "payment/\(attempt.reference)") else { return }
        let back = SubunitMoney(-money.subunits, money.currency)
        try issue(
            "credit note", about: "refund/\(refund)",
            [
                .init("reference", .string(attempt.reference.text)), .init("refund", .string("\(refund)")),
                .init("invoice", .integer(Int(invoice))),
                .init("subscription", .string(attempt.subscription.text)),
                .init("from", .string(attempt.period.start.description)),
                .init("to", .string(attempt.period.end.advanced(by: -1).description)),
                .init("lines", .array([InvoiceBook.line("Refund of \(InvoiceBook.words(attempt))", back)])),
                .init("total", InvoiceBook.total(back)),
            ], at: now)
    }

    /// All documents, in the order of their numbers.
    package func documents() throws -> [Issued] {
        try session.query(
            "SELECT number, document, hash FROM invoices WHERE mode = \(mode.rawValue) ORDER BY number"
        ).rows.map {
            Issued(number: try $0.value(0), text: try $0.value(1), hash: try $0.value(2))
        }
    }

    private func issue(
        _ kind: String, about: String, _ members: [JSONOut.Member], at now: Instant
    ) throws {
        let key = Digest(of: "invoices/\(tenant)").first64Bits
        // One writer at a time, until the transaction ends: a number that is rolled back is free again.
        _ = try session.query("SELECT pg_advisory_xact_lock(\(key))")
        guard try number(about: about) == nil else { return }
        let last: Int64 = try session.query(
            "SELECT coalesce(max(number), 0) FROM invoices WHERE mode = \(mode.rawValue)"
        ).onlyRow().value(0)
        let head: [JSONOut.Member] = [
            .init("kind", .string(kind)), .init("number", .integer(Int(last + 1))),
            .init("tenant", .string(tenant.text)), .init("mode", .string(mode.rawValue)),
            .init("issuedAt", .string(now.description)),
        ]
        let text = try CanonicalJSON.text(.object(head + members))
        try session.execute(
            """
            INSERT INTO invoices (tenant_id, mode, number, about, document, hash, issued_at)
            VALUES (\(tenant), \(mode.rawValue), \(last + 1), \(about), \(text), \(Digest(of: text).description), \(now))
            """)
    }

    private func number(about: String) throws -> Int64? {
        let found = try session.query(
            "SELECT number FROM invoices WHERE mode = \(mode.rawValue) AND about = \(about)")
        return found.rowCount == 0 ? nil : try found.onlyRow().value(0)
    }

    /// They add up to what came. Wrong money that a person took is a line of its own.
    private static func lines(_ attempt: ChargeAttempt) -> [JSONOut] {
        guard let upgrade = attempt.upgrade, attempt.mismatch == nil else {
            return [line(words(attempt), attempt.paidMoney)]
        }
        let (start, base) = (attempt.period.start.daysSinceEpoch, upgrade.base)
        let creditDays = base.end.daysSinceEpoch - start
        let allDays = attempt.period.end.daysSinceEpoch - base.start.daysSinceEpoch
        return [
            line("\(words(attempt)): \(attempt.period.dayCount) of \(allDays) days", attempt.coveredMoney),
            line(
                "\(upgrade.from.tier), not used: \(creditDays) of \(upgrade.creditOfDays) days",
                SubunitMoney(-upgrade.credit.subunits, upgrade.credit.currency)),
        ]
    }

    private static func words(_ attempt: ChargeAttempt) -> String {
        "\(attempt.tier), one \(attempt.interval.rawValue)\(attempt.upgrade == nil ? "" : " (upgrade)")"
    }

    private static func line(_ text: String, _ money: SubunitMoney) -> JSONOut {
        .object([.init("text", .string(text)), .init("amount", .string(money.amount.rounded(toPlaces: 2)))])
    }

    private static func total(_ money: SubunitMoney) -> JSONOut {
        .object([
            .init("amount", .string(money.amount.rounded(toPlaces: 2))),
            .init("currency", .string(money.currency.description)),
        ])
    }
}
