/// Reads one record byte by byte: the one at which the fast scan stopped because it breaks the rules of quoting.
///
/// Where the record ends is decided as most readers do: a quote inside an unquoted field is an ordinary character, and so
/// is everything behind a closing quote up to the next separator. So one broken record does not swallow its neighbours.
struct CSVIrregularRecord {
    enum Outcome {
        /// - Parameter end: behind the record's line end.
        case complete(fieldCount: Int, end: Int)
        case needsMoreBytes
        case unterminatedQuote(at: Int)
        case tooManyFields
    }

    private enum State { case fieldStart, unquoted, quoted, behindQuote }

    private(set) var outcome = Outcome.needsMoreBytes

    /// The first offence and where it stands.
    private(set) var offence: (kind: CSVProblem.Kind, position: Int)?

    private var state = State.fieldStart
    private var openingQuote = 0
    private var fieldCount = 0

    /// - Parameters:
    ///   - text: begins with the record.
    ///   - isLast: the file ends with `text`.
    ///   - fieldEnds: receives the positions behind the fields.
    init(
        text: UnsafeBufferPointer<UInt8>, isLast: Bool, separator: UInt8, fieldEnds: UnsafeMutableBufferPointer<UInt32>
    ) {
        for position in 0..<text.count {
            let byte = unsafe text[position]
            if byte == 0 { note(.nulByte, position) }
            switch state {
            case .quoted:
                if byte == UInt8(ascii: "\"") { state = .behindQuote }
                continue
            case .behindQuote where byte == UInt8(ascii: "\""):
                state = .quoted
                continue
            case .fieldStart where byte == UInt8(ascii: "\""):
                state = .quoted
                openingQuote = position
                continue
            default: break
            }
            if byte == separator || byte == UInt8(ascii: "\n") {
                guard fieldCount < fieldEnds.count else {
                    outcome = .tooManyFields
                    return
                }
                unsafe fieldEnds[fieldCount] = UInt32(position)
                fieldCount += 1
                state = .fieldStart
                guard byte == separator else {
                    outcome = .complete(fieldCount: fieldCount, end: position + 1)
                    return
                }
                continue
            }
            let endsLine = unsafe byte == UInt8(ascii: "\r") && CSVIrregularRecord.endsLine(text, position, isLast)
            if !endsLine { judge(byte, position) }
        }
        if isLast { unsafe finish(text.count, fieldEnds) }
    }

    /// The file ends without a line end.
    private mutating func finish(_ end: Int, _ fieldEnds: UnsafeMutableBufferPointer<UInt32>) {
        guard state != .quoted else {
            outcome = .unterminatedQuote(at: openingQuote)
            return
        }
        guard fieldCount < fieldEnds.count else {
            outcome = .tooManyFields
            return
        }
        unsafe fieldEnds[fieldCount] = UInt32(end)
        outcome = .complete(fieldCount: fieldCount + 1, end: end)
    }

    private static func endsLine(_ text: UnsafeBufferPointer<UInt8>, _ position: Int, _ isLast: Bool) -> Bool {
        guard position + 1 < text.count else { return isLast }
        return unsafe text[position + 1] == UInt8(ascii: "\n")
    }

    private mutating func judge(_ byte: UInt8, _ position: Int) {
        if byte == UInt8(ascii: "\r") {
            note(.strayCarriageReturn, position)
        } else if state == .behindQuote {
            note(.textAfterQuote, position)
        } else if byte == UInt8(ascii: "\"") {
            note(.strayQuote, position)
        }
        state = .unquoted
    }

    private mutating func note(_ kind: CSVProblem.Kind, _ position: Int) {
        if offence == nil { offence = (kind, position) }
    }
}
