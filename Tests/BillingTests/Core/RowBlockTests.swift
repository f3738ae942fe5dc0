import Columns
import Kernel
import Model
import TestSupport
import Testing

@testable import Billing

/// Reading by columns against reading by rows: what a block does not call odd, `FocusRow` reads without a word and to the
/// same values.
struct RowBlockTests {
    private let folder: TemporaryFolder
    private static let typed = TypedColumn.all(in: Array(FocusColumn.allCases.indices)).columns

    init() throws { folder = try TemporaryFolder() }

    /// Texts that a column may hold, sound ones more often.
    private static func texts(_ column: FocusColumn) -> [String] {
        switch column.kind {
        case .cost, .unitPrice:
            [
                "12.5", "12.5", "0.00985540000", "-3.25", "0", "", "2e-06", "NULL", "\"NULL\"", "abc", "1e60",
                "0.1234567890123456789012345", "99999999999999.999999999999999999999999", "1-2", "\"7.25\"",
            ]
        case .quantity: ["2", "2", "0.5", "", "abc", "1e-30", "-1", "744.000000000000000001", "\"3\""]
        case .instant:
            [
                "2026-03-05T00:00:00Z", "2026-03-05T01:00:00Z", "\"2026-03-01T00:00:00Z\"", "2026-04-01T00:00:00Z",
                "2026-03-05 00:00:00", "2026-03-05T00:00Z", "2026-03-05T00:00:00.25Z", "", "March",
            ]
        case .currency: ["USD", "USD", "\"USD\"", "EUR", "usd", "QQQ", "", "\"\""]
        case .enumeration(let values):
            values + values + values + ["", "", "\"\(values[0])\"", values[0].lowercased(), "None"]
        case .text, .json: ["a", "\"b, c\"", "", "\"say \"\"hi\"\"\"", "null", "\"\""]
        }
    }

    /// A sound row, then some of its fields replaced.
    private static func row(_ generator: inout SplitMix, changes: Int) -> [String] {
        var row = FocusColumn.allCases.map { column in
            switch column {
            case .billingPeriodStart: "2026-03-01T00:00:00Z"
            case .billingPeriodEnd: "2026-04-01T00:00:00Z"
            case .chargePeriodStart: "2026-03-05T00:00:00Z"
            case .chargePeriodEnd: "2026-03-05T01:00:00Z"
            case .billingCurrency: "USD"
            case .chargeCategory: "Usage"
            case .billedCost, .effectiveCost, .listCost, .contractedCost: "25"
            case .listUnitPrice, .contractedUnitPrice: "12.5"
            case .pricingQuantity: "2"
            case .billingAccountID: "1234"
            default: ""
            }
        }
        if changes % 2 == 1 { mix(&row, &generator) }
        for _ in 0..<generator.below(changes + 1) {
            let place = typed[generator.below(typed.count)].ordinal
            let texts = texts(FocusColumn.allCases[place])
            row[place] = texts[generator.below(texts.count)]
        }
        return row
    }

    /// Gives all columns that rules tie together a value, mostly a sound one: such rules break where several columns meet.
    private static func mix(_ row: inout [String], _ generator: inout SplitMix) {
        let pools: [(FocusColumn, [String])] = [
            (.chargeCategory, ["Usage", "Usage", "Purchase", "Tax", "Credit", "Adjustment"]),
            (.chargeClass, ["", "", "", "Correction"]),
            (.chargeFrequency, ["", "Recurring", "One-Time"]),
            (.commitmentDiscountID, ["", "ri-1"]),
            (.commitmentDiscountStatus, ["", "Used", "Unused"]),
            (.consumedQuantity, ["", "3"]),
            (.pricingQuantity, ["2", "2", ""]),
            (.effectiveCost, ["25", "25", "0", "24"]),
            (.contractedUnitPrice, ["12.5", "12.5", "NULL", "-12.5"]),
            (.listUnitPrice, ["12.5", "12.5", "\"NULL\"", "12"]),
        ]
        for (column, texts) in pools {
            guard let place = FocusColumn.allCases.firstIndex(of: column) else { continue }
            row[place] = texts[generator.below(texts.count)]
        }
    }

