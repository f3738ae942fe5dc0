import Kernel

/// A column of a file to write.
package struct CSVColumn: Sendable, Hashable {
    package enum Kind: Sendable, Hashable { case text, number }

    package let name: String
    package let kind: Kind

    package init(_ name: String, _ kind: Kind = .text) {
        self.name = name
        self.kind = kind
    }
}

/// Writes CSV (RFC 4180): fields in order, `endRecord` behind the last of each record, `finish` at the end.
///
/// Null is an empty field. Quotes are used where a separator, a quote or a line end demands them, and where a text would
/// else be read as null: the empty text is `""`, the text NULL is `"NULL"`.
package final class CSVWriter {
    package enum LineEnd: String, Sendable { case lf = "\n", crlf = "\r\n" }

    package private(set) var recordCount = 0

    private let columns: [CSVColumn]
    private let sink: any ByteSink
    private let separator: UInt8
    private let lineEnd: [UInt8]
    private let guardsFormulas: Bool
    /// Fields written of the current record.
    private var fieldCount = 0
    private var buffer: [UInt8] = []

    /// Where system calls stop to count.
    private static let bufferBytes = 1 << 16

    /// Writes the header.
    ///
    /// - Parameter guardsFormulas: for files that people open in a spreadsheet: puts `'` before a text that a spreadsheet
    ///   would run as a formula. Numeric columns are left alone. Not for files that programs read.
    package init(
        columns: [CSVColumn], to sink: any ByteSink, separator: UInt8 = UInt8(ascii: ","), lineEnd: LineEnd = .lf,
        guardsFormulas: Bool = false
    ) throws {
        precondition(!columns.isEmpty, "a file has at least one column")
        self.columns = columns
        self.sink = sink
        self.separator = separator
        self.lineEnd = Array(lineEnd.rawValue.utf8)
        self.guardsFormulas = guardsFormulas
        buffer.reserveCapacity(CSVWriter.bufferBytes * 2)
        for column in columns {
            beginField()
            var name = column.name
            name.withUTF8 { unsafe append($0) }
        }
        try endLine()
    }

    package func write(_ text: String) {
        var text = text
        text.withUTF8 { unsafe write(utf8: $0) }
    }

    package func write(_ text: String?) {
        if let text { write(text) } else { writeNull() }
    }

    package func write(utf8 text: UnsafeBufferPointer<UInt8>) {
        let column = beginField()
        unsafe append(text, guarded: guardsFormulas && column.kind == .text)
    }

    /// Writes `units` x 10^-scale as the shortest decimal text.
    package func write(decimal units: Int128, scale: Int) {
        beginField()
        DecimalText.append(units, scale: scale, to: &buffer)
    }

    package func writeNull() { beginField() }

    package func endRecord() throws {
        try endLine()
        recordCount += 1
    }

    /// Hands everything to the sink; committing that is the caller's.
    package func finish() throws {
        precondition(fieldCount == 0, "the last record was not ended")
        try flush()
    }

    @discardableResult
    private func beginField() -> CSVColumn {
        precondition(fieldCount < columns.count, "the record has more fields than the file has columns")
        if fieldCount > 0 { buffer.append(separator) }
        defer { fieldCount += 1 }
        return columns[fieldCount]
    }

    private func endLine() throws {
        precondition(fieldCount == columns.count, "the record has fewer fields than the file has columns")
        fieldCount = 0
        buffer.append(contentsOf: lineEnd)
        if buffer.count >= CSVWriter.bufferBytes { try flush() }
    }

    private func flush() throws {
        unsafe try buffer.withUnsafeBytes { unsafe try sink.write($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func append(_ text: UnsafeBufferPointer<UInt8>, guarded: Bool = false) {
        let prefixed = unsafe guarded && CSVWriter.looksLikeFormula(text)
        guard unsafe needsQuotes(text) else {
            if prefixed { buffer.append(UInt8(ascii: "'")) }
            unsafe buffer.append(contentsOf: text)
            return
        }
        buffer.append(UInt8(ascii: "\""))
        if prefixed { buffer.append(UInt8(ascii: "'")) }
        for index in text.indices {
            let byte = unsafe text[index]
            if byte == UInt8(ascii: "\"") { buffer.append(byte) }
            buffer.append(byte)
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if unsafe CSVField(bytes: text, isQuoted: false).isNull { return true }
        return unsafe text.contains {
            $0 == separator || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
    }

    /// The characters that make spreadsheets run a cell (OWASP, "CSV Injection").
    private static func looksLikeFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = unsafe text.first else { return false }
        return "=+-@\t\r".utf8.contains(first)
    }
}
