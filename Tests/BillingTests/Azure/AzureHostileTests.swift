import Kernel
import Model
import Testing

@testable import Billing

struct AzureHostileTests {
    private static let header =
        "BillingAccountId,BillingPeriodStartDate,BillingPeriodEndDate,Date,MeterCategory,MeterSubCategory,"
        + "ConsumedService,Quantity,Cost,UnitPrice,BillingCurrency,ChargeType,PricingModel,Tags,PayGPrice"

    private static func bill(
        date: String = "04/07/2026", start: String = "04/01/2026", end: String = "04/30/2026", quantity: String = "1",
        cost: String = "1", currency: String = "USD", type: String = "Usage", model: String = "OnDemand",
        tags: String = "", listPrice: String = "1"
    ) throws -> FilledBill<AzureCostDetails> {
        let quoted =
            "\"" + tags.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        let row = [
            "1", start, end, date, "Storage", "x", "Microsoft.Storage", quantity, cost, "1", currency, type, model,
            quoted,
            listPrice,
        ]
        return try FilledBill(text: "\u{FEFF}\(header)\r\n\(row.joined(separator: ","))\r\n")
    }

    @Test func `a sound row is taken, byte order mark and all`() throws {
        let bill = try AzureHostileTests.bill()
        #expect(bill.findings == [])
        #expect(bill.sums() == ["1", "1", "1", "1"])
    }

    @Test(arguments: [
        ("not-a-day", "04/01/2026", "04/30/2026"), ("30/04/2026", "04/01/2026", "04/30/2026"),
        ("02/30/2026", "04/01/2026", "04/30/2026"), ("4/7/2026", "04/01/2026", "04/30/2026"),
        ("", "04/01/2026", "04/30/2026"), ("04/07/2026", "1.4.2026", "04/30/2026"),
        ("04/07/2026", "04/01/2026", "2026-04-31"), ("2026-04-07T30:00:00Z", "04/01/2026", "04/30/2026"),
        ("04/07/2026", "04/30/2026", "04/01/2026"),
    ])
    func `a row with a wrong day is set aside`(date: String, start: String, end: String) throws {
        let bill = try AzureHostileTests.bill(date: date, start: start, end: end)
        #expect(bill.rows.isEmpty)
        #expect([BillCode.notATime, BillCode.emptyPeriod].contains(bill.findings[0].code))
        #expect(bill.findings[0].place?.line == 2)
    }

    @Test(arguments: ["2026-04-07", "2026-04-07T00:00:00Z", "2026-04-07T00:00Z", "2026-04-07 00:00:00", "04/07/2026"])
    func `days are read in every form that exports have`(date: String) throws {
        #expect(try AzureHostileTests.bill(date: date).values(.chargePeriodStart) == ["2026-04-07T00:00:00Z"])
    }

    @Test(arguments: [
        #"{"a":"b""#, #""a":"b","#, "a=b", #"{"a":"b","a":"c"}"#, "[1]", #"{"a":[[[[[[[[[1]]]]]]]]]}"#, "{", "\"",
    ])
    func `a row with broken tags is set aside with its place`(tags: String) throws {
        let bill = try AzureHostileTests.bill(tags: tags)
        #expect(bill.rows.isEmpty)
        #expect(bill.findings.map(\.code) == [BillCode.brokenJSON])
        #expect(bill.findings[0].place == Place(file: "bill.csv", line: 2, column: 89))
        #expect(bill.findings[0].message.hasPrefix("Tags cannot be read: "))
    }

    @Test func `tags larger than any provider allows are not read`() throws {
        let huge = #"{"a":""# + String(repeating: "x", count: JSONCell.byteLimit) + #""}"#
        let bill = try AzureHostileTests.bill(tags: huge)
        #expect(bill.findings.map(\.code) == [BillCode.brokenJSON])
        #expect(bill.findings[0].message == "Tags cannot be read: it has 131080 bytes, the limit is 131072")
    }

    @Test(arguments: [
        ("abc", BillCode.notADecimal), ("1,5", BillCode.notADecimal), ("", BillCode.nullRequired),
        ("NULL", BillCode.nullRequired), ("1e14", BillCode.amountTooLarge),
        ("0.0000000000000000000000001", BillCode.tooManyDecimals), ("NaN", BillCode.notADecimal),
    ])
    func `a row whose cost cannot be held is set aside`(cost: String, code: DiagnosticCode) throws {
        let text = cost == "1,5" ? "\"1,5\"" : cost
        let bill = try AzureHostileTests.bill(cost: text)
        #expect(bill.findings.map(\.code) == [code])
        #expect(bill.findings[0].place?.line == 2)
        #expect(bill.findings[0].message.hasPrefix("BilledCost"))
    }

    @Test func `23 decimals are kept`() throws {
        #expect(try AzureHostileTests.bill(cost: "0.12345678901234567890123").sums()[0] == "0.12345678901234567890123")
    }

    @Test func `an unknown charge type is set aside, not guessed`() throws {
        let bill = try AzureHostileTests.bill(type: "Gift")
        #expect(bill.findings.map(\.code) == [BillCode.unknownCategory])
    }

    @Test func `a currency that is none is set aside`() throws {
        #expect(try AzureHostileTests.bill(currency: "usd").findings.map(\.code) == [BillCode.unknownCurrency])
    }

    @Test func `a list price whose product needs more decimals than there are gives way to the cost`() throws {
        let bill = try AzureHostileTests.bill(
            quantity: "0.000000000000000003", cost: "2", listPrice: "0.0000000000000000000001")
        #expect(bill.findings == [])
        #expect(bill.sums() == ["2", "2", "2", "2"])
    }

    @Test func `a file whose commitments are bought and spread contradicts itself`() throws {
        let rows = ["Purchase,Reservation", "Usage,Reservation"].map {
            "1,04/01/2026,04/30/2026,04/07/2026,Storage,x,y,1,1,1,USD,\($0),,1"
        }
        let bill = try FilledBill<AzureCostDetails>(
            text: "\(AzureHostileTests.header)\n\(rows.joined(separator: "\n"))\n")
        #expect(bill.format.basis.countsTwice)
        #expect(throws: Failure.self) { try bill.format.basis.refuseIfTwice(at: Place(file: "bill.csv")) }
    }

    @Test func `columns that differ in case only are refused`() {
        #expect(throws: Failure.self) {
            try FilledBill<AzureCostDetails>(text: AzureHostileTests.header + ",cost\n")
        }
    }
}
