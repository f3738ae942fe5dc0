import Kernel

/// What an answer turns out to be when it is read to its end.
enum LiveAnswer {
    case matrix(MatrixReader.Reply, series: Int, samples: Int)
    /// `status: error`, with the server's kind of error and its words.
    case refused(kind: String, words: String)

    /// More than this behind the compression is no answer of a window, but a bomb.
    private static let plainLimit = 4 << 30

    /// Reads a file that holds an answer.
    ///
    /// - Parameters:
    ///   - day: samples of the moment at its end are the next day's, and not counted.
    ///   - what: the answer, as messages name it.
    /// - Throws: exit 69 when it is none, transient when it breaks off.
    static func read(_ path: String, of day: CalendarDay, _ what: String) throws(Failure) -> LiveAnswer {
        let tally = SampleTally(end: day.advanced(by: 1).startSeconds)
        do {
            let cursor = try ByteCursor(path: path, name: what, plainLimit: plainLimit)
            try cursor.skipBlanks()
            guard let first = try cursor.peek() else { throw broken("\(what) is empty", isTransient: true) }
            guard first == UInt8(ascii: "{") else {
                let isPage = first == UInt8(ascii: "<")
                throw broken("\(what) is \(isPage ? "a page of HTML" : "no JSON")", isTransient: false)
            }
            let reply = try MatrixReader.reply(cursor, into: tally)
            if reply.status != "success" { return .refused(kind: reply.errorKind, words: reply.errorWords) }
            return .matrix(reply, series: tally.series, samples: tally.samples)
        } catch let failure as Failure where failure.diagnostics.first?.code == TelemetryCode.notAnAnswer {
            throw failure
        } catch let error as any ReckonError {
            let reason = error.diagnostics.first?.message ?? "unknown"
            throw broken("\(what) cannot be read: \(reason)", isTransient: true)
        } catch {
            throw broken("\(what) cannot be read", isTransient: false)
        }
    }

    private static func broken(_ message: String, isTransient: Bool) -> Failure {
        Failure(
            .unavailable, TelemetryCode.notAnAnswer, message,
            hint: isTransient
                ? "run again; if it stays so, look what stands between here and the server"
                : "look what the address shows; \"url\" names what stands before /api/v1",
            isTransient: isTransient)
    }
}

/// Counts what a reader finds.
private final class SampleTally: SampleSink {
    private(set) var series = 0
    private(set) var samples = 0
    private let end: [UInt8]

    init(end: Int64) { self.end = Array(String(end).utf8) }

    func series(_ labels: SeriesLabels) -> Int32? {
        series += 1
        return 0
    }

    func add(
        series: Int32, source: Int32, time: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>,
        place: @autoclosure () -> Place
    ) {
        let isAtEnd = time.starts(with: end) && (time.count == end.count || time[end.count] == UInt8(ascii: "."))
        if !isAtEnd { samples += 1 }
    }

    /// What cannot be read is set aside when the stage reads the answer.
    func setAside(_ finding: Diagnostic, _ bytes: UnsafeBufferPointer<UInt8>) {}
}
