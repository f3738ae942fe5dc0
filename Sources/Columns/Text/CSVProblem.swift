package import Kernel

/// What is wrong with one record. The records around it can be read; the caller sets this one aside.
@usableFromInline
package struct CSVProblem: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case wrongFieldCount(found: Int, expected: Int)
        case nulByte
        /// A quote inside an unquoted field.
        case strayQuote
        /// Something other than a separator or a line end behind a closing quote.
        case textAfterQuote
        /// A carriage return without a line feed, outside quotes.
        case strayCarriageReturn
        case invalidUTF8
    }

    package let kind: Kind

    /// Physical line, from 1.
    package let line: Int

    /// Byte in that line, from 1.
    package let column: Int

    package init(_ kind: Kind, line: Int, column: Int) {
        self.kind = kind
        self.line = line
        self.column = column
    }

    package var code: DiagnosticCode {
        switch kind {
        case .wrongFieldCount: TextCode.wrongFieldCount
        case .nulByte: TextCode.nulByte
        case .strayQuote: TextCode.strayQuote
        case .textAfterQuote: TextCode.textAfterQuote
        case .strayCarriageReturn: TextCode.strayCarriageReturn
        case .invalidUTF8: TextCode.invalidUTF8
        }
    }

    /// The finding as the user sees it; it holds nothing of the record's content.
    package func diagnostic(file: String) -> Diagnostic {
        .error(code, message, at: Place(file: file, line: line, column: column), hint: hint)
    }

    private var message: String {
        switch kind {
        case .wrongFieldCount(let found, let expected):
            "the record has \(found) \(found == 1 ? "field" : "fields"), the header has \(expected)"
        case .nulByte: "a NUL byte stands in the record"
        case .strayQuote: "a quote stands inside an unquoted field"
        case .textAfterQuote: "text follows the closing quote of a field"
        case .strayCarriageReturn: "a carriage return without a line feed stands outside quotes"
        case .invalidUTF8: "the text is not valid UTF-8"
        }
    }

    private var hint: String {
        switch kind {
        case .wrongFieldCount: "look for a separator that should be inside quotes, or a missing field"
        case .nulByte: "the file was damaged or is not text"
        case .strayQuote: "a field that holds a quote is put in quotes, with the quote doubled"
        case .textAfterQuote: "quotes inside a quoted field are doubled"
        case .strayCarriageReturn: "lines end with a line feed, or with both"
        case .invalidUTF8: "convert the file to UTF-8"
        }
    }
}
