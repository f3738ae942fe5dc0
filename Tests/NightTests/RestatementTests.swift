import Billing
import Documents
import Kernel
import Model
import Runner
import TestSupport
import Testing

/// A bill that was delivered again: what changed is told by billing period, currency and category, every digit of it.
struct RestatementTests {
    /// The change from one delivery to another, as the runner asks for it.
    private static func compare(_ old: TinyBill, _ new: TinyBill, newName: String = "bill.csv") throws -> Revision? {
        let facts = try [(old, "bill.csv"), (new, newName)].map { bill, name in
            let folder = try TemporaryFolder()
            try folder.write(bill.text, to: name)
            return try Bench("2026-06", root: folder.path).run(
                "bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["\#(name)"]}"#
            ).facts
        }
        let compare = try #require(IngestFocusStage.kind.compare)
        return try compare(facts[0], facts[1])
    }

    private static func changes(_ revision: Revision?) throws -> [RestatedTotal] {
        let facts = try #require(revision).facts
        let node = try JSONText.parse(PrettyJSON.bytes(facts), file: "facts", limits: .data)
        return try (node["totals"]?.array ?? []).map { try RestatedTotal(facts: $0) }
    }

    private static func said(_ revision: Revision?) -> [String] { revision?.diagnostics.map(\.description) ?? [] }

    @Test func theSameDeliveryIsNoRestatement() throws {
        let bill = try TinyBill()
        #expect(try RestatementTests.compare(bill, bill) == nil)
        // A folder of its own for every delivery is what some providers make.
        #expect(try RestatementTests.compare(bill, bill, newName: "second.csv") == nil)
    }

