import Database
import Documents
import Kernel
import Runner

/// Adds what happened to an account to its history, to the outbox of notices and to the audit log.
struct AccountHistory {
    let session: Session
    let tenant: TenantID
    let subscription: SubscriptionID
    let actor: String

    func add(_ events: [PaymentEvent]) throws {
        guard !events.isEmpty else { return }
        // The subscription's row is locked: nobody else counts on meanwhile.
        var ordinal: Int64 = try session.query(
            "SELECT coalesce(max(ordinal), 0) FROM payment_events WHERE subscription = \(subscription.text)"
        ).onlyRow().value(0)
        for event in events {
            ordinal += 1
            let (what, detail) = AccountHistory.words(event.what)
            try session.execute(
                """
                INSERT INTO payment_events (tenant_id, subscription, ordinal, at, source, reference, what, detail)
                VALUES (\(tenant), \(subscription.text), \(ordinal), \(event.at), \(event.source.rawValue),
                    \(event.reference?.text), \(what), \(try CanonicalJSON.text(detail)))
                """)
            try audit("payment.\(what)", about: event.reference?.text ?? subscription.text, detail, at: event.at)
        }
    }

    func audit(_ action: String, about subject: String, _ detail: JSONOut, at now: Instant) throws {
        try AuditLog.append(
            session, tenant, actor: actor, action: action, subject: subject, detail: detail, at: now)
    }

    func add(_ notices: [Notice], at now: Instant) throws {
        for notice in notices {
            let (kind, url, days) = AccountHistory.words(notice.kind)
            try session.execute(
                """
                INSERT INTO payment_notices (tenant_id, key, subscription, kind, url, days, created_at)
                VALUES (\(tenant), \(notice.key), \(subscription.text), \(kind),
                    \(url.map(AccountChanges.storable)), \(days), \(now))
                ON CONFLICT (tenant_id, key) DO NOTHING
                """)
        }
    }

    private static func words(_ what: PaymentEvent.What) -> (String, JSONOut) {
        switch what {
        case .attempt(let old, let new):
            ("attempt", .object([.init("from", .string(old.rawValue)), .init("to", .string(new.rawValue))]))
        case .subscription(let old, let new):
            ("subscription", .object([.init("from", .string(old.rawValue)), .init("to", .string(new.rawValue))]))
        case .lateSuccess: ("late_success", .object([]))
        case .refundProposed(let money): ("refund_due", .object([.init("money", .string("\(money)"))]))
        case .held(let hold): ("held", .object([.init("because", .string(hold.rawValue))]))
        case .conflict: ("conflict", .object([]))
        case .cancelled(let day, let note):
            (
                "cancelled",
                .object([.init("until", .string(day.description)), .init("note", .string(note))])
            )
        case .resumed: ("resumed", .object([]))
        case .nextTerms(let terms, let day):
            (
                "next_terms",
                .object([
                    .init("tier", .string(terms.tier.text)), .init("interval", .string(terms.interval.rawValue)),
                    .init("from", .string(day.description)),
                ])
            )
        case .refund(let id, let money, let isFailed):
            (
                "refund",
                .object([
                    .init("refund", .string("\(id)")), .init("money", .string("\(money)")),
                    .init("status", .string(isFailed ? "failed" : "processed")),
                ])
            )
        case .released(let hold, let note, let granted):
            (
                "released",
                .object([
                    .init("hold", .string(hold.rawValue)), .init("note", .string(note)),
                    .init("granted", .bool(granted)),
                ])
            )
        }
    }

    private static func words(_ kind: Notice.Kind) -> (String, url: String?, days: Int?) {
        switch kind {
        case .paymentFailed(let needsOtherCard): (needsOtherCard ? "card_refused" : "payment_failed", nil, nil)
        case .actionRequired(let url): ("action_required", url, nil)
        case .restricted: ("restricted", nil, nil)
        case .ended: ("ended", nil, nil)
        case .cancelled: ("cancelled", nil, nil)
        case .cardExpires(let days): ("card_expires", nil, days)
        }
    }
}
