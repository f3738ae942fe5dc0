package import Kernel

/// What changing to a dearer tier within a paid period costs: the new tier for the days that are left, less what was
/// paid for them already.
///
/// Days are counted, the day of the change belongs to the new tier. Each price is split between its used and its left
/// days by largest remainder, so that both parts sum to the price; the lines sum to `due`.
package struct UpgradeQuote: Sendable, Hashable {
    package let daysLeft: Int
    package let dayCount: Int
    /// Negative: what had been paid for the days that are left.
    package let credit: SubunitMoney
    package let charge: SubunitMoney
    package let due: SubunitMoney

    /// Nil when the currencies differ, `day` is not in the period, or the new price is not higher.
    package init?(from old: SubunitMoney, to new: SubunitMoney, in period: BillingPeriod, on day: CalendarDay) {
        guard old.currency == new.currency, period.contains(day), new.subunits > old.subunits, old.subunits >= 0 else {
            return nil
        }
        daysLeft = Int(period.end.daysSinceEpoch - day.daysSinceEpoch)
        dayCount = period.dayCount
        let weights = [UInt128(daysLeft), UInt128(dayCount - daysLeft)]
        // A period has at least one day, so the weights do not sum to zero.
        guard let left = Split.largestRemainder(Int128(old.subunits), weights: weights)?.first,
            let asked = Split.largestRemainder(Int128(new.subunits), weights: weights)?.first
        else { return nil }
        credit = SubunitMoney(-Int64(left), old.currency)
        charge = SubunitMoney(Int64(asked), old.currency)
        due = SubunitMoney(Int64(asked - left), old.currency)
    }
}
