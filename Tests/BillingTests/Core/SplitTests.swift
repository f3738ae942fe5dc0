import Documents
import Kernel
import Testing

@testable import Billing

/// However a bill is split among threads and parts, the same bytes come out.
struct SplitTests {
    /// In order, on one thread.
    private static let plain = BillReading(lanes: 1, guessesStarts: false)

    private static let readings = [1, 2, 5, 16].flatMap { lanes in
        [300, 1000, 7777, 4 << 20].map { BillReading(lanes: lanes, partBytes: $0) }
    }

    private static let bills: [(name: String, text: String)] = {
        var quirky = MadeBill(rows: 400) { row in
            switch row % 5 {
            case 0: "{\"k\": \"line\nline \(row)\"}"
            case 1: "{\"k\": \",NULL,NULL,\"}"
            case 2: ""
            default: "{\"n\": \"\(row)\"}"
            }
        }
        for row in stride(from: 3, to: 400, by: 17) { quirky.set("BilledCost", row: row, "twelve") }
        for row in stride(from: 5, to: 400, by: 31) { quirky.set("ChargeCategory", row: row, "usage") }
        for row in stride(from: 8, to: 400, by: 41) {
            quirky.set("ChargePeriodStart", row: row, "2026-05-31T00:00:00Z")
        }
        for row in stride(from: 9, to: 400, by: 50) {
            quirky.set("BillingPeriodStart", row: row, "2026-06-01 00:00:00")
        }
        for row in stride(from: 11, to: 400, by: 60) {
            quirky.set("BillingPeriodStart", row: row, "2026-05-01T00:00:00Z")
            quirky.set("BillingPeriodEnd", row: row, "2026-06-01T00:00:00Z")
        }
        for row in stride(from: 13, to: 400, by: 70) { quirky.set("PricingQuantity", row: row, "many") }
        // Three records that break the rules of CSV, between sound ones.
        var lines = quirky.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.insert("one,field,too,few", at: 40)
        lines.insert("a\"b,c", at: 90)
        lines.insert("", at: 120)
        return [
            ("sound", MadeBill(rows: 300).text()), ("CRLF", MadeBill(rows: 200).text(lineEnd: "\r\n")),
            ("BOM", "\u{FEFF}" + MadeBill(rows: 100).text()),
            ("no last line end", String(MadeBill(rows: 100).text().dropLast())),
            ("quirky", lines.joined(separator: "\n")),
            ("header alone", MadeBill(rows: 0).text()), ("one row", MadeBill(rows: 1).text()),
        ]
    }()

    @Test(arguments: bills.map(\.name))
    func theSameBytesComeOut(name: String) throws {
        let folder = try BillFolder()
        let text = try #require(SplitTests.bills.first { $0.name == name }?.text)
        let path = try folder.file("bill.csv", text)
        let expected = try IngestedBill([path], folder, SplitTests.plain)
        #expect(expected.failure == nil)
        for reading in SplitTests.readings {
            let found = try IngestedBill([path], folder, reading)
            #expect(found == expected, "\(reading): \(found.difference(from: expected))")
        }
    }

    /// Compressed files are read in order, whatever the lanes; the parts are the same.
    @Test func quirkyRowsAreToldWithTheirPlaces() throws {
        let folder = try BillFolder()
        let text = try #require(SplitTests.bills.first { $0.name == "quirky" }?.text)
        let path = try folder.file("bill.csv", text)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for reading in [SplitTests.plain, BillReading(lanes: 5, partBytes: 500)] {
            let found = try IngestedBill([path], folder, reading)
            let rejected = String(decoding: found.files["quarantine/rejected.csv"] ?? [], as: UTF8.self)
            #expect(rejected.contains("bill.csv,41,"))
            let unread = found.facts?["quarantine"]?.array?.first { $0["code"]?.string == "D202" }
            let first = try #require(unread?["places"]?.array?.first?.string)
            let line = try #require(first.split(separator: ":").dropFirst().first.flatMap { Int($0) })
            let column = try #require(first.split(separator: ":").last.flatMap { Int($0) })
            #expect(lines[line - 1].utf8.dropFirst(column - 1).starts(with: "twelve".utf8), "\(first)")
        }
    }

