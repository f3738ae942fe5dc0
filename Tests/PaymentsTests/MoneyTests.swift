import Kernel
import Testing

@testable import Payments

struct MoneyTests {
    @Test func subunitsAreExactAmounts() throws {
        #expect(SubunitMoney(4900, .dollar).description == "49.00 USD")
        #expect(SubunitMoney(-5, .naira).amount == (try Amount("-0.05")))
        #expect(SubunitMoney(checking: SubunitMoney.limit + 1, .naira) == nil)
        #expect(SubunitMoney(SubunitMoney.limit, .naira).amount == (try Amount("10000000000000")))
    }

    @Test func upgradeChargesTheDaysThatAreLeft() throws {
        let period = BillingPeriod(start: try Samples.day("2026-04-01"), interval: .month, anchor: AnchorDay(1)!)
        let quote = try #require(
            UpgradeQuote(
                from: SubunitMoney(4900, .dollar), to: SubunitMoney(29_900, .dollar), in: period,
                on: try Samples.day("2026-04-21")))
        // 10 of 30 days: 16.33 back, 99.67 to pay.
        #expect((quote.daysLeft, quote.dayCount) == (10, 30))
        #expect((quote.credit.subunits, quote.charge.subunits, quote.due.subunits) == (-1633, 9967, 8334))
    }

    @Test func upgradeLinesSumOnEveryDayAndForEveryPrice() throws {
        var seed = Seeded(seed: 11)
        for _ in 0..<5000 {
            let start = CalendarDay(daysSinceEpoch: Int32(seed.below(30_000)))
            let interval: BillingInterval = seed.below(2) == 0 ? .month : .year
            let period = BillingPeriod(start: start, interval: interval, anchor: AnchorDay(of: start))
            let old = Int64(seed.below(1_000_000))
            let new = old + 1 + Int64(seed.below(1_000_000_000))
            let day = period.start.advanced(by: seed.below(period.dayCount))
            let quote = try #require(
                UpgradeQuote(from: SubunitMoney(old, .naira), to: SubunitMoney(new, .naira), in: period, on: day))
            #expect(quote.credit.subunits + quote.charge.subunits == quote.due.subunits)
            #expect((0...(new - old)).contains(quote.due.subunits))
            if day == period.start { #expect(quote.due.subunits == new - old) }
        }
    }

    @Test func downgradesAndOtherCurrenciesHaveNoQuote() throws {
        let period = BillingPeriod(start: try Samples.day("2026-04-01"), interval: .month, anchor: AnchorDay(1)!)
        let cheap = SubunitMoney(100, .dollar)
        #expect(UpgradeQuote(from: cheap, to: SubunitMoney(100, .dollar), in: period, on: period.start) == nil)
        #expect(UpgradeQuote(from: cheap, to: SubunitMoney(900, .naira), in: period, on: period.start) == nil)
        #expect(UpgradeQuote(from: cheap, to: SubunitMoney(900, .dollar), in: period, on: period.end) == nil)
    }

    @Test(arguments: [
        ("1530.25", 4900, 7_498_225), ("0.5", 1, 1), ("0.499999", 1, 0), ("1.5", 1, 2),
        ("1234.567891234567891234", 1, 1235),
    ])
    func nairaForDollarsRoundsHalfUp(rate: String, cents: Int64, kobo: Int64) throws {
        let rate = try Quantity(String(rate.prefix(23)))
        let naira = NairaRate(perDollar: rate, day: try Samples.day("2026-04-01"), source: "x", maximumAgeDays: 2)
        #expect(naira.naira(for: SubunitMoney(cents, .dollar))?.subunits == kobo)
    }

    @Test func aRateAgesByWholeDays() throws {
        let rate = NairaRate(
            perDollar: try Quantity("1500"), day: try Samples.day("2026-04-01"), source: "x", maximumAgeDays: 2)
        #expect(!rate.isUsable(on: try Samples.day("2026-03-31")))
        #expect(rate.isUsable(on: try Samples.day("2026-04-03")))
        #expect(!rate.isUsable(on: try Samples.day("2026-04-04")))
    }
}
