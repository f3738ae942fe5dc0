import CScan

/// Records found in one scan, and how far they have been handed out. Positions in the scanner's buffer, valid until the
/// next scan.
@safe
@usableFromInline
struct CSVBatch {
    @usableFromInline let text: UnsafePointer<UInt8>
    @usableFromInline let scratch: UnsafeMutablePointer<UInt8>
    @usableFromInline let fieldEnds: UnsafePointer<UInt32>
    /// Indices in `fieldEnds` of each record's last field.
    @usableFromInline let recordEnds: UnsafePointer<UInt32>
    @usableFromInline let recordCount: Int
    /// Where `text` begins in the plain text of the file.
    @usableFromInline let byteOffset: Int
    /// Whether records may hold line feeds inside quotes.
    @usableFromInline let mayHoldLineFeeds: Bool
    /// The bytes are known to be UTF-8, or nobody asks.
    @usableFromInline let textIsSound: Bool
    /// What is wrong with the quoting of the batch's only record.
    @usableFromInline let problem: CSVProblem?

    /// The next record: its index, its first field's index, its first byte, its physical line.
    @usableFromInline var record = 0
    @usableFromInline var field = 0
    @usableFromInline var start = 0
    @usableFromInline var line: Int

    init(
        text: UnsafePointer<UInt8>, scratch: UnsafeMutablePointer<UInt8>, fieldEnds: UnsafePointer<UInt32>,
        recordEnds: UnsafePointer<UInt32>, recordCount: Int, byteOffset: Int, line: Int, mayHoldLineFeeds: Bool,
        textIsSound: Bool, problem: CSVProblem?
    ) {
        unsafe self.text = unsafe text
        unsafe self.scratch = unsafe scratch
        unsafe self.fieldEnds = unsafe fieldEnds
        unsafe self.recordEnds = unsafe recordEnds
        self.recordCount = recordCount
        self.byteOffset = byteOffset
        self.line = line
        self.mayHoldLineFeeds = mayHoldLineFeeds
        self.textIsSound = textIsSound
        self.problem = problem
    }

    @inlinable
    var isTaken: Bool { record == recordCount }

    /// Takes the next record; there is one.
    ///
    /// - Parameter number: the record's number in the file.
    @inlinable
    mutating func next(number: Int) -> CSVRecord {
        let last = unsafe Int(recordEnds[record])
        let behind = unsafe Int(fieldEnds[last])
        var end = behind
        if unsafe end > start && text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        let taken = unsafe CSVRecord(
            line: line, number: number, byteOffset: byteOffset + start, fieldCount: last - field + 1, problem: problem,
            text: text, start: start, end: end, fieldEnds: fieldEnds + field, scratch: scratch,
            quotesAreSound: problem == nil)
        line += 1
        if mayHoldLineFeeds { line += lineFeeds(in: start..<behind) }
        record += 1
        field = last + 1
        start = behind + 1
        return taken
    }

    /// Takes the next records while they are as expected, at most `most`; nil when the next one is not, or cannot be told
    /// to be without looking at it alone.
    ///
    /// - Parameters:
    ///   - width: fields of a record, at least two: a blank line has one.
    ///   - number: the first record's number in the file.
    ///   - stop: records that begin here or behind it in the file's text are left.
    ///   - recordBytes: the longest a record may be.
    @inlinable
    mutating func takeBlock(most: Int, width: Int, number: Int, before stop: Int, recordBytes: Int) -> CSVBlock? {
        guard width > 1, textIsSound, !mayHoldLineFeeds, problem == nil else { return nil }
        var count = 0
        var begin = start
        var next = record
        while next < recordCount, count < most, unsafe Int(recordEnds[next]) == field + (count + 1) * width - 1,
            byteOffset + begin < stop
        {
            let behind = unsafe Int(fieldEnds[Int(recordEnds[next])])
            guard behind - begin <= recordBytes else { break }
            begin = behind + 1
            next += 1
            count += 1
        }
        guard count > 0 else { return nil }
        let block = CSVBlock(count: count, width: width, number: number, batch: self)
        line += count
        record = next
        field += count * width
        start = begin
        return block
    }

    @usableFromInline
    func lineFeeds(in range: Range<Int>) -> Int {
        unsafe cscan_count(text + range.lowerBound, range.count, UInt8(ascii: "\n"))
    }
}
