import Documents
import Kernel
import Model
import Testing

@testable import Billing

/// What `inspect` says does not depend on threads and parts, and is what an ingest would say.
struct InspectedSplitTests {
    @Test func theSameIsSaidHoweverAFileIsSplit() throws {
        let folder = try BillFolder()
        var bill = MadeBill(rows: 300) { $0 % 3 == 0 ? "{\"k\": \"\nline\n\"}" : "{}" }
        for row in stride(from: 3, to: 300, by: 29) { bill.set("BilledCost", row: row, "-") }
        for row in stride(from: 5, to: 300, by: 31) { bill.set("ChargeCategory", row: row, "usage") }
        let path = try folder.file("bill.csv", bill.text())
        let grouping = try BillGrouping(["ServiceName", "day", "SubAccountId"])
        let expected = try BillInspection(path: path, grouping: grouping, BillReading(lanes: 1, guessesStarts: false))
        #expect(expected.rows == 289)
        #expect(expected.setAside == 11)
        for lanes in [1, 2, 5, 16] {
            for partBytes in [300, 1000, 4 << 20] {
                let found = try BillInspection(
                    path: path, grouping: grouping, BillReading(lanes: lanes, partBytes: partBytes))
                #expect(told(found) == told(expected), "\(lanes) lanes, parts of \(partBytes) bytes")
            }
        }
        let ingested = try IngestedBill([path], folder, BillReading())
        #expect(ingested.facts?["totals"].map { "\($0.array?.count ?? 0)" } == "\(expected.totals.totals.count)")
        #expect(ingested.rowCount == expected.rows)
    }

    @Test func groupsAddUpToTheTotals() throws {
        let folder = try BillFolder()
        let path = try folder.file("bill.csv", MadeBill(rows: 500).text())
        for names in [
            [], ["day"], ["ServiceName"],
            ["BillingAccountId", "ChargeCategory", "ServiceName", "SubAccountId", "Tags"],
        ] {
            let inspection = try BillInspection(path: path, grouping: BillGrouping(names))
            var sum = CostVector.zero
            for group in inspection.groups() { try sum.add(group.costs) }
            #expect(try inspection.totals.byCurrency() == [Currency("USD")!: sum])
            #expect(inspection.groups().reduce(0) { $0 + $1.rows } == 500)
        }
    }

    @Test func theLargestGroupsAreLargestFirstAndEqualOnesByKey() throws {
        let folder = try BillFolder()
        var bill = MadeBill(rows: 12)
        for row in 0..<12 {
            bill.set("ServiceName", row: row, "S\(11 - row)")
            bill.set("EffectiveCost", row: row, "\(row / 4)")
        }
        let path = try folder.file("bill.csv", bill.text())
        let inspection = try BillInspection(path: path, grouping: BillGrouping(["ServiceName"]))
        #expect(inspection.largestGroups(5).map { $0.texts[0] } == ["S0", "S1", "S2", "S3", "S4"])
        #expect(inspection.largestGroups(5).map(\.costs.effective.description) == ["2", "2", "2", "2", "1"])
        #expect(inspection.largestGroups(100).count == 12)
        #expect(inspection.largestGroups(0).isEmpty)
    }

    private func told(_ inspection: BillInspection) -> [String] {
        let groups = inspection.groups().map { "\($0.day.map(\.description) ?? "") \($0.texts) \($0.rows) \($0.costs)" }
        let setAside = inspection.setAsideCosts.map { "\($0.currency) \($0.rows) \($0.costs)" }
        let totals = inspection.totals.totals.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return groups + setAside + totals + inspection.findings.map(\.description)
            + ["\(inspection.rows) \(inspection.setAside) \(inspection.chargeStarts.map { "\($0)" } ?? "")"]
    }
}
