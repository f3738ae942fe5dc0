import Database
import Kernel

/// A notice in the outbox that has not been handed on.
struct WaitingNotice: Sendable, Hashable {
    let notice: Notice
    /// When what it tells of was found.
    let since: Instant
    /// When its mail was refused for good for the first time.
    let refusedSince: Instant?
    /// Of the present card.
    let cardExpiry: Month?

    init(_ notice: Notice, since: Instant, refusedSince: Instant? = nil, cardExpiry: Month? = nil) {
        self.notice = notice
        self.since = since
        self.refusedSince = refusedSince
        self.cardExpiry = cardExpiry
    }

    static let columns: SQL = """
        n.key, n.subscription, n.kind, n.url, n.days, n.created_at, n.refused_since, s.card_expiry
        """

    init(_ row: Row) throws {
        let key: String = try row.value("key")
        let parts = key.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let subscription = SubscriptionID(try row.value("subscription")),
            let kind = WaitingNotice.kind(
                try row.value("kind"), url: try row.optional("url"), days: try row.optional("days"))
        else { throw WaitingNotice.unreadable }
        let notice = Notice(kind, subscription, about: String(parts[1]))
        guard notice.key == key else { throw WaitingNotice.unreadable }
        let expiry: CalendarDay? = try row.optional("card_expiry")
        self.init(
            notice, since: try row.value("created_at"), refusedSince: try row.optional("refused_since"),
            cardExpiry: expiry.map { Month(containing: $0) })
    }

    private static func kind(_ word: String, url: String?, days: Int?) -> Notice.Kind? {
        switch (word, url, days) {
        case ("payment_failed", _, _): .paymentFailed(needsOtherCard: false)
        case ("card_refused", _, _): .paymentFailed(needsOtherCard: true)
        case ("action_required", let url?, _): .actionRequired(url: url)
        case ("restricted", _, _): .restricted
        case ("ended", _, _): .ended
        case ("cancelled", _, _): .cancelled
        case ("card_expires", _, let days?): .cardExpires(daysBeforeDue: days)
        default: nil
        }
    }

    private static var unreadable: DatabaseError {
        DatabaseError(.unreadableValue, detail: "a row of payment_notices is not one that this version writes")
    }
}
