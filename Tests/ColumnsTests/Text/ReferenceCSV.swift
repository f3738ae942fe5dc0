/// CSV read byte by byte over the whole file: the yardstick for the fast reader, written to be obvious.
struct ReferenceCSV {
    struct Record: Equatable {
        var fields: [[UInt8]] = []
        var quoted: [Bool] = []
        var raw: [UInt8] = []
        var line: Int
        var byteOffset: Int
        var isSound = true
    }

    var records: [Record] = []
    /// Where the quote that is never closed stands.
    var unterminatedQuote: (line: Int, column: Int)?

    init(_ text: [UInt8], separator: UInt8 = UInt8(ascii: ",")) {
        var position = 0
        var line = 1
        while position < text.count {
            var record = Record(line: line, byteOffset: position)
            var isLast = false
            while !isLast {
                guard let end = ReferenceCSV.readField(text, &position, separator, &record) else {
                    let before = text[..<position]
                    let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
                    unterminatedQuote = (1 + before.count { $0 == 10 }, position - lineStart + 1)
                    return
                }
                isLast = end
            }
            record.raw = Array(text[record.byteOffset..<position])
            for ending in [UInt8(10), 13] where record.raw.last == ending { record.raw.removeLast() }
            line += text[record.byteOffset..<position].count { $0 == 10 }
            if record.raw.contains(0) { record.isSound = false }
            if !record.raw.isEmpty || record.fields.count > 1 { records.append(record) }
        }
    }

    /// Reads a field and what ends it; says whether the record ends with it. Nil: a quote is never closed, and `position`
    /// is where it opens.
    private static func readField(
        _ text: [UInt8], _ position: inout Int, _ separator: UInt8, _ record: inout Record
    ) -> Bool? {
        let quote = UInt8(ascii: "\"")
        let start = position
        var value: [UInt8] = []
        let isQuoted = position < text.count && text[position] == quote
        if isQuoted {
            position += 1
            while true {
                guard position < text.count else {
                    position = start
                    return nil
                }
                if text[position] == quote {
                    position += 1
                    guard position < text.count, text[position] == quote else { break }
                }
                value.append(text[position])
                position += 1
            }
        }
        while position < text.count, text[position] != separator, text[position] != 10 {
            let endsLine = text[position] == 13 && (position + 1 == text.count || text[position + 1] == 10)
            if !endsLine {
                if isQuoted || text[position] == quote || text[position] == 13 { record.isSound = false }
                value.append(text[position])
            }
            position += 1
        }
        record.fields.append(value)
        record.quoted.append(isQuoted)
        guard position < text.count else { return true }
        position += 1
        return text[position - 1] == 10
    }
}
