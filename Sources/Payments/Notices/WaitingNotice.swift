import Database
import Kernel

/// A notice in the outbox that has not been handed on.
struct WaitingNotice: Sendable, Hashable {
    let notice: Notice
    /// When what it tells of was found.
    let since: Instant

    init(_ notice: Notice, since: Instant) {
        self.notice = notice
        self.since = since
    }

    static let columns: SQL = "n.key, n.subscription, n.kind, n.url, n.days, n.created_at"

    init(_ row: Row) throws {
        let key: String = try row.value("key")
        let parts = key.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let subscription = SubscriptionID(try row.value("subscription")),
            let kind = WaitingNotice.kind(
                try row.value("kind"), url: try row.optional("url"), days: try row.optional("days"))
        else { throw WaitingNotice.unreadable }
        let notice = Notice(kind, subscription, about: String(parts[1]))
        guard notice.key == key else { throw WaitingNotice.unreadable }
        self.init(notice, since: try row.value("created_at"))
    }

    private static func kind(_ word: String, url: String?, days: Int?) -> Notice.Kind? {
        switch (word, url, days) {
        case ("payment_failed", _, _): .paymentFailed(needsOtherCard: false)
        case ("card_refused", _, _): .paymentFailed(needsOtherCard: true)
        case ("action_required", let url?, _): .actionRequired(url: url)
        case ("restricted", _, _): .restricted
        case ("ended", _, _): .ended
        case ("card_expires", _, let days?): .cardExpires(daysBeforeDue: days)
        default: nil
        }
    }

    private static var unreadable: DatabaseError {
        DatabaseError(.unreadableValue, detail: "a row of payment_notices is not one that this version writes")
    }
}
