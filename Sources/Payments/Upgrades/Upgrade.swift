package import Kernel

/// What is paid for, and how long one payment lasts.
package struct SubscriptionTerms: Sendable, Hashable, CustomStringConvertible {
    package let tier: TierID
    package let interval: BillingInterval

    package init(tier: TierID, interval: BillingInterval) {
        self.tier = tier
        self.interval = interval
    }

    package var description: String { "\(tier) by the \(interval.rawValue)" }
}

/// What an attempt to charge has that pays for a change of terms within a period, and not for the period.
package struct Upgrade: Sendable, Hashable {
    /// Counted from 1 within the period; each is paid once.
    package let number: Int
    /// The period that was paid when the attempt was made.
    package let base: BillingPeriod
    package let from: SubscriptionTerms
    /// What is left of the days that were paid, and taken off the price of the rest.
    package let credit: SubunitMoney
    /// How many days the money was for of which the credit is a part.
    package let creditOfDays: Int

    package init(
        number: Int, base: BillingPeriod, from: SubscriptionTerms, credit: SubunitMoney, creditOfDays: Int
    ) {
        self.number = number
        self.base = base
        self.from = from
        self.credit = credit
        self.creditOfDays = creditOfDays
    }
}

/// What one payment is for, of which a subscription has one that is paid: a period by the month it begins in, or an
/// upgrade within it.
package struct PaymentSlot: Sendable, Hashable {
    package let month: Month
    /// 0: the period itself.
    package let upgrade: Int
}

extension PaymentSlot {
    /// - Parameter period: of a payment for an upgrade the days that it pays for, which may begin in another month.
    init(_ period: BillingPeriod, upgrade: Upgrade?) {
        self.init(month: (upgrade?.base ?? period).month, upgrade: upgrade?.number ?? 0)
    }
}

/// A change of terms before it is made, in exact figures.
package struct UpgradeQuote: Sendable, Hashable {
    package let terms: SubscriptionTerms
    package let upgrade: Upgrade
    /// From the day of the change to the end of what is paid then.
    package let period: BillingPeriod
    /// Days of the whole period on the new terms, of which `period` is a part.
    package let ofDays: Int
    /// What `period` costs on the new terms.
    package let rest: SubunitMoney
    /// `rest` less the credit.
    package let price: Price

    /// Days of the period that were paid on the old terms and are not used on them.
    package var creditDays: Int { Int(upgrade.base.end.daysSinceEpoch - period.start.daysSinceEpoch) }
}

/// What becomes of a wish for other terms.
package enum TermsChange: Sendable, Hashable {
    /// The difference is charged, and the terms change when it is paid.
    case now(UpgradeQuote)
    /// It begins with the next period.
    case atPeriodEnd(SubscriptionTerms, on: CalendarDay, because: Delay)
    /// A change that was to begin with the next period is taken back.
    case takenBack

    /// Why nothing is charged before the next period.
    package enum Delay: Sendable, Hashable {
        case costsNoMore
        /// A month instead of a year, whatever it costs: what is paid lasts first.
        case shorterInterval
        case belowSmallestCharge(SubunitMoney)
    }
}
