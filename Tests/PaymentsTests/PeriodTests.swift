import Kernel
import Testing

@testable import Payments

struct PeriodTests {
    @Test func theAnchorDayIsKeptThroughShortMonths() throws {
        #expect(
            try starts(from: "2026-01-31", .month, 5) == [
                "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31",
            ])
        #expect(try starts(from: "2028-01-30", .month, 3) == ["2028-01-30", "2028-02-29", "2028-03-30"])
        #expect(
            try starts(from: "2028-02-29", .year, 5) == [
                "2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29",
            ])
    }

    @Test func periodsLeaveNoDayOutAndNoMonthTwice() throws {
        for anchor in 1...31 {
            let anchor = AnchorDay(anchor)!
            var start = anchor.day(in: Month(year: 2026, month: 1)!)
            var months: Set<Month> = []
            for _ in 0..<60 {
                let period = BillingPeriod(start: start, interval: .month, anchor: anchor)
                #expect(months.insert(period.month).inserted)
                #expect((28...31).contains(period.dayCount))
                start = period.end
            }
        }
    }

    private func starts(from day: String, _ interval: BillingInterval, _ count: Int) throws -> [String] {
        var day = try Samples.day(day)
        let anchor = AnchorDay(of: day)
        return (0..<count).map { _ in
            defer { day = BillingPeriod(start: day, interval: interval, anchor: anchor).end }
            return day.description
        }
    }
}

struct ReferenceTests {
    @Test func isMadeOfPrefixSubscriptionMonthAndAttempt() throws {
        let prefix = try #require(ReferencePrefix("rk"))
        let id = try #require(SubscriptionID("7f3k9q"))
        let month = try #require(Month("2026-04"))
        #expect(Reference(prefix, id, month, ordinal: 2).text == "rk-7f3k9q-202604-a2")
        let parts = try #require(Reference(prefix, id, month, ordinal: 2).parts)
        #expect((parts.prefix, parts.subscription, parts.month, parts.ordinal) == (prefix, id, month, 2))
    }

    @Test func theLongestOneFits() throws {
        let reference = Reference(
            try #require(ReferencePrefix(String(repeating: "p", count: 12))),
            try #require(SubscriptionID(String(repeating: "s", count: 24))), try #require(Month("2026-04")),
            ordinal: 9999)
        #expect(reference.text.utf8.count <= 64)
        #expect(Reference(reference.text) == reference)
    }

    @Test(arguments: ["", "a_b", "a/b", "a b", "é", String(repeating: "a", count: 65)])
    func refusesWhatPaystackRefuses(text: String) { #expect(Reference(text) == nil) }

    @Test(arguments: [
        "rk-s1-202604-a0", "rk-s1-202604-a01", "rk-s1-202613-a1", "rk-s1-2026-a1", "rk-s1-202604-b1", "rk--202604-a1",
        "RK-s1-202604-a1", "rk-s1-202604-u1", "rk-s1-202604-u1-a1", "7PVGX8MEk85tgeEpVDtD",
    ])
    func otherReferencesHaveNoParts(text: String) throws { #expect(try #require(Reference(text)).parts == nil) }

    @Test(arguments: ["", "1a", "A", "a-b", "abcdefghijklm"]) func refusesPrefixes(text: String) {
        #expect(ReferencePrefix(text) == nil)
    }
}