    @Test func aChangedAmountIsTold() throws {
        let old = try TinyBill()
        var new = old
        new.set("BilledCost", row: 0, "0.400000000000000000000001")
        let revision = try RestatementTests.compare(old, new)
        #expect(
            RestatementTests.said(revision) == [
                """
                warning[D270]: the bill has changed: USD Usage of 2026-06: BilledCost 0.99 -> 0.990000000000000000000001 \
                (+0.000000000000000000000001)
                """
            ])
        #expect(revision?.summary == ["USD: BilledCost +0.000000000000000000000001"])
        let row = try #require(revision?.tables.first?.rows.first)
        #expect(revision?.tables.first?.rows.count == 1)
        #expect(
            row.prefix(10) == [
                .integer(0), .text("2026-06"), .text("USD"), .text("Usage"), .integer(5), .integer(5), .integer(0),
                .amount(try Amount("0.99")), .amount(try Amount("0.990000000000000000000001")),
                .amount(try Amount("0.000000000000000000000001")),
            ])
    }

    @Test func aVanishedRowAndAnAddedCategoryAreTold() throws {
        let old = try TinyBill()
        var new = old
        new.set("ChargeCategory", row: 5, "Credit")
        new.set("BilledCost", row: 5, "-0.05")
        let revision = try RestatementTests.compare(old, new)
        let changes = try RestatementTests.changes(revision)
        #expect(changes.map(\.key.category) == ["Credit", "Tax"])
        #expect(changes.map(\.delta.rows) == [1, -1])
        #expect(try changes.map(\.delta.costs.billed) == [Amount("-0.05"), Amount("-0.05")])
        #expect(changes[1].after == ControlTotals.Total())
        #expect(changes[0].before == ControlTotals.Total())
        // Rows and the other costs moved from one category to the other.
        #expect(revision?.summary == ["USD: BilledCost -0.1"])
    }

    @Test func currenciesAreNeverAdded() throws {
        let old = try TinyBill()
        var new = old
        new.set("BillingCurrency", row: 4, "EUR")
        new.set("BillingAccountId", row: 4, "900000000002")
        let revision = try RestatementTests.compare(old, new)
        #expect(
            revision?.summary == [
                "EUR: BilledCost +0.11, EffectiveCost +0.11, ListCost +0.11, ContractedCost +0.11, rows +1",
                "USD: BilledCost -0.11, EffectiveCost -0.11, ListCost -0.11, ContractedCost -0.11, rows -1",
            ])
        #expect(try RestatementTests.changes(revision).map(\.key.currency.description) == ["EUR", "USD"])
        #expect(RestatementTests.said(revision).count == 2)
    }

    @Test func otherBytesOfTheSameTotalsAreNoted() throws {
        let old = try TinyBill()
        var new = old
        new.set("ChargeDescription", row: 0, "an hour of a node")
        let revision = try RestatementTests.compare(old, new)
        #expect(
            RestatementTests.said(revision) == [
                "warning[D271]: the bill was delivered with other bytes and the same totals"
            ])
        #expect(revision?.summary == ["other bytes, the same totals"])
        #expect(try RestatementTests.changes(revision).isEmpty)
        #expect(revision?.tables.allSatisfy { $0.rows.isEmpty } == true)
    }

    /// What another kind of stage published under the same name, or another version of this one.
    @Test(arguments: [#"{}"#, #"{"totals": [{"currency": "USD"}]}"#]) func factsWithoutTotalsAreNoObstacle(
        facts: String
    ) throws {
        let folder = try TemporaryFolder()
        try folder.write(TinyBill().text, to: "bill.csv")
        let new = try Bench("2026-06", root: folder.path).run(
            "bill", IngestFocusStage.kind, #"{"source": "tiny", "files": ["bill.csv"]}"#
        ).facts
        let compare = try #require(IngestFocusStage.kind.compare)
        let revision = try compare(try JSONText.parse(Array(facts.utf8), file: "facts"), new)
        #expect(revision?.diagnostics.map(\.code.description) == ["D272"])
    }

    private struct Xorshift: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private static func totals(_ generator: inout Xorshift) throws -> ControlTotals {
        var totals = ControlTotals()
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let key = ControlTotals.Key(
                billingPeriod: try #require(Month(["2026-05", "2026-06"].randomElement(using: &generator)!)),
                currency: try #require(Currency(["EUR", "JPY", "USD"].randomElement(using: &generator)!)),
                category: ["Credit", "Tax", "Usage"].randomElement(using: &generator)!)
            let amounts = (0..<4).map { _ in
                Amount(
                    units: Int128(Int64(bitPattern: generator.next()))
                        * Int128(UInt32.random(in: 1...9, using: &generator)))
            }
            try totals.add(
                key,
                CostVector(billed: amounts[0], effective: amounts[1], list: amounts[2], contracted: amounts[3]))
        }
        return totals
    }

    /// Of any two bills: before and difference make after, what is not listed is the same, and a currency's differences
    /// sum to the difference of its bills.
    @Test func beforeAndDifferenceMakeAfter() throws {
        var generator = Xorshift(state: 88_172_645_463_325_252)
        var listed = 0
        for _ in 0..<500 {
            let (old, new) = (
                try RestatementTests.totals(&generator), try RestatementTests.totals(&generator)
            )
            var rebuilt = old.totals
            var sums = try old.byCurrency()
            let changes = try new.changes(since: old)
            for change in changes {
                listed += 1
                #expect(change.before == old.totals[change.key] ?? ControlTotals.Total())
                for metric in CostMetric.allCases {
                    #expect(
                        change.before.costs[metric].units + change.delta.costs[metric].units
                            == change.after.costs[metric].units)
                }
                #expect(change.before.rows + change.delta.rows == change.after.rows)
                rebuilt[change.key] = change.after
                try sums[change.key.currency, default: .zero].add(change.delta.costs)
                let text = PrettyJSON.bytes(change.facts)
                #expect(try RestatedTotal(facts: JSONText.parse(text, file: "facts", limits: .data)) == change)
            }
            #expect(rebuilt.filter { $0.value != ControlTotals.Total() } == new.totals)
            #expect(sums.filter { $0.value != .zero } == (try new.byCurrency()).filter { $0.value != .zero })
            #expect(Set(changes.map(\.key)).count == changes.count)
            #expect(try new.changes(since: new).isEmpty)
        }
        #expect(listed > 1000)
    }
}
