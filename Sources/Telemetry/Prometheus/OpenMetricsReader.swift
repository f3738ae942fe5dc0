import Kernel

/// Reads OpenMetrics text with times, as dumps of series hold it, line by line.
struct OpenMetricsReader {
    private let lines: LineCursor
    private let sink: any SampleSink
    private var texts = ByteInterner()
    /// By number of the name and labels as the file spells them; -1 for series that are not wanted.
    private var seriesByText: [Int32] = [-1]
    private var hasEnded = false

    static func read(path: String, name: String, into sink: any SampleSink) throws {
        var reader = OpenMetricsReader(lines: try LineCursor(path: path, name: name), sink: sink)
        try reader.readLines()
    }

    private init(lines: LineCursor, sink: any SampleSink) {
        self.lines = lines
        self.sink = sink
    }

    private mutating func readLines() throws {
        try lines.forEachLine { line in
            guard !line.isEmpty else { return }
            guard !hasEnded else {
                throw Failure(
                    .badInput, TelemetryCode.textAfterEnd, "text follows \"# EOF\"", at: lines.place,
                    hint: "files were joined or something was appended; deliver each file by itself")
            }
            if line[0] == UInt8(ascii: "#") {
                hasEnded = line.elementsEqual("# EOF".utf8)
                return
            }
            do {
                try readSample(line)
            } catch let bad as BadRow {
                try sink.setAside(bad.diagnostic, line)
            }
        }
        guard hasEnded else {
            throw Failure(
                .badInput, TelemetryCode.noEnd, "the file does not end with \"# EOF\"", at: lines.place,
                hint: "the delivery is incomplete; fetch the file again")
        }
    }

    /// `name{label="value",...} value time`, perhaps with an exemplar behind ` # `.
    private mutating func readSample(_ line: UnsafeBufferPointer<UInt8>) throws {
        let labelsEnd = try endOfLabels(line)
        let number = Int(texts.id(of: UnsafeBufferPointer(rebasing: line[..<labelsEnd])))
        if number == seriesByText.count {
            // Kept out of the table until it is read: a bad one is bad each time.
            do {
                let labels = try LabelText.read(UnsafeBufferPointer(rebasing: line[..<labelsEnd]))
                seriesByText.append(sink.series(labels) ?? -1)
            } catch {
                seriesByText.append(-2)
            }
        }
        guard seriesByText[number] != -2 else { throw bad("the labels cannot be read") }
        var position = labelsEnd
        guard let value = word(line, &position) else { throw bad("the sample has no value") }
        guard let time = word(line, &position) else {
            throw bad("the sample has no time", hint: "only dumps with times tell which hour a value belongs to")
        }
        if let next = word(line, &position), !next.elementsEqual("#".utf8) {
            throw bad("text follows the time of the sample")
        }
        guard seriesByText[number] >= 0 else { return }
        try sink.add(
            series: seriesByText[number], source: Int32(truncatingIfNeeded: number), time: time, value: value,
            place: lines.place)
    }

    private func endOfLabels(_ line: UnsafeBufferPointer<UInt8>) throws -> Int {
        var position = 0
        while position < line.count, line[position] != UInt8(ascii: "{"), line[position] != 0x20 { position += 1 }
        guard position > 0 else { throw bad("the line does not begin with the name of a series") }
        guard position < line.count, line[position] == UInt8(ascii: "{") else { return position }
        var isQuoted = false
        while position < line.count {
            switch line[position] {
            case UInt8(ascii: "\\") where isQuoted: position += 1
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "}") where !isQuoted: return position + 1
            default: break
            }
            position += 1
        }
        throw bad("the labels are not closed")
    }

    private func word(_ line: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> UnsafeBufferPointer<UInt8>? {
        while position < line.count, line[position] == 0x20 { position += 1 }
        let start = position
        while position < line.count, line[position] != 0x20 { position += 1 }
        return start < position ? UnsafeBufferPointer(rebasing: line[start..<position]) : nil
    }

    private func bad(_ message: String, hint: String? = nil) -> BadRow {
        BadRow(diagnostic: .error(TelemetryCode.badSample, message, at: lines.place, hint: hint))
    }
}
