import Columns
import Kernel
import Model

/// Reads the rows of one part of a bill file: checks them, adds them up and, where they are wanted, keeps them as
/// columns. The kernel of ingest and of `inspect`; everything it makes can be added to what other parts made.
struct PartReader {
    let bill: OpenedBill
    /// Nil where only sums are wanted.
    let pool: BatchPool?
    /// How many rows set aside are described; all are counted.
    let rejectedLimit: Int
    let groups: GroupedCosts.Dimensions

    /// Reads the records of a reader up to its end or its stop.
    ///
    /// - Parameter part: number of the part among all parts of the bill.
    func read(_ reader: CSVReader, part: Int, _ sums: inout LaneSums) throws -> BillPart {
        var taker = RowTaker(
            bill, part: part, groups: groups, pool: pool, rejectedLimit: rejectedLimit)
        let (firstLine, firstNumber) = (reader.position.line, reader.nextRecordNumber)
        var traits = RowTraits()
        switch bill.format {
        case .focus:
            var rows = RowBlock(slots: bill.slots, checksConformance: true)
            try reader.forEachBlock(of: RowBlock.most) { block in
                rows.read(block, notes: taker.notes)
                try rows.forEachRun { run, isOdd in
                    guard isOdd else { return try taker.take(block, rows, rows: run, &sums) }
                    for row in run {
                        let record = block.record(row)
                        try taker.take(record, from: record, &sums)
                    }
                }
            } record: { record in
                if let problem = record.problem { return try taker.setAside(problem, from: record) }
                try taker.take(record, from: record, &sums)
            }
        case .mapped(var format):
            var draft = FocusDraft()
            try reader.forEachRecord { record in
                if let problem = record.problem { return try taker.setAside(problem, from: record) }
                try taker.take(&format, &draft, from: record, &sums)
            }
            traits = format.traits
        }
        try sums.groups.settle()
        let result = taker.finish()
        result.traits = traits
        result.range = 0..<reader.position.byteOffset
        result.lines = reader.position.line - firstLine
        result.records = reader.nextRecordNumber - firstNumber
        result.storedBytes = reader.source.storedByteCount
        return result
    }

    /// Reads the rows of a Parquet file that a reader has before it, at most `batches` batches of them.
    ///
    /// - Parameters:
    ///   - positions: of each column of the reader, its position in the file.
    ///   - rowsBefore: rows of the file before the first that is read.
    /// - Returns: nil when there was no row.
    func read(
        _ reader: ParquetReader, positions: [Int], rowsBefore: Int, batches: Int, part: Int, _ sums: inout LaneSums
    ) throws -> BillPart? {
        var taker = RowTaker(bill, part: part, groups: groups, pool: pool, rejectedLimit: rejectedLimit)
        var row = ParquetRow(scales: bill.scales)
        var rows = RowBlock(slots: bill.slots, checksConformance: true)
        var draft = FocusDraft()
        var traits = RowTraits()
        var records = 0
        var read = 0
        while read < batches, let batch = try reader.nextBatch() {
            read += 1
            row.begin(batch, positions: positions)
            switch bill.format {
            case .focus:
                let numbers = rowsBefore + records + 1
                if fitsBlocks(row, rows.columns, count: batch.rowCount) {
                    try takeBlocks(of: batch.rowCount, &row, &rows, numbers: numbers, &taker, &sums)
                } else {
                    for index in 0..<batch.rowCount {
                        row.go(to: index, number: numbers + index)
                        try taker.take(row, from: row, &sums)
                    }
                }
            case .mapped(var format):
                for index in 0..<batch.rowCount {
                    row.go(to: index, number: rowsBefore + records + index + 1)
                    try taker.take(&format, &draft, from: row, &sums)
                }
                traits.add(format.traits)
            }
            records += batch.rowCount
            try sums.groups.settle()
            // Cells are memory of the batch.
            withExtendedLifetime(batch) {}
        }
        guard records > 0 else { return nil }
        let result = taker.finish()
        result.traits = traits
        result.records = records
        return result
    }

    /// Whether all columns that are kept as text are text in the file, and all typed ones of a type that blocks read:
    /// rows with a value of another would be odd without exception, and be read twice.
    private func fitsBlocks(_ row: borrowing ParquetRow, _ typed: [TypedColumn], count: Int) -> Bool {
        for column in typed {
            guard let cells = row.cells[column.slot], !column.reads(cells.type) else { continue }
            // Writers give a column without any value whatever type they like.
            if (0..<count).contains(where: { !cells.isNull($0) }) { return false }
        }
        for (ordinal, column) in FocusColumn.allCases.enumerated() where bill.slots[ordinal] >= 0 {
            if column.holdsText, let cells = row.cells[bill.slots[ordinal]], cells.type != .utf8 { return false }
        }
        return bill.format.others.allSatisfy { row.cells[$0.position].map { $0.type == .utf8 } ?? true }
    }

    /// Takes the rows of a batch that `row` has begun.
    ///
    /// - Parameter numbers: number of the first in the file.
    private func takeBlocks(
        of rowCount: Int, _ row: inout ParquetRow, _ rows: inout RowBlock, numbers: Int, _ taker: inout RowTaker,
        _ sums: inout LaneSums
    ) throws {
        let (texts, places) = (CodedNumbers(row.cells), CodedNumbers(row.cells))
        for first in stride(from: 0, to: rowCount, by: RowBlock.most) {
            let block = ParquetBlock(
                count: min(RowBlock.most, rowCount - first), cells: row.cells, scales: row.scales, texts: texts,
                places: places, first: first, firstNumber: numbers + first)
            rows.read(block, notes: taker.notes)
            try rows.forEachRun { run, isOdd in
                guard isOdd else { return try taker.take(block, rows, rows: run, &sums) }
                for index in run {
                    row.go(to: first + index, number: numbers + first + index)
                    try taker.take(row, from: row, &sums)
                }
            }
        }
    }
}
