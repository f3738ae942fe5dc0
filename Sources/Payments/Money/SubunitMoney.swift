package import Kernel

/// Money as Paystack counts it: a whole number of hundredths (kobo, cents, pesewas) of one currency.
///
/// XOF is counted in hundredths too, although ISO 4217 gives it none.
package struct SubunitMoney: Sendable, Hashable, CustomStringConvertible {
    package let subunits: Int64
    package let currency: Currency

    /// Far above any price, and low enough that an `Amount` holds it.
    package static let limit: Int64 = 1_000_000_000_000_000

    package init(_ subunits: Int64, _ currency: Currency) {
        precondition(subunits.magnitude <= SubunitMoney.limit.magnitude, "more money than a price can be")
        self.subunits = subunits
        self.currency = currency
    }

    /// For figures of others: nil beyond the limit.
    package init?(checking subunits: Int64, _ currency: Currency) {
        guard subunits.magnitude <= SubunitMoney.limit.magnitude else { return nil }
        self.init(subunits, currency)
    }

    package var amount: Amount { Amount(units: Int128(subunits) * 10_000_000_000_000_000_000_000) }

    /// `49.00 USD`.
    package var description: String { "\(amount.rounded(toPlaces: 2)) \(currency)" }
}

extension Currency {
    package static let naira = known("NGN")
    package static let dollar = known("USD")

    /// What Paystack can charge in at all.
    package static let ofPaystack: [Currency] = ["GHS", "KES", "NGN", "USD", "XOF", "ZAR"].map(known)

    private static func known(_ code: String) -> Currency {
        guard let currency = Currency(code) else { preconditionFailure("\(code) is on the list of ISO 4217") }
        return currency
    }
}
