import CScan
import Glibc
package import Kernel

/// A part of a CSV file that is not compressed, for readers on several threads: it owns the records that begin in it.
///
/// Where a part's first record begins depends on all quotes before it. A reader guesses: behind the first line feed,
/// which is right unless that line feed stands inside quotes. The guess is checked when the part before it has been
/// read, for the end of that part's last record is known then: `start` of a part must be `end` of the one before.
package struct CSVPart: Sendable, Hashable {
    package let path: String
    /// Bytes of the file.
    package let range: Range<Int>

    /// Lines looked at for one that has as many fields as the header.
    private static let candidateLimit = 16
    /// Read at a time while looking for line feeds.
    private static let pieceBytes = 1 << 12

    package init(path: String, range: Range<Int>) {
        self.path = path
        self.range = range
    }

    /// Parts of about `byteCount` bytes each of what follows the header. The same for the same file, whatever the
    /// machine.
    package static func parts(path: String, from headerEnd: Int, byteCount: Int) throws(Failure) -> [CSVPart] {
        let size = try SequentialFile(path: path).size
        return stride(from: headerEnd, to: max(size, headerEnd + 1), by: byteCount).map {
            CSVPart(path: path, range: $0..<max(min($0 + byteCount, size), $0))
        }
    }

    /// A reader of the part.
    ///
    /// - Parameter exactStart: where its first record begins, when that is known; nil to guess.
    /// - Returns: nil when no record seems to begin in the part.
    package func reader(
        header: [String], exactStart: Int? = nil, separator: UInt8 = UInt8(ascii: ","), limits: CSVLimits = CSVLimits()
    ) throws -> (reader: CSVReader, start: Int)? {
        func open(_ start: Int) throws -> CSVReader {
            try CSVReader(
                part: self, start: start, header: header, separator: separator, limits: limits,
                kernel: cscan_best_kernel())
        }
        if let exactStart { return exactStart < range.upperBound ? (try open(exactStart), exactStart) : nil }
        guard let first = try lineStart(from: range.lowerBound - 1) else { return nil }
        var candidate = first
        for _ in 0..<CSVPart.candidateLimit {
            let reader = try open(candidate)
            if try reader.nextSeemsSound() { return (reader, candidate) }
            guard let next = try lineStart(from: candidate) else { break }
            candidate = next
        }
        return (try open(first), first)
    }

    /// Behind the first line feed at `position` or behind it; nil when that is not in the part.
    private func lineStart(from position: Int) throws(Failure) -> Int? {
        var file = try SequentialFile(path: path, from: position, unhurriedEnd: .max)
        var bytes = [UInt8](repeating: 0, count: CSVPart.pieceBytes)
        var offset = position
        while offset < range.upperBound {
            let count = try readPiece(&file, &bytes)
            guard count > 0 else { return nil }
            if let index = bytes[..<count].firstIndex(of: UInt8(ascii: "\n")) {
                let start = offset + index + 1
                return start < range.upperBound ? start : nil
            }
            offset += count
        }
        return nil
    }

    private func readPiece(_ file: inout SequentialFile, _ bytes: inout [UInt8]) throws(Failure) -> Int {
        var failure: Failure?
        let count = unsafe bytes.withUnsafeMutableBytes { target -> Int in
            do throws(Failure) { return unsafe try file.read(into: target) } catch { failure = error }
            return 0
        }
        if let failure { throw failure }
        return count
    }
}
