import Kernel
import Runner

/// Fetches what is missing of one cluster's days.
///
/// A series of a day that was fetched to its end is not asked for again; what came is the truth from then on, since a
/// server forgets old samples and a month must stay what it was. Asked for again are days that are not over, answers
/// that the server called incomplete, days without a single sample, and those that the job wants refreshed.
final class LiveFetch {
    /// What is said about days and series.
    struct Findings {
        var incomplete: [String] = []
        var lessThanBefore: [String] = []
        var damaged: [String] = []
    }

    private let cluster: String
    private let only: [(label: String, value: String)]
    private let series: [String]
    private let step: Int64
    private let client: QueryClient
    private let folder: String
    private let progress: @Sendable (StageProgress) throws -> Void
    /// Points of a window that each series was answered in.
    private var points: [String: Int64] = [:]
    private(set) var findings = Findings()
    private(set) var requests = 0
    private var done = StageProgress()

    /// - Parameters:
    ///   - folder: of this cluster, server and question.
    ///   - step: seconds, a divisor of an hour.
    init(
        cluster: String, only: [(label: String, value: String)], series: [String], step: Int, client: QueryClient,
        folder: String, progress: @escaping @Sendable (StageProgress) throws -> Void
    ) {
        self.cluster = cluster
        self.only = only
        self.series = series
        self.step = Int64(step)
        self.client = client
        self.folder = folder
        self.progress = progress
    }

    func path(_ day: CalendarDay) -> String { "\(folder)/\(day.description)" }

    /// What is there of a day, fetched now or before.
    ///
    /// - Parameters:
    ///   - through: the last moment that has settled, at most the day's end.
    ///   - isRefreshed: everything is asked for again.
    func fetch(_ day: CalendarDay, through: Int64, isRefreshed: Bool) throws -> [FetchedSeries] {
        let path = path(day)
        try FileSystem.makeDirectory(path, mode: 0o700)
        var known: [String: FetchedSeries] = [:]
        for name in series {
            guard let kept = FetchedSeries.read(name, in: path) else { continue }
            if kept.isWhole(in: path) {
                known[name] = kept
            } else {
                findings.damaged.append("\(name) of \(day.description)")
            }
        }
        let isEmpty = known.count == series.count && known.values.allSatisfy { $0.samples == 0 }
        var isStale = isRefreshed
        var found: [FetchedSeries] = []
        for name in series {
            let old = known[name]
            let isFetched = old.map { $0.through >= through && $0.warnings.isEmpty } ?? false
            if let old, isFetched, !isStale, !(isEmpty && name == LiveSeries.probe) {
                found.append(old)
                continue
            }
            let new = try fetch(name, day, through: through, in: path)
            // A day that was empty and has something now is another day.
            if isEmpty, name == LiveSeries.probe, new.samples > 0 { isStale = true }
            found.append(try keep(old, new, day, in: path))
        }
        try removeUnnamed(path, found)
        return found
    }

    /// The fuller one of two: a server that has forgotten must not empty what was fetched in time.
    private func keep(
        _ old: FetchedSeries?, _ new: FetchedSeries, _ day: CalendarDay, in path: String
    ) throws -> FetchedSeries {
        if let old, new.samples < old.samples {
            findings.lessThanBefore.append("\(new.name) of \(day.description)")
            return old
        }
        if !new.warnings.isEmpty { findings.incomplete.append("\(new.name) of \(day.description)") }
        try new.write(to: path)
        return new
    }

    private func fetch(
        _ name: String, _ day: CalendarDay, through: Int64, in path: String
    ) throws -> FetchedSeries {
        let query = LiveSeries.selector(name, only: only)
        let what = "asking for \(name) of \(day.description) of cluster \(QuotedText.of(cluster))"
        var cutter = WindowCutter(
            first: day.startSeconds, last: through, step: step, points: points[name] ?? WindowCutter.mostPoints)
        var answers: [FetchedAnswer] = []
        var warnings: [String] = []
        while let window = cutter.window {
            try progress(done)
            requests += 1
            let reply = try client.ask(query, window, step: step, of: name, on: day, in: path, what: what)
            switch reply {
            case .answer(let answer, let said):
                answers.append(answer)
                warnings += said
                done.rows += Int64(answer.samples)
                done.bytes += Int64(answer.byteCount)
                cutter.answered()
            case .tooMuch(let words):
                guard cutter.tooMuch() else {
                    throw Failure(
                        .unavailable, TelemetryCode.tooMuchForServer,
                        "\(what): even a single moment is more than the server gives or a call takes",
                        hint: "pick the cluster with \"only\", or raise the server's limit of samples or series",
                        detail: words)
                }
            }
        }
        points[name] = cutter.points
        return FetchedSeries(name: name, asked: query, through: through, answers: answers, warnings: warnings)
    }

    /// Removes answers that no record names: of a run that was killed, or of a day that was not over then. Series that a
    /// job no longer asks for stay.
    private func removeUnnamed(_ path: String, _ found: [FetchedSeries]) throws {
        let others = LiveSeries.names(withNetwork: true).filter { !series.contains($0) }
        let found = found + others.compactMap { FetchedSeries.read($0, in: path) }
        let named = Set(found.flatMap { $0.answers.map(\.file) } + found.map { FetchedSeries.file($0.name) })
        for name in try FileSystem.names(in: path) where !named.contains(name) {
            try FileSystem.remove("\(path)/\(name)")
        }
        try FileSystem.synchronize(path)
    }
}