    /// What `FocusRow` makes of a row is what the block has, unless the block calls it odd.
    ///
    /// - Returns: whether it is odd.
    private func compare<Fields: FocusFields & ~Copyable>(
        _ row: inout FocusRow, _ fields: borrowing Fields, _ block: borrowing RowBlock, _ index: Int,
        _ text: @autoclosure () -> String
    ) -> Bool {
        guard !block.isOdd[index] else { return true }
        var notes = RowNotes()
        row.pending.removeAll()
        let finding = row.read(fields, notes: &notes)
        let isSilent = finding == nil && row.pending.isEmpty && notes.tally.summary.isEmpty
        #expect(isSilent, "something is to be said of \(text())")
        #expect(row.currency?.packed == block.currencies[index], "\(text())")
        for typed in RowBlockTests.typed {
            let name = typed.column.rawValue
            #expect(row.has(typed.ordinal) == block.present(typed.ordinal)[index], "\(name) of \(text())")
            switch typed.reader {
            case .amount, .price, .quantity:
                #expect(row.units(typed.ordinal) == block.decimals(typed.ordinal)[index], "\(name) of \(text())")
            case .instant:
                let isSame = row.microseconds(typed.ordinal) == block.instants(typed.ordinal)[index]
                #expect(isSame, "\(name) of \(text())")
            case .listed:
                let isSame = row.listedValue(typed.ordinal) == Int(block.listed(typed.ordinal)[index])
                #expect(isSame, "\(name) of \(text())")
            case .currency, .presence: continue
            }
        }
        return false
    }

    @Test(arguments: [true, false])
    func csv(checksConformance: Bool) throws {
        var generator = SplitMix(seed: 20_261_130)
        let rows = (0..<6000).map { RowBlockTests.row(&generator, changes: $0 % 6) }
        let header = FocusColumn.allCases.map(\.rawValue).joined(separator: ",")
        let text = ([header] + rows.map { $0.joined(separator: ",") }).joined(separator: "\n") + "\r\n"
        let slots = Array(FocusColumn.allCases.indices)
        var row = FocusRow(slots: slots, checksConformance: checksConformance)
        var block = RowBlock(slots: slots, checksConformance: checksConformance)
        let reader = try CSVReader(path: try folder.write(text, to: "bill.csv"))
        var (seen, odd) = (0, 0)
        try reader.forEachBlock(of: RowBlock.most) { records in
            block.read(records, notes: RowNotes())
            for index in 0..<records.count {
                let record = records.record(index)
                let isOdd = compare(&row, record, block, index, String(decoding: record.rawBytes, as: UTF8.self))
                odd += isOdd ? 1 : 0
            }
            seen += records.count
        } record: { record in
            Issue.record("a sound record came alone: \(String(decoding: record.rawBytes, as: UTF8.self))")
        }
        #expect(seen == rows.count)
        // A sixth of the rows are not changed at all, and most changes break something.
        #expect(odd > rows.count / 4 && odd < rows.count * 3 / 4, "\(odd) of \(rows.count) rows are odd")
    }

    @Test(arguments: [true, false], [true, false])
    func parquet(isCoded: Bool, checksConformance: Bool) throws {
        var generator = SplitMix(seed: 20_261_201)
        let rows = (0..<3000).map { RowBlockTests.row(&generator, changes: $0 % 6) }
        let path = try write(rows, &generator)
        let names = FocusColumn.allCases.map(\.rawValue)
        let reader =
            isCoded
            ? try ParquetReader(path: path, codingTextsOf: names, batchRows: 700)
            : try ParquetReader(path: path, columns: names, batchRows: 700)
        let slots = Array(FocusColumn.allCases.indices)
        let scales = FocusColumn.allCases.map { $0.kind == .quantity ? Quantity.scale : Amount.scale }
        var focusRow = FocusRow(slots: slots, checksConformance: checksConformance)
        var block = RowBlock(slots: slots, checksConformance: checksConformance)
        var fields = ParquetRow(scales: scales)
        var (seen, odd) = (0, 0)
        while let batch = try reader.nextBatch() {
            fields.begin(batch, positions: slots)
            let (texts, places) = (CodedNumbers(fields.cells), CodedNumbers(fields.cells))
            for first in stride(from: 0, to: batch.rowCount, by: RowBlock.most) {
                let records = ParquetBlock(
                    count: min(RowBlock.most, batch.rowCount - first), cells: fields.cells, scales: scales,
                    texts: texts, places: places, first: first, firstNumber: seen + 1)
                block.read(records, notes: RowNotes())
                for index in 0..<records.count {
                    fields.go(to: first + index, number: seen + index + 1)
                    let isOdd = compare(&focusRow, fields, block, index, rows[seen + index].joined(separator: ","))
                    odd += isOdd ? 1 : 0
                }
                seen += records.count
            }
            withExtendedLifetime(batch) {}
        }
        #expect(seen == rows.count)
        #expect(odd > rows.count / 8 && odd < rows.count * 3 / 4, "\(odd) of \(rows.count) rows are odd")
    }

