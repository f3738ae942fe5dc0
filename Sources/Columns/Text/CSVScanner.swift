import CScan
import Kernel

/// Finds records in a byte source: fills a buffer, has `CScan` mark the structure of a window, hands out what is
/// complete, and moves on.
///
/// A record that a window cuts off is scanned again with more bytes behind it, so every scan begins at a record and no
/// state is carried from one to the next.
@safe
final class CSVScanner {
    let source: ByteSource
    let separator: UInt8
    let limits: CSVLimits
    let validatesUTF8: Bool
    let kernel: cscan_kernel

    /// Physical line of the next record; kept up to date by the reader, which counts them.
    var line = 1

    private var buffer: UnsafeMutablePointer<UInt8>
    private var scratch: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// The bytes not handed out yet lie in `begin..<end` of the buffer.
    private var begin = 0
    private var end = 0
    private var sourceIsAtEnd = false
    /// Where `begin` is in the plain text of the file.
    private(set) var byteOffset: Int

    private let fieldEnds: UnsafeMutableBufferPointer<UInt32>
    private let recordEnds: UnsafeMutableBufferPointer<UInt32>

    /// - Parameter byteOffset: where the source begins in the plain text of the file.
    init(
        source: ByteSource, separator: UInt8, limits: CSVLimits, validatesUTF8: Bool,
        kernel: cscan_kernel = cscan_best_kernel(), byteOffset: Int = 0
    ) {
        self.byteOffset = byteOffset
        self.source = source
        self.separator = separator
        self.limits = limits
        self.validatesUTF8 = validatesUTF8
        self.kernel = kernel
        capacity = limits.bufferBytes
        unsafe buffer = .allocate(capacity: capacity + Int(CSCAN_PADDING))
        unsafe scratch = .allocate(capacity: capacity)
        // One record's fields and a scanned block always fit, so a full array without a record means too many fields.
        let positions = max(limits.columns + 1, 1 << 14) + 64
        unsafe fieldEnds = .allocate(capacity: positions)
        unsafe recordEnds = .allocate(capacity: positions)
    }

    deinit {
        unsafe buffer.deallocate()
        unsafe scratch.deallocate()
        unsafe fieldEnds.deallocate()
        unsafe recordEnds.deallocate()
    }

    /// The first bytes of the text, at most `count`, which stay to be read.
    func peek(_ count: Int) throws -> [UInt8] {
        while end - begin < count, !sourceIsAtEnd { try fill() }
        return unsafe Array(UnsafeBufferPointer(start: buffer + begin, count: min(count, end - begin)))
    }

    /// Leaves out the next bytes, which have been peeked at.
    func skip(_ count: Int) {
        begin += count
        byteOffset += count
    }

    /// At least one record, or nil at the end of the file.
    func nextBatch() throws -> CSVBatch? {
        var window = limits.windowBytes
        while true {
            let available = end - begin
            if available == 0 {
                if sourceIsAtEnd { return nil }
                try fill()
                continue
            }
            let length = min(window, available)
            let found = unsafe cscan_scan(
                kernel, buffer + begin, UInt32(length), separator, fieldEnds.baseAddress!, recordEnds.baseAddress!,
                UInt32(fieldEnds.count))
            if found.record_count > 0 { return takeRecords(found) }
            if found.irregular {
                if let batch = try takeIrregularRecord() { return batch }
                try fill()
            } else if Int(found.scanned) < length {
                throw tooManyColumns(line: line)
            } else if length < available {
                window *= 2
            } else if !sourceIsAtEnd {
                try fill()
            } else {
                return try takeLastRecord(found)
            }
        }
    }

    private func takeRecords(_ found: cscan_result) -> CSVBatch {
        let count = Int(found.record_count)
        let length = unsafe Int(fieldEnds[Int(recordEnds[count - 1])]) + 1
        return take(length, records: count, mayHoldLineFeeds: found.embedded_newlines)
    }

    /// The record behind which the file ends without a line end.
    private func takeLastRecord(_ found: cscan_result) throws -> CSVBatch {
        let length = end - begin
        guard !found.in_quotes else { throw unterminatedQuote() }
        unsafe fieldEnds[Int(found.field_count)] = UInt32(length)
        unsafe recordEnds[0] = found.field_count
        return take(length, records: 1, mayHoldLineFeeds: found.embedded_newlines)
    }

