import Billing
import Kernel
import Runner
import TestSupport
import Testing

/// Damaged and wrong bills: every one is refused with a message that says where, what and what to do.
struct HostileBillTests {
    static let files: [Damage] = [
        Damage("truncated gzip") { folder in
            let whole = try Fixtures.bytes("example-month/bill-2026-04.csv.gz")
            try folder.write(Array(whole.prefix(100_000)), to: "bill.csv")
        },
        Damage("damaged gzip") { folder in
            var bytes = try Fixtures.bytes("example-month/bill-2026-04.csv.gz")
            bytes[bytes.count - 6] ^= 0xFF
            try folder.write(bytes, to: "bill.csv")
        },
        Damage("an empty file") { try $0.write("", to: "bill.csv") },
        Damage("a directory") { try $0.write("", to: "bill.csv/other.csv") },
        Damage("no file") { _ in },
        Damage("a Parquet file") { try $0.write("PAR1....PAR1", to: "bill.csv") },
        Damage("a very long line") { folder in
            let bill = try TinyBill()
            let long = [UInt8](repeating: UInt8(ascii: "x"), count: 17 << 20)
            try folder.write(Array("\(bill.lines[0])\n\(bill.lines[1])\n".utf8) + long + [10], to: "bill.csv")
        },
        Damage("a quote that is never closed") { folder in
            try folder.write(TinyBill().text + "0.4,\"900000000001\n", to: "bill.csv")
        },
        Damage("another export") { try $0.write("date,cost\n2026-06-01,1\n", to: "bill.csv") },
        .bill("a duplicated column") { $0.rename("ListUnitPrice", to: "ListCost") },
        .bill("missing mandatory columns") { bill in
            for column in ["ChargeCategory", "EffectiveCost"] { bill.remove(column) }
        },
        .bill("two currencies of one account") { $0.set("BillingCurrency", row: 3, "EUR") },
        .bill("more bad rows than are tolerated", maximum: 2) { bill in
            bill.set("BilledCost", row: 0, "abc")
            bill.set("BilledCost", row: 2, "")
            bill.set("BilledCost", row: 4, "1,5")
        },
    ]

    static let values: [Damage] = [
        .bill("null EffectiveCost") { $0.set("EffectiveCost", row: 1, "") },
        .bill("EffectiveCost spelled NULL") { $0.set("EffectiveCost", row: 1, "NULL") },
        .bill("an impossible amount") { $0.set("BilledCost", row: 1, "1e400") },
        .bill("more decimals than can be held") { $0.set("ListCost", row: 1, "0.1234567890123456789012345") },
        .bill("a separator of thousands") { $0.set("BilledCost", row: 1, "1,000.00") },
        .bill("an infinite amount") { $0.set("BilledCost", row: 1, "Infinity") },
        .bill("a hexadecimal amount") { $0.set("BilledCost", row: 1, "0x10") },
        .bill("a NUL byte") { $0.set("ChargeDescription", row: 1, "node\u{0}hour") },
        .bill("an unknown currency") { $0.set("BillingCurrency", row: 1, "ZZZ") },
        .bill("a currency in lower case") { $0.set("BillingCurrency", row: 1, "usd") },
        .bill("an hour that is not") { $0.set("ChargePeriodStart", row: 1, "2026-06-10T25:00:00Z") },
        .bill("a day that is not") { $0.set("ChargePeriodStart", row: 1, "2026-06-31T11:00:00Z") },
        .bill("a time of another zone") { $0.set("ChargePeriodStart", row: 1, "2026-06-10T11:00:00+02:00") },
        .bill("a time that paints the terminal") { $0.set("ChargePeriodStart", row: 1, "now\u{1B}[31m") },
        .bill("a reversed charge period") { $0.set("ChargePeriodEnd", row: 1, "2026-06-10T10:00:00Z") },
        .bill("an empty charge period") { $0.set("ChargePeriodEnd", row: 1, "2026-06-10T11:00:00Z") },
        .bill("a reversed billing period") { $0.set("BillingPeriodEnd", row: 1, "2026-05-01T00:00:00Z") },
        .bill("an unknown category") { $0.set("ChargeCategory", row: 1, "Usages") },
        .bill("no account") { $0.set("BillingAccountId", row: 1, "") },
        .bill("a very long value") { $0.set("BilledCost", row: 1, String(repeating: "9", count: 5000)) },
        .lines("a row with three columns") { $0[2] = "1,2,3" },
        .lines("a row with a column too many") { $0[2] += ",more" },
        .lines("text behind a quote") { $0[2] = "\"a\"b," + $0[2] },
        .lines("a stray quote") { $0[2] = $0[2].replacing("node hour", with: "node \" hour") },
        .lines("bytes that are no text") { $0[2] = $0[2].replacing("node hour", with: "INVALID") },
    ]

    private static let golden = "hostile-bills.txt"

    private static func said(_ damage: Damage) throws -> String {
        try damage.said(
            IngestFocusStage.kind,
            #"{"source": "tiny", "files": ["bill.csv"], "maximumQuarantinedRows": \#(damage.maximum)}"#)
    }

    @Test(.enabled(if: !Goldens.areWritten), arguments: files + values) func damageIsNamed(damage: Damage) throws {
        let said = try HostileBillTests.said(damage)
        #expect(!said.isEmpty, "it was taken")
        #expect(try said == Goldens.read(HostileBillTests.golden)[damage.name])
    }

    @Test(.enabled(if: Goldens.areWritten)) func writeGoldens() throws {
        let all = HostileBillTests.files + HostileBillTests.values
        try Goldens.write(all.map { ($0.name, try HostileBillTests.said($0)) }, to: HostileBillTests.golden)
    }
}
