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
