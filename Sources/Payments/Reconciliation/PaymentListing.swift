package import Kernel

/// The provider's lists, from the first page to the last.
///
/// A list that breaks off is no error: what came is returned, and `end` says that there may be more.
package protocol PaymentListing {
    /// Transactions that were created between these, of any status.
    func transactions(from: Instant, to: Instant) throws -> Listed<ObservedCharge>
    func refunds(from: Instant, to: Instant) throws -> Listed<ObservedRefund>
    func disputes(from: Instant, to: Instant) throws -> Listed<ObservedDispute>
    /// Settlements with the payments that each holds.
    func settlements(from: Instant, to: Instant) throws -> Listed<ReconciliationInput.Settlement>
}

/// What a list held, as far as it came.
package struct Listed<Item: Sendable>: Sendable {
    package var items: [Item]
    package var end: ListEnd

    package init(_ items: [Item], end: ListEnd) {
        self.items = items
        self.end = end
    }
}

/// How a list ended.
package enum ListEnd: Sendable, Hashable {
    case complete
    /// In a few words for the log.
    case brokeOff(String)
    /// 401.
    case keyRefused
}
