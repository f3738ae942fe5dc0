import CScan

/// One record, on loan to the body that `CSVReader.forEachRecord` calls.
///
/// Fields are found when they are asked for, so a record of which ten fields are read costs ten fields.
@safe
@usableFromInline
package struct CSVRecord: ~Copyable {
    /// Physical line where the record begins, from 1.
    @usableFromInline package let line: Int

    /// From 1; the header is not counted.
    @usableFromInline package let number: Int

    /// Where the record begins in the plain text of the file.
    @usableFromInline package let byteOffset: Int

    @usableFromInline package let fieldCount: Int

    /// What is wrong with the record, nil when all is well.
    @usableFromInline package internal(set) var problem: CSVProblem?

    @usableFromInline let text: UnsafePointer<UInt8>
    @usableFromInline let start: Int
    /// Behind the last field, before the line end.
    @usableFromInline let end: Int
    /// Positions in `text` behind each field.
    @usableFromInline let fieldEnds: UnsafePointer<UInt32>
    /// Room for the record's bytes; each field has the part that matches its place.
    @usableFromInline let scratch: UnsafeMutablePointer<UInt8>
    /// False where the rules of quoting are broken: then fields are handed out as they stand.
    @usableFromInline let quotesAreSound: Bool

    @inlinable
    init(
        line: Int, number: Int, byteOffset: Int, fieldCount: Int, problem: CSVProblem?, text: UnsafePointer<UInt8>,
        start: Int, end: Int, fieldEnds: UnsafePointer<UInt32>, scratch: UnsafeMutablePointer<UInt8>,
        quotesAreSound: Bool
    ) {
        self.line = line
        self.number = number
        self.byteOffset = byteOffset
        self.fieldCount = fieldCount
        self.problem = problem
        unsafe self.text = unsafe text
        self.start = start
        self.end = end
        unsafe self.fieldEnds = unsafe fieldEnds
        unsafe self.scratch = unsafe scratch
        self.quotesAreSound = quotesAreSound
    }

    /// The bytes of the record as they stand in the file, without the line end.
    @inlinable
    package var rawBytes: UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(start: text + start, count: end - start)
    }

    @inlinable
    package subscript(index: Int) -> CSVField {
        precondition(index >= 0 && index < fieldCount, "there is no such field")
        let first = startOfField(index)
        let last = endOfField(index)
        let raw = unsafe UnsafeBufferPointer(start: text + first, count: last - first)
        guard unsafe raw.count >= 2 && raw[0] == UInt8(ascii: "\"") && quotesAreSound else {
            return unsafe CSVField(bytes: raw, isQuoted: false)
        }
        let inner = unsafe UnsafeBufferPointer(start: text + first + 1, count: raw.count - 2)
        return unsafe CSVField(
            bytes: CSVRecord.undoublingQuotes(inner, scratch: scratch + (first - start)), isQuoted: true)
    }

    /// The field with doubled quotes left as they are: for values that hold no quotes where they are sound.
    @inlinable @inline(__always)
    package func unscannedField(_ index: Int) -> CSVField {
        precondition(index >= 0 && index < fieldCount, "there is no such field")
        let first = startOfField(index)
        let last = endOfField(index)
        if unsafe last - first >= 2 && text[first] == UInt8(ascii: "\"") && quotesAreSound {
            return unsafe CSVField(
                bytes: UnsafeBufferPointer(start: text + first + 1, count: last - first - 2), isQuoted: true)
        }
        return unsafe CSVField(bytes: UnsafeBufferPointer(start: text + first, count: last - first), isQuoted: false)
    }

    @inlinable @inline(__always)
    func startOfField(_ index: Int) -> Int {
        unsafe index == 0 ? start : Int(fieldEnds[index - 1]) + 1
    }

    @inlinable @inline(__always)
    func endOfField(_ index: Int) -> Int {
        unsafe index == fieldCount - 1 ? end : Int(fieldEnds[index])
    }

    /// Physical line and byte column, each from 1, of a field's first byte; for a field that is missing, the end of the
    /// record.
    package func position(ofField index: Int) -> (line: Int, column: Int) {
        let offset = index < fieldCount ? startOfField(index) : end
        return unsafe CSVRecord.position(of: offset, text: text, recordStart: start, recordLine: line)
    }

    static func position(
        of offset: Int, text: UnsafePointer<UInt8>, recordStart: Int, recordLine: Int
    ) -> (line: Int, column: Int) {
        var line = recordLine
        var lineStart = recordStart
        for position in recordStart..<offset where unsafe text[position] == UInt8(ascii: "\n") {
            line += 1
            lineStart = position + 1
        }
        return (line, offset - lineStart + 1)
    }

    /// Looks for quotes eight bytes at a time, the first byte of a word being its lowest (CScan refuses other machines).
    /// In line, as most fields are a word or two and a call into C cost as much again.
    @inlinable
    static func undoublingQuotes(
        _ inner: UnsafeBufferPointer<UInt8>, scratch: UnsafeMutablePointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        guard let text = inner.baseAddress else { return unsafe inner }
        var position = 0
        while position < inner.count {
            // What follows the text is readable: the rest of the buffer and its padding.
            let word = unsafe UnsafeRawPointer(text + position).loadUnaligned(as: UInt64.self)
            let difference = word ^ 0x2222_2222_2222_2222
            var quotes = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
            let left = inner.count - position
            if left < 8 { quotes &= (1 << UInt64(8 * left)) &- 1 }
            if quotes != 0 { return unsafe undoubled(inner, scratch: scratch) }
            position += 8
        }
        return unsafe inner
    }

    @usableFromInline
    static func undoubled(
        _ inner: UnsafeBufferPointer<UInt8>, scratch: UnsafeMutablePointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        guard let text = inner.baseAddress else { return unsafe inner }
        let kept = unsafe cscan_undouble_quotes(text, inner.count, scratch)
        return unsafe UnsafeBufferPointer(start: scratch, count: kept)
    }
}
