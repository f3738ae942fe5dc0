package import Kernel

/// A store that can say what a reconciliation compares, and takes what the lists say.
package protocol ReconciliationStore: PaymentStore {
    /// All attempts of the mode. No card is opened.
    func attempts() throws -> [ChargeAttempt]

    /// The `news` of refunds that were recorded.
    func knownRefunds() throws -> Set<String>

    /// Payments of wrong money that a person took for their period.
    func takenPayments() throws -> Set<Reference>

    /// Attempts whose period another one paid, or a person granted: money that comes for them is too much.
    func paidOtherwise(on today: CalendarDay) throws -> Set<Reference>

    /// Writes down that a refund was carried out, with its credit note, or that it failed; once each.
    ///
    /// - Returns: false when there is nothing to do: undecided, not ours, or known.
    func record(_ refund: ObservedRefund, source: PaymentEvent.Source, now: Instant) throws -> Bool

    /// Holds the subscription of a payment that is disputed.
    ///
    /// - Returns: false when there is nothing to do: resolved, not ours, or held for it already.
    func record(_ dispute: ObservedDispute, source: PaymentEvent.Source, now: Instant) throws -> Bool
}
