import Columns
import Kernel

/// Reads bill files part by part, on several threads where a file can be parted, and hands over the parts in the order
/// of the file.
struct BillReading {
    var lanes = OrderedWork.processors
    /// Bytes of a part: enough rows that a hand-over costs nothing beside them, few enough for memory.
    var partBytes = 4 << 20
    /// False to find the parts' first records by reading from start to end, on one thread.
    var guessesStarts = true

    /// The same without guesses.
    var inOrder: BillReading {
        var exact = self
        exact.guessesStarts = false
        return exact
    }

    /// What stands before a part in its file.
    struct Base {
        /// To be added to line numbers of the part.
        var lines: Int
        /// To be added to record numbers of the part.
        var records: Int
    }

    /// A part began somewhere else than the one before it ended (the file has line feeds inside quotes where a part
    /// begins), or could not be read. What was read is void: reading without guesses is exact, and tells what is wrong
    /// with the right place.
    struct Misjudged: Error {}

    /// - Parameters:
    ///   - sums: receives what all parts add up to.
    ///   - firstPart: number of the file's first part among all parts.
    ///   - consume: receives each part, in order.
    /// - Returns: the number behind that of the file's last part.
    /// - Throws: `Misjudged`; what reading and `consume` throw.
    func read(
        _ file: PartReader, sums: inout LaneSums, firstPart: Int, consume: (BillPart, Int, Base) throws -> Void
    ) throws -> Int {
        switch file.bill.container {
        case .csv(.none) where lanes > 1 && guessesStarts:
            return try readInParts(file, &sums, firstPart, consume)
        case .csv:
            return try readInOrder(file, &sums, firstPart, consume)
        case .parquet: return try ParquetReading(file, lanes: lanes).read(&sums, firstPart, consume)
        }
    }

    private func readInOrder(
        _ file: PartReader, _ sums: inout LaneSums, _ firstPart: Int, _ consume: (BillPart, Int, Base) throws -> Void
    ) throws -> Int {
        let reader = try CSVReader(path: file.bill.path, readsAhead: lanes > 1)
        var part = firstPart
        repeat {
            reader.stopOffset = reader.position.byteOffset + partBytes
            // Lines and records are counted from the file's start by the reader itself.
            try consume(try file.read(reader, part: part, &sums), part, Base(lines: 0, records: 0))
            part += 1
        } while reader.position.byteOffset >= reader.stopOffset
        return part
    }

    private func readInParts(
        _ file: PartReader, _ sums: inout LaneSums, _ firstPart: Int, _ consume: (BillPart, Int, Base) throws -> Void
    ) throws -> Int {
        let bill = file.bill
        let parts = try CSVPart.parts(path: bill.path, from: bill.firstRecord.byteOffset, byteCount: partBytes)
        var expected = bill.firstRecord.byteOffset
        var base = Base(lines: bill.firstRecord.line - 1, records: 0)
        var stored = 0
        let dimensions = sums.groups.dimensions
        let sumsOfLanes = try OrderedWork.run(
            units: parts.count, lanes: lanes, ahead: lanes + 1, makeLane: { LaneSums(dimensions) },
            work: { sums, unit -> BillPart? in
                let exact = unit == 0 ? bill.firstRecord.byteOffset : nil
                guard let (reader, start) = try parts[unit].reader(header: bill.columns, exactStart: exact) else {
                    return nil
                }
                do {
                    let part = try file.read(reader, part: firstPart + unit, &sums)
                    part.range = start..<max(start, part.range.upperBound)
                    return part
                } catch {
                    // Even a sum that does not fit may come from a wrong guess.
                    throw Misjudged()
                }
            },
            consume: { unit, part in
                if let part {
                    guard part.range.lowerBound == expected else { throw Misjudged() }
                    expected = part.range.upperBound
                } else {
                    guard expected >= parts[unit].range.upperBound else { throw Misjudged() }
                }
                // Where a record is longer than a part, none begins in the next: parts are known by their numbers.
                let part = part ?? BillPart()
                stored += part.storedBytes
                part.storedBytes = stored
                try consume(part, firstPart + unit, base)
                base.lines += part.lines
                base.records += part.records
            })
        for lane in sumsOfLanes { try sums.add(lane) }
        return firstPart + parts.count
    }
}
