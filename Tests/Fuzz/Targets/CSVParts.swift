package import Columns
import Kernel

/// Reads a CSV file part by part, as threads do, and holds it against the file read at once.
package enum CSVParts {
    package enum Outcome: Sendable {
        /// Every part began where the one before it ended.
        case agrees
        /// A part began somewhere else, or could not be read: the file has to be read in order.
        case misjudged
    }

    /// The invariant of `CSVPart`: where each part begins at the end of the one before it, the records are those of the
    /// whole file. So a wrong guess never goes unnoticed.
    ///
    /// - Parameter whole: the file read at once; it has a header.
    /// - Throws: `FuzzFinding` when a chain without a gap has other records than the whole.
    @discardableResult
    package static func check(
        path: String, partBytes: Int, _ limits: CSVLimits, against whole: CSVReading
    ) throws -> Outcome {
        let opened = try CSVReader(path: path, limits: limits)
        let first = opened.position
        let parts = try CSVPart.parts(path: path, from: first.byteOffset, byteCount: partBytes)
        try requireCover(parts, from: first.byteOffset)
        var records: [CSVReading.Record] = []
        var expected = first.byteOffset
        var lines = first.line - 1
        for (unit, part) in parts.enumerated() {
            let exact = unit == 0 ? first.byteOffset : nil
            guard let (reader, start) = try part.reader(header: opened.header, exactStart: exact, limits: limits)
            else {
                guard expected >= part.range.upperBound else { return .misjudged }
                continue
            }
            guard start == expected else { return .misjudged }
            let before = records.count
            do {
                try reader.forEachRecord {
                    records.append(CSVReading.record($0).movedDown(lines: lines, records: before))
                }
            } catch let failure as Failure {
                // The part begins where it should, so reading in order fails too, and tells the place.
                try FuzzFinding.require(whole.failure != nil, "a part of \(partBytes) bytes fails alone: \(failure)")
                return .misjudged
            }
            try FuzzFinding.require(
                reader.nextRecordNumber - 1 == records.count - before, "the reader counts its records wrongly")
            expected = max(start, reader.position.byteOffset)
            lines += reader.position.line - 1
        }
        try FuzzFinding.require(
            whole.failure == nil && records == whole.records,
            "parts of \(partBytes) bytes have no gap and other records: \(records)\nwhole: \(whole)")
        return .agrees
    }

    private static func requireCover(_ parts: [CSVPart], from start: Int) throws(FuzzFinding) {
        var end = start
        for part in parts {
            try FuzzFinding.require(part.range.lowerBound == end, "parts leave a gap at \(end)")
            end = part.range.upperBound
        }
    }
}
