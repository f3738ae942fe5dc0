import Kernel
import Model
import Testing

@testable import Billing

struct GCPHostileTests {
    private static let header =
        "billing_account_id,service.description,sku.id,usage_start_time,usage_end_time,cost,currency,credits,labels,"
        + "invoice.month,cost_type"

    private static func bill(
        cost: String = "1", credits: String = "[]", labels: String = "[]", month: String = "202405",
        type: String = "regular"
    ) throws -> FilledBill<GCPBillingExport> {
        func quoted(_ text: String) -> String {
            "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
        let row = [
            "1", "Cloud Run", "S", "2024-05-03 07:00:00 UTC", "2024-05-03 08:00:00 UTC", cost, "USD", quoted(credits),
            quoted(labels), month, type,
        ]
        return try FilledBill(text: "\(header)\n\(row.joined(separator: ","))\n")
    }

    @Test(arguments: [
        #"{"amount":-1}"#, #"[-1]"#, #"[{"name":"x"}]"#, #"[{"amount":"-1"}]"#, #"[{"amount":null}]"#,
        #"[{"amount":[-1]}]"#, #"[{"amount":-1}"#, #"[{"amount":-1,"amount":-2}]"#, #"[[{"amount":-1}]]"#, "nothing",
        #"[{"amount":1e-25}]"#, #"[{"amount":-1e14}]"#, #"[{"amount":NaN}]"#, #"[{"amount":-01}]"#,
        "[[[[[[[[[[]]]]]]]]]]",
    ])
    func `a row whose credits cannot be trusted is set aside with their place`(credits: String) throws {
        let bill = try GCPHostileTests.bill(credits: credits)
        #expect(bill.rows.isEmpty)
        #expect(bill.findings.map(\.code) == [BillCode.brokenJSON])
        #expect(bill.findings[0].place == Place(file: "bill.csv", line: 2, column: 69))
        #expect(bill.findings[0].message.hasPrefix("credits cannot be read: "))
    }

    @Test(arguments: ["[]", "null", "", #"[{"amount":0}]"#, #"[{"amount":-0.0,"type":null}]"#])
    func `no credits are nothing`(credits: String) throws {
        let bill = try GCPHostileTests.bill(credits: credits)
        #expect(bill.findings == [])
        #expect(bill.sums()[0] == "1")
    }

    @Test func `huge credits are not read`() throws {
        let huge = "[" + Array(repeating: #"{"amount":-1}"#, count: 20_000).joined(separator: ",") + "]"
        #expect(try GCPHostileTests.bill(credits: huge).findings.map(\.code) == [BillCode.brokenJSON])
    }

    @Test func `a sum that does not fit is set aside`() throws {
        let bill = try GCPHostileTests.bill(cost: "99999999999999", credits: #"[{"amount":99999999999999}]"#)
        #expect(bill.findings.map(\.code) == [BillCode.amountTooLarge])
    }

    @Test(arguments: [
        #"[{"key":"a","value":1}]"#, #"[{"value":"b"}]"#, #"[{"key":"a","value":"b"},{"key":"a","value":"c"}]"#, "[1]",
        "7", #"{"a":"b""#,
    ])
    func `a row with broken labels is set aside`(labels: String) throws {
        let bill = try GCPHostileTests.bill(labels: labels)
        #expect(bill.findings.map(\.code) == [BillCode.brokenJSON])
        #expect(bill.findings[0].message.hasPrefix("labels cannot be read: "))
    }

    @Test func `a label without a value is an empty text`() throws {
        let bill = try GCPHostileTests.bill(labels: #"[{"key":"a","value":null},{"key":"b"}]"#)
        #expect(bill.values(.tags) == [#"{"a":"","b":""}"#])
    }

    @Test(arguments: ["", "2024", "202413", "2024-5", "20240501", "May 2024", "+20240"])
    func `a row without an invoice month is set aside`(month: String) throws {
        let bill = try GCPHostileTests.bill(month: month)
        #expect(bill.findings.map(\.code) == [BillCode.notATime])
        #expect(bill.findings[0].message.hasPrefix("invoice.month"))
    }

    @Test(arguments: [
        ("1e-25", BillCode.tooManyDecimals), ("free", BillCode.notADecimal), ("", BillCode.nullRequired),
        ("1e14", BillCode.amountTooLarge),
    ])
    func `a row whose cost cannot be held is set aside`(cost: String, code: DiagnosticCode) throws {
        #expect(try GCPHostileTests.bill(cost: cost).findings.map(\.code) == [code])
    }

    @Test func `an unknown cost type is set aside, not guessed`() throws {
        #expect(try GCPHostileTests.bill(type: "gift").findings.map(\.code) == [BillCode.unknownCategory])
    }

    @Test(arguments: ["labels.key", "label_key", "credits.amount"])
    func `rows that were multiplied by unnesting are refused`(column: String) throws {
        let failure = #expect(throws: Failure.self) {
            try FilledBill<GCPBillingExport>(text: GCPHostileTests.header + ",\(column)\n")
        }
        #expect(failure?.diagnostics.map(\.code) == [BillCode.unnestedRows])
    }
}
