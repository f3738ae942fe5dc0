import Columns
import Kernel
import Model
import Testing

@testable import Billing

/// A FOCUS bill as Parquet, in the types that writers choose, is the bill that the CSV of the same rows is.
struct ParquetBillTests {
    private let folder: BillFolder
    private static let money: Set = ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"]
    private static let times: Set = ["BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"]

    init() throws { folder = try BillFolder() }

    /// How a file keeps its decimals.
    enum Keeping: String, CaseIterable { case text, double, decimal2, decimal18, decimal24, decimal30, whole }

    /// Rows whose costs all keepings can hold.
    private func bill(_ keeping: Keeping) -> MadeBill {
        var bill = MadeBill(rows: 230) { $0 % 4 == 0 ? "" : "{\"k\": \"\($0)\"}" }
        for row in bill.rows.indices {
            for (offset, name) in ParquetBillTests.money.sorted().enumerated() {
                let value =
                    keeping == .whole
                    ? "\(row * offset - 50)" : "\(row * offset - 50 < 0 ? "-" : "")\(row % 100).\(offset + 1)5"
                bill.set(name, row: row, name == "ListCost" && row % 10 == 3 ? "" : value)
            }
        }
        return bill
    }

    private func write(_ bill: MadeBill, _ keeping: Keeping, groupRows: Int, as name: String = "bill.parquet") throws
        -> String
    {
        let columns = bill.header.map { ParquetColumn($0, type(of: $0, keeping), nullable: true) }
        let path = "\(folder.path)/\(name)"
        let schema = ParquetSchema(columns)
        let writer = try ParquetWriter(
            path: path, schema: schema, options: ParquetWriterOptions(rowGroupRows: groupRows))
        let batch = BatchBuilder(schema)
        for row in bill.rows {
            for (value, column) in zip(row, batch.columns) { try append(value, to: column) }
        }
        try writer.append(batch)
        _ = try writer.close()
        return path
    }

    private func type(of column: String, _ keeping: Keeping) -> ParquetType {
        if ParquetBillTests.times.contains(column) { return .timestampMicros }
        if column == "PricingQuantity" { return keeping == .whole ? .int32 : .double }
        guard ParquetBillTests.money.contains(column) else { return .utf8 }
        return switch keeping {
        case .text: .utf8
        case .double: .double
        case .decimal2: .decimal(precision: 12, scale: 2)
        case .decimal18: .decimal(precision: 38, scale: 18)
        case .decimal24: .decimal(precision: 38, scale: 24)
        case .decimal30: .decimal(precision: 38, scale: 30)
        case .whole: .int64
        }
    }

