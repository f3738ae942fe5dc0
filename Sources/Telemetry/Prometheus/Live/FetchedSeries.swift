import Crypto
import Documents
import Kernel

/// An answer that was fetched, as it came.
struct FetchedAnswer {
    let file: String
    let byteCount: Int
    let digest: Digest
    let window: QueryWindow
    let series: Int
    /// Those before the day's end.
    let samples: Int
}

/// What was fetched of one series on one day. Its record is written when all its answers are there: an answer that no
/// record names was never finished.
struct FetchedSeries {
    let name: String
    /// The query, for people who look.
    let asked: String
    /// Up to which moment, in seconds since 1970.
    let through: Int64
    let answers: [FetchedAnswer]
    /// The server's words about answers that may be incomplete.
    let warnings: [String]

    var samples: Int { answers.reduce(0) { $0 + $1.samples } }

    static func file(_ name: String) -> String { "\(name).record.json" }

    func write(to folder: String) throws(Failure) {
        let record = JSONOut.object([
            .init("series", .string(name)), .init("asked", .string(asked)),
            .init("through", .integer(Int(through))),
            .init(
                "answers",
                .array(
                    answers.map {
                        .object([
                            .init("file", .string($0.file)), .init("bytes", .integer($0.byteCount)),
                            .init("sha256", .string($0.digest.description)),
                            .init("first", .integer(Int($0.window.first))),
                            .init("last", .integer(Int($0.window.last))),
                            .init("series", .integer($0.series)), .init("samples", .integer($0.samples)),
                        ])
                    })), .init("warnings", .strings(warnings)),
        ])
        try FileSystem.write(PrettyJSON.bytes(record), to: "\(folder)/\(FetchedSeries.file(name))", mode: 0o600)
    }

    /// What the record of a series says; nil when there is none, or none that can be read: then the series is fetched.
    static func read(_ name: String, in folder: String) -> FetchedSeries? {
        let file = FetchedSeries.file(name)
        // Not there, or not ours: either way the series is asked for.
        guard let bytes = try? FileSystem.read("\(folder)/\(file)"),
            // A record that was cut or changed is none.
            let node = try? JSONText.parse(bytes, file: file, limits: .data),
            let through = node["through"]?.int, let asked = node["asked"]?.string
        else { return nil }
        let answers = (node["answers"]?.array ?? []).compactMap { FetchedAnswer($0) }
        guard answers.count == node["answers"]?.array?.count else { return nil }
        return FetchedSeries(
            name: name, asked: asked, through: Int64(through), answers: answers,
            warnings: (node["warnings"]?.array ?? []).compactMap(\.string))
    }

    /// Whether all answers are there as they were fetched.
    func isWhole(in folder: String) -> Bool {
        answers.allSatisfy { answer in
            let path = "\(folder)/\(answer.file)"
            guard FileSystem.fingerprint(path).first == Int64(answer.byteCount) else { return false }
            // What cannot be read is as good as changed.
            guard let found = try? Digest.ofFile(path) else { return false }
            return found.digest == answer.digest
        }
    }
}

extension FetchedAnswer {
    /// Nil for what is no record of an answer, also for a file that would lead out of the folder.
    fileprivate init?(_ node: JSONNode) {
        guard let file = node["file"]?.string, !file.contains("/"), let byteCount = node["bytes"]?.int,
            let digest = node["sha256"]?.string.flatMap({ Digest(hexadecimal: $0) }),
            let first = node["first"]?.int, let last = node["last"]?.int, let series = node["series"]?.int,
            let samples = node["samples"]?.int
        else { return nil }
        self.init(
            file: file, byteCount: byteCount, digest: digest,
            window: QueryWindow(first: Int64(first), last: Int64(last)), series: series, samples: samples)
    }
}