    /// A field of lines that look like rows, longer than a part: the guess in it is wrong, and found out.
    @Test(arguments: [1, 3, 40])
    func aWrongGuessGivesTheBytesOfReadingInOrder(every: Int) throws {
        let folder = try BillFolder()
        let inner = MadeBill(rows: 12).text().split(separator: "\n").dropFirst().joined(separator: "\n")
        let bill = MadeBill(rows: 40) { $0 % every == 0 ? "\n\(inner)\n" : "{}" }
        let path = try folder.file("bill.csv", bill.text())
        let opened = try OpenedBill(path: path, name: "bill.csv")
        let expected = try IngestedBill([path], folder, SplitTests.plain)
        #expect(expected.rowCount == 40)
        for partBytes in [400, 900, 1500] {
            let reading = BillReading(lanes: 3, partBytes: partBytes)
            let reader = PartReader(bill: opened, pool: nil, rejectedLimit: 10, groups: .daily)
            var sums = LaneSums(.daily)
            #expect(throws: BillReading.Misjudged.self) {
                _ = try reading.read(reader, sums: &sums, firstPart: 0) { _, _, _ in }
            }
            let found = try IngestedBill([path], folder, reading)
            #expect(found == expected, "\(partBytes): \(found.difference(from: expected))")
            let inspected = try BillInspection(path: path, grouping: nil, reading)
            #expect(inspected.rows == 40 && inspected.setAside == 0)
        }
    }

    /// Every border once: the one line feed inside quotes stands before, at and behind each.
    @Test func aLineFeedInQuotesAtEveryPlaceAroundABorder() throws {
        let folder = try BillFolder()
        let expectedRows = 8
        for padding in 0..<60 {
            let bill = MadeBill(rows: expectedRows) {
                $0 == 3 ? String(repeating: "x", count: padding) + "\n\"quoted\"\n" : "{}"
            }
            let path = try folder.file("bill.csv", bill.text())
            let expected = try IngestedBill([path], folder, SplitTests.plain)
            #expect(expected.rowCount == Int64(expectedRows))
            for partBytes in [211, 223] {
                let found = try IngestedBill([path], folder, BillReading(lanes: 2, partBytes: partBytes))
                #expect(found == expected, "\(padding), \(partBytes): \(found.difference(from: expected))")
            }
        }
    }

    /// What cannot be read to its end is told alike, with its place.
    @Test(arguments: ["an open quote", "too many set aside", "two currencies", "too many months"])
    func failuresAreTheSame(kind: String) throws {
        let folder = try BillFolder()
        var bill = MadeBill(rows: 200)
        var text = ""
        switch kind {
        case "an open quote": text = bill.text() + "\"open,\n" + bill.text()
        case "too many set aside": for row in 20..<150 { bill.set("ListCost", row: row, "x") }
        case "two currencies": bill.set("BillingCurrency", row: 120, "EUR")
        default:
            for row in 0..<120 {
                let (start, end) = (Month(year: 2010 + row / 12, month: row % 12 + 1)!, row)
                bill.set("BillingPeriodStart", row: end, start.start.description)
                bill.set("BillingPeriodEnd", row: end, start.end.description)
            }
        }
        if text.isEmpty { text = bill.text() }
        let path = try folder.file("bill.csv", text)
        let expected = try IngestedBill([path], folder, SplitTests.plain)
        #expect(expected.failure != nil)
        for reading in SplitTests.readings {
            let found = try IngestedBill([path], folder, reading)
            #expect(found == expected, "\(reading): \(found.difference(from: expected))")
        }
    }

    @Test func severalFilesOfOneDelivery() throws {
        let folder = try BillFolder()
        var second = MadeBill(rows: 150) { "{\"a\": \"\n\($0)\n\"}" }
        second.set("EffectiveCost", row: 77, "?")
        let paths = [
            try folder.file("a.csv", MadeBill(rows: 130).text()), try folder.file("b.csv", second.text()),
            try folder.file("c.csv", MadeBill(rows: 7).text()),
        ]
        let expected = try IngestedBill(paths, folder, SplitTests.plain)
        #expect(expected.rowCount == 286)
        for reading in SplitTests.readings {
            let found = try IngestedBill(paths, folder, reading)
            #expect(found == expected, "\(reading): \(found.difference(from: expected))")
        }
    }
}

extension SplitTests {
    /// A record that is longer than a part: none begins in the parts behind it, and their numbers stand all the same.
    @Test func aRecordLongerThanAPart() throws {
        let folder = try BillFolder()
        let long = String(repeating: "long ", count: 500)
        var bill = MadeBill(rows: 30) { $0 % 10 == 4 ? long : "{}" }
        let path = try folder.file("bill.csv", bill.text())
        let expected = try IngestedBill([path], folder, BillReading(lanes: 1, guessesStarts: false))
        for partBytes in [100, 400, 1000] {
            let found = try IngestedBill([path], folder, BillReading(lanes: 3, partBytes: partBytes))
            #expect(found == expected, "\(partBytes): \(found.difference(from: expected))")
        }
        bill.set("BillingCurrency", row: 27, "EUR")
        let mixed = try folder.file("mixed.csv", bill.text())
        let failure = #expect(throws: Failure.self) {
            try BillInspection(path: mixed, grouping: nil, BillReading(lanes: 3, partBytes: 100))
        }
        #expect(failure?.diagnostics.first?.place?.line == 29)
    }
}
