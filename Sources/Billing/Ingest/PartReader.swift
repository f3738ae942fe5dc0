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

    /// Reads the records of a reader up to its end or its stop.
    ///
    /// - Parameter part: number of the part among all parts of the bill.
    func read(_ reader: CSVReader, part: Int, _ sums: inout LaneSums) throws -> BillPart {
        var taker = RowTaker(
            bill, part: part, groups: sums.groups.dimensions, pool: pool, rejectedLimit: rejectedLimit)
        let (firstLine, firstNumber) = (reader.position.line, reader.nextRecordNumber)
        switch bill.format {
        case .focus:
            try reader.forEachRecord { record in
                if let problem = record.problem { return try taker.setAside(problem, from: record) }
                try taker.take(record, from: record, &sums)
            }
        case .mapped(var format):
            var draft = FocusDraft()
            try reader.forEachRecord { record in
                if let problem = record.problem { return try taker.setAside(problem, from: record) }
                draft.clear()
                if let finding = format.fill(&draft, from: record) {
                    return try taker.setAside(finding, draft, from: record)
                }
                try taker.take(draft, from: record, &sums)
            }
        }
        try sums.groups.settle()
        let result = taker.finish()
        result.range = 0..<reader.position.byteOffset
        result.lines = reader.position.line - firstLine
        result.records = reader.nextRecordNumber - firstNumber
        result.storedBytes = reader.source.storedByteCount
        return result
    }
}
