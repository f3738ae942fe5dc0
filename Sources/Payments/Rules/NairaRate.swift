package import Kernel

/// A dated exchange rate: naira for one dollar. It is used only where a price in naira is missing, and is kept with
/// what it priced.
package struct NairaRate: Sendable, Hashable {
    package let perDollar: Quantity
    package let day: CalendarDay
    package let source: String
    package let maximumAgeDays: Int

    package init(perDollar: Quantity, day: CalendarDay, source: String, maximumAgeDays: Int) {
        self.perDollar = perDollar
        self.day = day
        self.source = source
        self.maximumAgeDays = maximumAgeDays
    }

    package func isUsable(on today: CalendarDay) -> Bool {
        day <= today && today <= day.advanced(by: maximumAgeDays)
    }

    /// Kobo for cents, half a kobo rounded up; nil beyond what a price can be.
    package func naira(for dollars: SubunitMoney) -> SubunitMoney? {
        precondition(dollars.currency == .dollar && dollars.subunits >= 0, "a price in dollars")
        let one: Int128 = 1_000_000_000_000_000_000
        let (product, overflow) = Int128(dollars.subunits).multipliedReportingOverflow(by: perDollar.units)
        guard !overflow else { return nil }
        let (whole, rest) = product.quotientAndRemainder(dividingBy: one)
        guard let kobo = Int64(exactly: whole + (rest * 2 >= one ? 1 : 0)) else { return nil }
        return SubunitMoney(checking: kobo, .naira)
    }
}