    /// The record at which the scan stopped; nil when more bytes are needed to see its end.
    private func takeIrregularRecord() throws -> CSVBatch? {
        let text = unsafe UnsafeBufferPointer(start: UnsafePointer(buffer) + begin, count: end - begin)
        let record = unsafe CSVIrregularRecord(
            text: text, isLast: sourceIsAtEnd, separator: separator, fieldEnds: fieldEnds)
        switch record.outcome {
        case .needsMoreBytes: return nil
        case .tooManyFields: throw tooManyColumns(line: line)
        case .unterminatedQuote(let position): throw unterminatedQuote(at: position)
        case .complete(let fieldCount, let length):
            unsafe recordEnds[0] = UInt32(fieldCount - 1)
            var problem: CSVProblem?
            if let offence = record.offence {
                let place = unsafe CSVRecord.position(
                    of: offence.position, text: text.baseAddress!, recordStart: 0, recordLine: line)
                problem = CSVProblem(offence.kind, line: place.line, column: place.column)
            }
            return take(length, records: 1, mayHoldLineFeeds: true, problem: problem)
        }
    }

    private func take(_ length: Int, records: Int, mayHoldLineFeeds: Bool, problem: CSVProblem? = nil) -> CSVBatch {
        let text = unsafe UnsafePointer(buffer) + begin
        let batch = unsafe CSVBatch(
            text: text, scratch: scratch, fieldEnds: UnsafePointer(fieldEnds.baseAddress!),
            recordEnds: UnsafePointer(recordEnds.baseAddress!), recordCount: records, byteOffset: byteOffset,
            line: line,
            mayHoldLineFeeds: mayHoldLineFeeds,
            textIsSound: !validatesUTF8 || cscan_utf8_prefix(text, length) == length,
            problem: problem)
        begin += length
        byteOffset += length
        return batch
    }

    /// Reads more bytes behind those that are there; the buffer grows when one record fills it.
    private func fill() throws {
        if begin > 0 {
            unsafe buffer.update(from: buffer + begin, count: end - begin)
            end -= begin
            begin = 0
        }
        if end == capacity { try grow() }
        let room = unsafe UnsafeMutableRawBufferPointer(start: buffer + end, count: capacity - end)
        let count = unsafe try source.read(into: room)
        end += count
        sourceIsAtEnd = count == 0
    }

    private func grow() throws {
        // The record and its line end; a file's first bytes are looked at whatever the limit.
        let largest = max(limits.recordBytes + 2, 8)
        guard capacity < largest else { throw recordTooLong(line: line) }
        let grown = min(capacity * 2, largest)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: grown + Int(CSCAN_PADDING))
        unsafe larger.update(from: buffer, count: end)
        unsafe buffer.deallocate()
        unsafe scratch.deallocate()
        unsafe buffer = unsafe larger
        unsafe scratch = .allocate(capacity: grown)
        capacity = grown
    }

    // MARK: What makes the rest unreadable

    func recordTooLong(line: Int) -> Failure {
        Failure(
            .badInput, TextCode.recordTooLong, "the record is longer than \(limits.recordBytes) bytes",
            at: Place(file: source.path, line: line, column: 1),
            hint: "look for a quote that is opened and never closed, or for missing line ends")
    }

    func tooManyColumns(line: Int) -> Failure {
        Failure(
            .badInput, TextCode.tooManyColumns, "the record has more than \(limits.columns) fields",
            at: Place(file: source.path, line: line, column: 1),
            hint: "look for missing line ends, or for another separator than the one expected")
    }

    /// The quote that is still open at the end of the file.
    private func unterminatedQuote() -> Failure {
        let text = unsafe UnsafeBufferPointer(start: UnsafePointer(buffer) + begin, count: end - begin)
        let record = unsafe CSVIrregularRecord(text: text, isLast: true, separator: separator, fieldEnds: fieldEnds)
        guard case .unterminatedQuote(let position) = record.outcome else {
            preconditionFailure("both readers agree on where quotes open")
        }
        return unterminatedQuote(at: position)
    }

    private func unterminatedQuote(at position: Int) -> Failure {
        let place = unsafe CSVRecord.position(
            of: position, text: UnsafePointer(buffer) + begin, recordStart: 0, recordLine: line)
        return Failure(
            .badInput, TextCode.unterminatedQuote, "the quote that opens here is not closed before the file ends",
            at: Place(file: source.path, line: place.line, column: place.column),
            hint: "the delivery may be incomplete; fetch the file again, or close the quote")
    }
}
