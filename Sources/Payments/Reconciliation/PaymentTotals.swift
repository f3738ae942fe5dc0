package import Kernel

/// Sums of one currency, ours beside the provider's. Currencies are never added.
package struct PaymentTotals: Sendable, Hashable {
    package let currency: Currency
    package var paidAtProvider = Amount.zero
    package var paidAtProviderCount = 0
    /// Of attempts that hold money, by what the provider says came.
    package var paidWithUs = Amount.zero
    package var paidWithUsCount = 0
    package var refunded = Amount.zero

    package var agree: Bool { paidAtProvider == paidWithUs && paidAtProviderCount == paidWithUsCount }

    package init(_ currency: Currency) { self.currency = currency }

    /// Totals of our own payments after the list was applied; they agree unless something is wrong.
    ///
    /// Ours are those whose reference is of an attempt or carries the prefix, in the mode that is meant. Of our
    /// attempts those count that are on the list or should be: one that was called before or after the window need not
    /// be there.
    package static func compare(_ input: ReconciliationInput) throws(AmountOverflow) -> [PaymentTotals] {
        var totals: [Currency: PaymentTotals] = [:]
        let ours = Set(input.attempts.map(\.reference))
        let listed = Set(input.charges.compactMap(\.reference))
        for charge in input.charges where charge.status == .success && charge.isTest == (input.mode == .test) {
            guard let reference = charge.reference,
                ours.contains(reference) || reference.parts?.prefix == input.prefix
            else { continue }
            let currency = charge.money.currency
            try totals[currency, default: PaymentTotals(currency)].paidAtProvider.add(charge.money.amount)
            totals[currency, default: PaymentTotals(currency)].paidAtProviderCount += 1
        }
        for attempt in input.attempts where attempt.state.holdsMoney {
            guard listed.contains(attempt.reference) || input.shouldList(attempt) else { continue }
            let money = attempt.paidMoney
            try totals[money.currency, default: PaymentTotals(money.currency)].paidWithUs.add(money.amount)
            totals[money.currency, default: PaymentTotals(money.currency)].paidWithUsCount += 1
        }
        for refund in input.refunds where refund.status == .processed {
            guard let reference = refund.reference, ours.contains(reference), listed.contains(reference) else {
                continue
            }
            let currency = refund.money.currency
            try totals[currency, default: PaymentTotals(currency)].refunded.add(refund.money.amount)
        }
        return totals.values.sorted { $0.currency < $1.currency }
    }
}