    private func append(_ value: String, to column: ColumnBuilder) throws {
        if value.isEmpty { return column.appendNull() }
        switch column.column.type {
        case .utf8: column.append(value)
        case .timestampMicros: column.append(try #require(Instant(value)))
        case .double: column.append(try #require(Double(value)))
        case .int32: column.append(try #require(Int32(value)))
        case .int64: column.append(try #require(Int64(value)))
        case .decimal(_, let scale): column.append(try DecimalText.parse(value, scale: scale))
        default: Issue.record("no column is of this type")
        }
    }

    @Test(arguments: Keeping.allCases, [40, 1000])
    func hasTheTotalsOfTheCSV(keeping: Keeping, groupRows: Int) throws {
        let bill = bill(keeping)
        let grouping = try BillGrouping(["ServiceName", "Tags", "day"])
        let text = try BillInspection(path: folder.file("bill.csv", bill.text()), grouping: grouping)
        let path = try write(bill, keeping, groupRows: groupRows)
        for lanes in [1, 2, 5] {
            let parquet = try BillInspection(path: path, grouping: grouping, BillReading(lanes: lanes))
            #expect(parquet.container == "Parquet")
            #expect(parquet.format == text.format)
            #expect(parquet.rows == 230 && parquet.setAside == 0)
            #expect(parquet.totals == text.totals)
            #expect(parquet.chargeStarts == text.chargeStarts)
            let groups = [parquet, text].map { $0.groups().map { "\($0.texts) \($0.day!) \($0.rows) \($0.costs)" } }
            #expect(groups[0] == groups[1])
        }
    }

    /// What is written of both is the same but for the name of the file.
    @Test(arguments: [Keeping.text, .double, .decimal18])
    func isIngestedAsTheCSVIs(keeping: Keeping) throws {
        let bill = bill(keeping)
        let text = try IngestedBill([folder.file("bill", bill.text())], folder, BillReading(lanes: 1))
        let made = try write(bill, keeping, groupRows: 64, as: "made")
        let other = try BillFolder()
        let parquet = try IngestedBill([rename(made, to: "\(other.path)/bill")], folder, BillReading(lanes: 2))
        #expect(parquet.failure == nil && text.failure == nil)
        #expect(parquet.tables == text.tables)
        #expect(parquet.files == text.files, "\(parquet.difference(from: text))")
    }

    private func rename(_ path: String, to other: String) throws -> String {
        try FileSystem.rename(path, to: other)
        return other
    }

    @Test func aDoubleIsTheShortestDecimalThatMeansIt() throws {
        var bill = bill(.double)
        let written = ["0.1", "1e-07", "123456.789", "2.5e+20", "0.30000000000000004", "-0.0", "1e-05"]
        let worth = ["0.1", "0.0000001", "123456.789", nil, "0.30000000000000004", "0", "0.00001"]
        bill.rows = Array(bill.rows.prefix(written.count))
        for (row, value) in written.enumerated() {
            bill.set("EffectiveCost", row: row, value)
            bill.set("ServiceName", row: row, "S\(row)")
        }
        let path = try write(bill, .double, groupRows: 100)
        let inspection = try BillInspection(path: path, grouping: BillGrouping(["ServiceName"]))
        #expect(inspection.groups().map { $0.costs.effective.description } == worth.compactMap { $0 })
        #expect(inspection.setAside == 1)
        #expect(inspection.findings.contains { $0.code == BillCode.amountTooLarge && $0.place?.line == 4 })
    }

    /// Numbers that are none do not end in sums.
    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func aDoubleThatIsNoNumberIsSetAside(value: Double) throws {
        var bill = bill(.double)
        bill.rows = Array(bill.rows.prefix(3))
        bill.set("BilledCost", row: 1, "\(value)")
        let inspection = try BillInspection(path: write(bill, .double, groupRows: 100), grouping: nil)
        #expect(inspection.rows == 2 && inspection.setAside == 1)
        #expect(inspection.findings.contains { $0.code == BillCode.notADecimal && $0.place?.line == 2 })
    }

    /// The word NULL in a column of text is a text: Parquet has a null of its own.
    @Test func theTextNULLIsAText() throws {
        var bill = bill(.text)
        bill.rows = Array(bill.rows.prefix(3))
        bill.set("ServiceName", row: 1, "NULL")
        let inspection = try BillInspection(
            path: write(bill, .text, groupRows: 100), grouping: BillGrouping(["ServiceName"]))
        #expect(Set(inspection.groups().map { $0.texts[0] }) == ["Service 0", "NULL", "Service 2"])
    }

    @Test func digitsBeyondTheScaleAreRefusedWithTheRow() throws {
        var bill = bill(.decimal30)
        bill.rows = Array(bill.rows.prefix(4))
        bill.set("BilledCost", row: 2, "0.0000000000000000000000001")
        let inspection = try BillInspection(path: write(bill, .decimal30, groupRows: 100), grouping: nil)
        #expect(inspection.setAside == 1)
        #expect(inspection.findings.contains { $0.code == BillCode.tooManyDecimals && $0.place?.line == 3 })
    }

    @Test func aFileCutShortIsRefused() throws {
        let path = try write(bill(.double), .double, groupRows: 40)
        let bytes = try #require(try BillFolder.files(below: folder.path)["bill.parquet"])
        for count in [4, 8, 100, bytes.count / 2, bytes.count - 1] {
            let cut = try folder.file("cut.parquet", bytes.prefix(count))
            let failure = #expect(throws: Failure.self) { try BillInspection(path: cut, grouping: nil) }
            #expect(failure?.exitStatus == .badInput, "cut at \(count)")
        }
        #expect(throws: Never.self) { try BillInspection(path: path, grouping: nil) }
    }
}
