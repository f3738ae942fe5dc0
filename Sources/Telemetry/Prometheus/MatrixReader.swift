import Kernel

/// Reads the answer of `query_range` (a matrix) as it streams by: one series' labels and one sample are in memory.
struct MatrixReader {
    /// What stands around the samples.
    struct Reply {
        var status = ""
        var errorKind = ""
        var errorWords = ""
        /// What the server says about answers that may be incomplete.
        var warnings: [String] = []
    }

    /// More warnings tell nothing new: stores behind one server tend to fail alike.
    private static let mostWarnings = 20

    private let sink: any SampleSink
    /// Whether an answer about an error is read to its end.
    private let toleratesErrors: Bool
    private var reply = Reply()
    private var source: Int32 = 0
    private var hasResult = false
    private var time: [UInt8] = []
    private var value: [UInt8] = []

    static func read(_ cursor: ByteCursor, into sink: any SampleSink) throws {
        var reader = MatrixReader(sink: sink, toleratesErrors: false)
        try reader.readAnswer(JSONStream(cursor, wrong: TelemetryCode.notAMatrix))
    }

    /// The same for an answer that may also say why there are no samples.
    static func reply(_ cursor: ByteCursor, into sink: any SampleSink) throws -> Reply {
        var reader = MatrixReader(sink: sink, toleratesErrors: true)
        try reader.readAnswer(JSONStream(cursor, wrong: TelemetryCode.notAMatrix))
        return reader.reply
    }

    private init(sink: any SampleSink, toleratesErrors: Bool) {
        self.sink = sink
        self.toleratesErrors = toleratesErrors
    }

    private mutating func readAnswer(_ stream: JSONStream) throws {
        try stream.members { stream, key in
            switch key {
            case "status":
                reply.status = try stream.string()
                guard reply.status == "success" || toleratesErrors else {
                    throw stream.failure(
                        "the answer has the status \(QuotedText.of(reply.status)): the query failed",
                        hint: "ask the server again and keep the answer that succeeds")
                }
            case "data" where reply.status != "error": try readData(stream)
            case "errorType": reply.errorKind = try stream.string()
            case "error": reply.errorWords = try stream.string()
            case "warnings":
                guard try !stream.passNull() else { break }
                try stream.elements { stream in
                    let words = try stream.string()
                    if reply.warnings.count < MatrixReader.mostWarnings { reply.warnings.append(words) }
                }
            default: try stream.skipValue()
            }
        }
        try stream.end()
        guard hasResult || reply.status == "error" else { throw stream.failure("the answer has no data.result") }
    }

    private mutating func readData(_ stream: JSONStream) throws {
        try stream.members { stream, key in
            switch key {
            case "resultType":
                let type = try stream.string()
                guard type == "matrix" else {
                    throw stream.failure(
                        "the answer is of the type \(QuotedText.of(type)), a matrix is wanted",
                        hint: "ask with /api/v1/query_range")
                }
            case "result":
                hasResult = true
                try stream.elements { try readSeries($0) }
            default: try stream.skipValue()
            }
        }
    }

    private mutating func readSeries(_ stream: JSONStream) throws {
        var series: Int32?
        var hasMetric = false
        source += 1
        try stream.members { stream, key in
            switch key {
            case "metric":
                var values: [String: String] = [:]
                try stream.members { stream, label in values[label] = try stream.string() }
                series = sink.series(SeriesLabels(name: values["__name__"] ?? "", values))
                hasMetric = true
            case "values":
                guard hasMetric else { throw stream.failure("the values of a series stand before its \"metric\"") }
                try stream.elements { stream in
                    if let series { try readSample(stream, series) } else { try stream.skipValue() }
                }
            default: try stream.skipValue()
            }
        }
    }

    /// `[1775606400.5, "0.25"]`.
    private mutating func readSample(_ stream: JSONStream, _ series: Int32) throws {
        let place = stream.cursor.place
        var count = 0
        try stream.elements { stream in
            count += 1
            switch count {
            case 1: try stream.number(into: &time)
            case 2: try stream.string(into: &value)
            default: throw stream.failure("a sample has more than a time and a value")
            }
        }
        guard count == 2 else { throw stream.failure("a sample is not a time and a value") }
        try time.withUnsafeBufferPointer { time in
            try value.withUnsafeBufferPointer { value in
                try sink.add(series: series, source: source, time: time, value: value, place: place)
            }
        }
    }
}
