import CScan
package import Kernel

/// Reads a CSV file (RFC 4180, as bills really come), plain or gzip, record by record.
///
/// A compressed file is decompressed as it is read. Line ends are LF or CRLF, mixed if need be; a UTF-8 byte order mark is skipped; the last line needs no line end.
/// Blank lines are skipped, except in files of one column, where they are an empty value. Memory does not grow with the
/// file: one buffer, which a long record may widen up to the limit.
@usableFromInline
package final class CSVReader {
    /// The names of the columns, each of them once.
    @usableFromInline package let header: [String]

    /// Where the bytes come from, with its counters.
    @usableFromInline package let source: ByteSource

    @usableFromInline var batch: CSVBatch?
    @usableFromInline var nextNumber = 1
    @usableFromInline let expectedFields: Int
    @usableFromInline let maximumRecordBytes: Int
    /// Records that begin here or behind it are not read.
    @usableFromInline package var stopOffset: Int
    private let scanner: CSVScanner

    /// Opens the file and reads its header.
    ///
    /// - Parameters:
    ///   - validatesUTF8: whether a record that is not UTF-8 has a problem.
    ///   - readsAhead: whether a compressed file is decompressed on a thread of its own.
    /// - Throws: what `ByteSource` throws; exit 65 for a file without a header, with two columns of one name, or of
    ///   another format.
    package convenience init(
        path: String, separator: UInt8 = UInt8(ascii: ","), limits: CSVLimits = CSVLimits(), validatesUTF8: Bool = true,
        readsAhead: Bool = false
    ) throws {
        try self.init(
            path: path, separator: separator, limits: limits, validatesUTF8: validatesUTF8, readsAhead: readsAhead,
            kernel: cscan_best_kernel())
    }

    init(
        path: String, separator: UInt8, limits: CSVLimits, validatesUTF8: Bool, readsAhead: Bool = false,
        kernel: cscan_kernel
    ) throws {
        let source = try ByteSource.open(path: path, readsAhead: readsAhead)
        let scanner = CSVScanner(
            source: source, separator: separator, limits: limits, validatesUTF8: validatesUTF8, kernel: kernel)
        self.source = source
        self.scanner = scanner
        try CSVHeader.checkFormat(scanner)
        guard var first = try scanner.nextBatch() else { throw CSVHeader.missing(path) }
        header = try CSVHeader.names(first.next(number: 0), scanner)
        expectedFields = header.count
        maximumRecordBytes = limits.recordBytes
        stopOffset = .max
        batch = first
    }

    /// Reads the records that begin in a part of a file whose header has been read. Lines and records count from 1 at
    /// the part's first record.
    init(part: CSVPart, start: Int, header: [String], separator: UInt8, limits: CSVLimits, kernel: cscan_kernel) throws
    {
        let source = try ByteSource.open(path: part.path, from: start, unhurriedEnd: part.range.upperBound)
        self.source = source
        scanner = CSVScanner(
            source: source, separator: separator, limits: limits, validatesUTF8: true, kernel: kernel, byteOffset: start
        )
        self.header = header
        expectedFields = header.count
        maximumRecordBytes = limits.recordBytes
        stopOffset = part.range.upperBound
    }

    /// Number of the next record, from 1.
    package var nextRecordNumber: Int { nextNumber }

    /// Where the next record begins in the plain text, and its physical line.
    package var position: (byteOffset: Int, line: Int) {
        guard let batch else { return (scanner.byteOffset, scanner.line) }
        return (batch.byteOffset + batch.start, batch.line)
    }

    /// Calls `body` with each record that is left; when it throws, the next call goes on behind that record.
    ///
    /// - Throws: what `body` throws; what the source throws; exit 65 when the rest of the file cannot be read: a quote
    ///   that is never closed, a record beyond the limits.
    @inlinable
    package func forEachRecord(_ body: (borrowing CSVRecord) throws -> Void) throws {
        try forEachTurn { current, number in try takeRecord(&current, &number, body) }
    }

    /// The same by blocks: `block` is called with runs of at most `most` records that are as expected, `record` with each
    /// other one, in the order of the file. When `block` throws, the next call goes on behind its records.
    ///
    /// - Throws: as `forEachRecord`.
    @inlinable
    package func forEachBlock(
        of most: Int, _ block: (borrowing CSVBlock) throws -> Void, record: (borrowing CSVRecord) throws -> Void
    ) throws {
        try forEachTurn { current, number in
            guard
                let taken = current.takeBlock(
                    most: most, width: expectedFields, number: number, before: stopOffset,
                    recordBytes: maximumRecordBytes)
            else { return try takeRecord(&current, &number, record) }
            number += taken.count
            try block(taken)
        }
    }

    /// Calls `take` with the batch that is read and the number of its next record, until no record is left.
    @inlinable @inline(__always)
    func forEachTurn(_ take: (inout CSVBatch, inout Int) throws -> Void) throws {
        while var current = try untakenBatch() {
            var number = nextNumber
            defer {
                batch = current
                nextNumber = number
            }
            while !current.isTaken {
                if current.byteOffset + current.start >= stopOffset { return }
                try take(&current, &number)
            }
        }
    }

    /// Hands out the next record of a batch unless it is a blank line.
    @inlinable @inline(__always)
    func takeRecord(
        _ current: inout CSVBatch, _ number: inout Int, _ body: (borrowing CSVRecord) throws -> Void
    ) throws {
        var record = current.next(number: number)
        let isBlank = record.fieldCount == 1 && record.start == record.end
        if isBlank, expectedFields > 1 { return }
        number += 1
        let isPlain =
            record.fieldCount == expectedFields && current.textIsSound
            && record.end - record.start <= maximumRecordBytes
        if !isPlain { try examine(&record, textIsSound: current.textIsSound) }
        try body(record)
    }

    /// Whether the next record has as many fields as the header and breaks no rule. Nothing is taken.
    func nextSeemsSound() throws -> Bool {
        do {
            guard var next = try untakenBatch() else { return false }
            let record = next.next(number: 0)
            let isBlank = record.fieldCount == 1 && record.start == record.end
            return record.problem == nil && (record.fieldCount == expectedFields || isBlank)
        } catch is Failure {
            // A quote that seems never to close, a record that seems endless: the guess was wrong, or the file is, which
            // is found when the part is read for good.
            return false
        }
    }

    /// The place of a field, for a finding about its value.
    package func place(of record: borrowing CSVRecord, field index: Int) -> Place {
        let position = record.position(ofField: index)
        return Place(file: source.path, line: position.line, column: position.column)
    }

    @usableFromInline
    func untakenBatch() throws -> CSVBatch? {
        if let current = batch {
            if !current.isTaken { return current }
            scanner.line = current.line
        }
        batch = try scanner.nextBatch()
        return batch
    }

    /// Finds what is wrong with a record that is not as expected.
    @usableFromInline
    func examine(_ record: inout CSVRecord, textIsSound: Bool) throws {
        let line = record.line
        guard unsafe record.rawBytes.count <= maximumRecordBytes else { throw scanner.recordTooLong(line: line) }
        guard record.fieldCount <= scanner.limits.columns else { throw scanner.tooManyColumns(line: line) }
        guard record.problem == nil else { return }
        if !textIsSound, let offset = unsafe CSVReader.invalidUTF8(record.rawBytes) {
            let place = unsafe CSVRecord.position(
                of: offset, text: record.rawBytes.baseAddress!, recordStart: 0, recordLine: line)
            record.problem = CSVProblem(.invalidUTF8, line: place.line, column: place.column)
        } else if record.fieldCount != expectedFields {
            let place = record.position(ofField: expectedFields)
            record.problem = CSVProblem(
                .wrongFieldCount(found: record.fieldCount, expected: expectedFields), line: place.line,
                column: place.column)
        }
    }

    /// Where text stops being UTF-8.
    static func invalidUTF8(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let first = text.baseAddress else { return nil }
        let sound = unsafe cscan_utf8_prefix(first, text.count)
        return sound < text.count ? sound : nil
    }
}