    @Test func typesThatABlockReads() {
        let types: [ParquetType] = [
            .utf8, .decimal(precision: 38, scale: 18), .timestampMicros, .date32, .double, .int32, .int64, .boolean,
        ]
        for typed in RowBlockTests.typed {
            let wanted: ParquetType =
                switch typed.column.kind {
                case .cost, .unitPrice, .quantity: .decimal(precision: 38, scale: 18)
                case .instant: .timestampMicros
                case .text, .json, .currency, .enumeration: .utf8
                }
            #expect(types.filter { typed.reads($0) } == [wanted], "\(typed.column.rawValue)")
        }
    }

    /// What is only counted is counted once for each row, whether it was described, counted by the block or found on an
    /// odd row.
    @Test
    func countsWhatManyRowsHave() throws {
        var generator = SplitMix(seed: 7)
        let ordinal = { (column: FocusColumn) in FocusColumn.allCases.firstIndex(of: column)! }
        var (zoneless, nulls) = (0, 0)
        let rows = (0..<5000).map { number in
            var row = RowBlockTests.row(&generator, changes: 0)
            for column in [FocusColumn.billingPeriodEnd, .chargePeriodEnd] where generator.below(3) > 0 {
                row[ordinal(column)] = String(row[ordinal(column)].dropLast())
                zoneless += 1
            }
            if generator.below(4) == 0 {
                row[ordinal(.listCost)] = ""
                nulls += 1
            }
            // Odd for another reason, and kept.
            if number % 7 == 0 { row[ordinal(.serviceCategory)] = "Elsewhere" }
            return row.joined(separator: ",")
        }
        let header = FocusColumn.allCases.map(\.rawValue).joined(separator: ",")
        let path = try folder.write(([header] + rows).joined(separator: "\n"), to: "bill.csv")
        let findings = try BillInspection(path: path, grouping: nil).findings.map(\.message)
        for (text, count) in [("names no zone", zoneless), ("is null and counts as zero", nulls)] {
            let found = findings.filter { $0.contains(text) }
            #expect(
                found.count == 1 && found[0].hasSuffix("(and \(count - 1) more of this kind)"), "\(count): \(found)")
        }
    }

    /// The rows as Parquet: decimals of several scales, now and then one that does not fit 24 decimals; what is no
    /// decimal or no time is null.
    private func write(_ rows: [[String]], _ generator: inout SplitMix) throws -> String {
        let columns = FocusColumn.allCases.enumerated().map { ordinal, column in
            switch column.kind {
            case .cost, .unitPrice:
                ParquetColumn(
                    column.rawValue, .decimal(precision: 38, scale: [2, 18, 24][ordinal % 3]), nullable: true)
            case .quantity: ParquetColumn(column.rawValue, .decimal(precision: 38, scale: 18), nullable: true)
            case .instant: ParquetColumn(column.rawValue, .timestampMicros, nullable: true)
            case .text, .json, .currency, .enumeration: ParquetColumn(column.rawValue, .utf8, nullable: true)
            }
        }
        let schema = ParquetSchema(columns)
        let path = "\(folder.path)/bill.parquet"
        let writer = try ParquetWriter(path: path, schema: schema, options: .init(rowGroupRows: 1000))
        let batch = BatchBuilder(schema)
        for row in rows {
            for (field, column) in zip(row, batch.columns) {
                let text = field.hasPrefix("\"") ? String(field.dropFirst().dropLast()) : field
                switch column.column.type {
                case .decimal(_, let scale):
                    if generator.below(500) == 0 {
                        column.append(
                            Int128(10) * Int128(DecimalText.powerOfTen(18)) * Int128(DecimalText.powerOfTen(18)))
                    } else if let units = try? DecimalText.parse(text, scale: scale) {
                        // What the type cannot hold is left out, as a writer of Parquet must.
                        column.append(units)
                    } else {
                        column.appendNull()
                    }
                case .timestampMicros:
                    if let instant = Instant(text) { column.append(instant) } else { column.appendNull() }
                default:
                    if field.isEmpty { column.appendNull() } else { column.append(text) }
                }
            }
        }
        try writer.append(batch)
        _ = try writer.close()
        return path
    }
}
