/// Consecutive records that are all as the header promises, for loops that go down one column after another. On loan to
/// the body that `CSVReader.forEachBlock` calls.
///
/// None of them holds a line feed inside quotes, so each is one physical line.
@safe
@usableFromInline
package struct CSVBlock: ~Copyable {
    @usableFromInline package let count: Int
    /// Fields of each record.
    @usableFromInline let width: Int
    /// Physical line and number of the first record.
    @usableFromInline package let firstLine: Int
    @usableFromInline package let firstNumber: Int
    @usableFromInline let batch: CSVBatch
    /// Index in the batch of the first record's first field, and its first byte.
    @usableFromInline let field: Int
    @usableFromInline let start: Int

    @inlinable
    init(count: Int, width: Int, number: Int, batch: CSVBatch) {
        self.count = count
        self.width = width
        firstNumber = number
        firstLine = batch.line
        field = batch.field
        start = batch.start
        self.batch = batch
    }

    /// A field with doubled quotes left as they are: for values that hold no quotes where they are sound.
    @inlinable @inline(__always)
    package func unscannedField(_ record: Int, _ index: Int) -> CSVField {
        let (first, last) = bounds(record, index)
        if unsafe last - first >= 2 && batch.text[first] == UInt8(ascii: "\"") {
            return unsafe CSVField(
                bytes: UnsafeBufferPointer(start: batch.text + first + 1, count: last - first - 2), isQuoted: true)
        }
        return unsafe CSVField(
            bytes: UnsafeBufferPointer(start: batch.text + first, count: last - first), isQuoted: false)
    }

    /// A field; its bytes are good until the same field of the next block is asked for.
    @inlinable @inline(__always)
    package func field(_ record: Int, _ index: Int) -> CSVField {
        let field = unscannedField(record, index)
        guard field.isQuoted else { return field }
        return unsafe CSVField(
            bytes: CSVRecord.undoublingQuotes(field.bytes, scratch: batch.scratch + bounds(record, index).first),
            isQuoted: true)
    }

    @inlinable @inline(__always)
    func bounds(_ record: Int, _ index: Int) -> (first: Int, last: Int) {
        precondition(record >= 0 && record < count && index >= 0 && index < width, "there is no such field")
        let place = record * width + index
        let first = unsafe place == 0 ? start : Int(batch.fieldEnds[field + place - 1]) + 1
        var last = unsafe Int(batch.fieldEnds[field + place])
        if unsafe index == width - 1 && last > first && batch.text[last - 1] == UInt8(ascii: "\r") { last -= 1 }
        return (first, last)
    }

    /// One of the records, for what looks at a record as a whole.
    package func record(_ index: Int) -> CSVRecord {
        let (first, _) = bounds(index, 0)
        let (_, last) = bounds(index, width - 1)
        return unsafe CSVRecord(
            line: firstLine + index, number: firstNumber + index, byteOffset: batch.byteOffset + first,
            fieldCount: width, problem: nil, text: batch.text, start: first, end: last,
            fieldEnds: batch.fieldEnds + field + index * width, scratch: batch.scratch, quotesAreSound: true)
    }
}
