import Columns
import Kernel
import Model

/// Reads a Parquet bill: row groups on several threads where only sums are wanted, batch after batch where rows are
/// kept, since a row group may be larger than memory should be.
struct ParquetReading {
    /// Rows of a batch where rows are kept: the cells of all columns stay near the processor.
    private static let keptRows = 4096
    /// Rows of a batch where only sums are wanted, which needs half of the columns.
    private static let summedRows = 8192

    private let file: PartReader
    private let lanes: Int
    /// The columns that are read, by position in the file.
    private let positions: [Int]
    private let names: [String]

    /// - Throws: exit 65 when a column that is needed is of a type that cannot be read.
    init(_ file: PartReader, lanes: Int) throws {
        self.file = file
        self.lanes = lanes
        let columns = try ParquetReader.columns(path: file.bill.path)
        let wanted = ParquetReading.wanted(file)
        // Nested columns that no FOCUS column is made from cannot be kept; they are named in a warning.
        positions = columns.indices.filter { wanted.contains($0) && (columns[$0].type != nil || file.bill.needs($0)) }
        names = positions.map { columns[$0].name }
    }

    private static func wanted(_ file: PartReader) -> Set<Int> {
        let bill = file.bill
        guard file.pool == nil, bill.isFocus else { return Set(bill.columns.indices) }
        let typed = TypedColumn.all(in: bill.slots).columns.map(\.slot)
        let grouping = file.groups.columns.map { bill.slots[$0.ordinal] }.filter { $0 >= 0 }
        return Set(typed + grouping)
    }

    func read(
        _ sums: inout LaneSums, _ firstPart: Int,
        _ consume: (BillPart, Int, BillReading.Base) throws -> Void
    ) throws -> Int {
        let first = try open()
        let groups = first.rowGroupCount
        guard file.pool == nil, lanes > 1, groups > 1 else { return try readInOrder(first, &sums, firstPart, consume) }
        let before = (0..<groups).reduce(into: [0]) { $0.append($0[$0.count - 1] + first.rowCount(ofGroup: $1)) }
        let dimensions = sums.groups.dimensions
        let lanes = try OrderedWork.run(
            units: groups, lanes: lanes, ahead: groups,
            makeLane: { (sums: LaneSums(dimensions), reader: try open()) },
            work: { lane, group -> BillPart? in
                try lane.reader.read(group: group)
                return try file.read(
                    lane.reader, positions: positions, rowsBefore: before[group], batches: .max,
                    part: firstPart + group,
                    &lane.sums)
            },
            consume: { group, part in
                // An empty group is a part all the same: parts are known by their numbers.
                try consume(part ?? BillPart(), firstPart + group, BillReading.Base(lines: 0, records: 0))
            })
        for lane in lanes { try sums.add(lane.sums) }
        return firstPart + groups
    }

    private func readInOrder(
        _ reader: ParquetReader, _ sums: inout LaneSums, _ firstPart: Int,
        _ consume: (BillPart, Int, BillReading.Base) throws -> Void
    ) throws -> Int {
        var part = firstPart
        var rows = 0
        while let result = try file.read(
            reader, positions: positions, rowsBefore: rows, batches: 1, part: part, &sums)
        {
            rows += result.records
            try consume(result, part, BillReading.Base(lines: 0, records: 0))
            part += 1
        }
        return part
    }

    private func open() throws -> ParquetReader {
        // Where rows are kept their texts are wanted, and many of them stand in one row only.
        guard file.pool == nil else {
            return try ParquetReader(path: file.bill.path, columns: names, batchRows: ParquetReading.keptRows)
        }
        return try ParquetReader(path: file.bill.path, codingTextsOf: names, batchRows: ParquetReading.summedRows)
    }
}
