import Kernel

/// Reads the answer of `query_range` (a matrix) as it streams by: one series' labels and one sample are in memory.
struct MatrixReader {
    private static let deepest = 64

    private let cursor: ByteCursor
    private let sink: any SampleSink
    private var source: Int32 = 0
    private var hasResult = false
    private var time: [UInt8] = []
    private var value: [UInt8] = []

    static func read(_ cursor: ByteCursor, into sink: any SampleSink) throws {
        var reader = MatrixReader(cursor: cursor, sink: sink)
        try reader.readAnswer()
    }

    private init(cursor: ByteCursor, sink: any SampleSink) {
        self.cursor = cursor
        self.sink = sink
    }

    private mutating func readAnswer() throws {
        try members { reader, key in
            switch key {
            case "status":
                let status = try reader.string()
                guard status == "success" else {
                    throw reader.failure(
                        "the answer has the status \(QuotedText.of(status)): the query failed",
                        hint: "ask the server again and keep the answer that succeeds")
                }
            case "data": try reader.readData()
            default: try reader.skipValue()
            }
        }
        try cursor.skipBlanks()
        guard try cursor.peek() == nil else { throw failure("text follows the answer") }
        guard hasResult else { throw failure("the answer has no data.result") }
    }

    private mutating func readData() throws {
        try members { reader, key in
            switch key {
            case "resultType":
                let type = try reader.string()
                guard type == "matrix" else {
                    throw reader.failure(
                        "the answer is of the type \(QuotedText.of(type)), a matrix is wanted",
                        hint: "ask with /api/v1/query_range")
                }
            case "result":
                reader.hasResult = true
                try reader.elements { try $0.readSeries() }
            default: try reader.skipValue()
            }
        }
    }

    private mutating func readSeries() throws {
        var series: Int32?
        var hasMetric = false
        source += 1
        try members { reader, key in
            switch key {
            case "metric":
                series = reader.sink.series(try reader.labels())
                hasMetric = true
            case "values":
                guard hasMetric else { throw reader.failure("the values of a series stand before its \"metric\"") }
                try reader.elements { reader in
                    if let series { try reader.readSample(series) } else { try reader.skipValue() }
                }
            default: try reader.skipValue()
            }
        }
    }

    private mutating func labels() throws -> SeriesLabels {
        var values: [String: String] = [:]
        try members { reader, key in values[key] = try reader.string() }
        return SeriesLabels(name: values["__name__"] ?? "", values)
    }

    /// `[1775606400.5, "0.25"]`.
    private mutating func readSample(_ series: Int32) throws {
        let place = cursor.place
        var count = 0
        try elements { reader in
            count += 1
            switch count {
            case 1: try reader.number(into: \.time)
            case 2: try reader.stringBytes(into: \.value)
            default: throw reader.failure("a sample has more than a time and a value")
            }
        }
        guard count == 2 else { throw failure("a sample is not a time and a value") }
        try time.withUnsafeBufferPointer { time in
            try value.withUnsafeBufferPointer { value in
                try sink.add(series: series, source: source, time: time, value: value, place: place)
            }
        }
    }

    func failure(_ message: String, hint: String? = nil) -> Failure {
        Failure(.badInput, TelemetryCode.notAMatrix, message, at: cursor.place, hint: hint)
    }
}

extension MatrixReader {
    /// Calls `body` with each key of an object; it reads the value.
    private mutating func members(_ body: (inout MatrixReader, String) throws -> Void) throws {
        try expect(UInt8(ascii: "{"))
        try cursor.skipBlanks()
        if try cursor.peek() == UInt8(ascii: "}") { return cursor.advance() }
        while true {
            try cursor.skipBlanks()
            let key = try string()
            try expect(UInt8(ascii: ":"))
            try cursor.skipBlanks()
            try body(&self, key)
            if try !isFollowed(by: UInt8(ascii: "}")) { return }
        }
    }

    private mutating func elements(_ body: (inout MatrixReader) throws -> Void) throws {
        try expect(UInt8(ascii: "["))
        try cursor.skipBlanks()
        if try cursor.peek() == UInt8(ascii: "]") { return cursor.advance() }
        while true {
            try cursor.skipBlanks()
            try body(&self)
            if try !isFollowed(by: UInt8(ascii: "]")) { return }
        }
    }

    /// Whether a comma follows; else the closing bracket must.
    private func isFollowed(by closing: UInt8) throws -> Bool {
        try cursor.skipBlanks()
        let byte = try cursor.peek()
        guard byte == UInt8(ascii: ",") || byte == closing else { throw try unexpected() }
        cursor.advance()
        return byte == UInt8(ascii: ",")
    }

    private func expect(_ wanted: UInt8) throws {
        try cursor.skipBlanks()
        guard try cursor.peek() == wanted else { throw try unexpected() }
        cursor.advance()
    }

    private func unexpected() throws -> Failure {
        guard let byte = try cursor.peek() else {
            return failure(
                "the file ends in the middle of the answer", hint: "the delivery is incomplete; fetch the file again")
        }
        return failure(
            "unexpected \(QuotedText.of(String(decoding: [byte], as: UTF8.self))) in the answer")
    }

    private mutating func number(into target: WritableKeyPath<MatrixReader, [UInt8]>) throws {
        self[keyPath: target].removeAll(keepingCapacity: true)
        while let byte = try cursor.peek(), MatrixReader.isOfNumber(byte) {
            self[keyPath: target].append(byte)
            cursor.advance()
        }
        if self[keyPath: target].isEmpty { throw try unexpected() }
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private mutating func string() throws -> String {
        var bytes: [UInt8] = []
        try readString(into: &bytes)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("a text is not UTF-8") }
        return text
    }

    private mutating func stringBytes(into target: WritableKeyPath<MatrixReader, [UInt8]>) throws {
        self[keyPath: target].removeAll(keepingCapacity: true)
        try readString(into: &self[keyPath: target])
    }

    private func readString(into bytes: inout [UInt8]) throws {
        try expect(UInt8(ascii: "\""))
        while let byte = try cursor.peek(), byte >= 0x20 {
            cursor.advance()
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") { try readEscape(into: &bytes) } else { bytes.append(byte) }
        }
        throw try unexpected()
    }

    private func readEscape(into bytes: inout [UInt8]) throws {
        guard let byte = try cursor.peek() else { throw try unexpected() }
        cursor.advance()
        switch byte {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]) {
                try expect(UInt8(ascii: "\\"))
                try expect(UInt8(ascii: "u"))
                units.append(try codeUnit())
            }
            guard let text = String(validating: units, as: UTF16.self) else {
                throw failure("an escape is half of a character")
            }
            bytes.append(contentsOf: text.utf8)
        default: throw failure("an escape is none of JSON's")
        }
    }

    private func codeUnit() throws -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = try cursor.peek(), let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw try unexpected()
            }
            unit = unit << 4 | UInt16(digit)
            cursor.advance()
        }
        return unit
    }

    /// Passes a value that nobody asks for.
    private mutating func skipValue(depth: Int = 0) throws {
        guard depth < MatrixReader.deepest else { throw failure("arrays and objects are nested too deeply") }
        switch try cursor.peek() {
        case UInt8(ascii: "{"): try members { reader, _ in try reader.skipValue(depth: depth + 1) }
        case UInt8(ascii: "["): try elements { try $0.skipValue(depth: depth + 1) }
        case UInt8(ascii: "\""): try stringBytes(into: \.value)
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            while let byte = try cursor.peek(), (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) {
                cursor.advance()
            }
        default: try number(into: \.value)
        }
    }
}
