import Crypto
import Documents
import HTTP
import Kernel
import Runner

/// Finds the series of a cluster on a server, and brings them to this machine day by day.
struct LiveFinder: InputFinder {
    let cluster: String
    let server: LiveServer
    let only: [(label: String, value: String)]
    let stepSeconds: Int
    /// What is asked for.
    let series: [String]
    let machine: CallingMachine

    func find(_ search: InputSearch) throws -> FoundInput {
        let settled = try settled(search.period)
        let place = "\(search.cache)/\(folder)"
        try FileSystem.makeDirectory(place, mode: 0o700)
        let client = try QueryClient(server, machine: machine, root: search.root) {
            // What it throws is thrown again when the wait is over.
            do { try search.progress(StageProgress()) } catch { return true }
            return false
        }
        let fetch = LiveFetch(
            cluster: cluster, only: only, series: series, step: stepSeconds, client: client, folder: place,
            progress: search.progress)
        // A plan may be looked at while the run is at work.
        return try FileLock.holding("\(place)/lock") {
            let days = try days(of: search.period, through: settled, fetch)
            guard days.contains(where: { !$0.isEmpty }) else { throw nothing(search.period, settled) }
            return found(days, through: settled, fetch)
        }
    }

    /// The last moment of the period that has settled: a full hour.
    ///
    /// - Throws: exit 75 when there is none.
    private func settled(_ period: Month) throws(Failure) -> Int64 {
        let now = machine.clock.now().microseconds / Instant.microsecondsPerSecond - Int64(server.settleMinutes) * 60
        let settled = min(now / 3600 * 3600, period.next.firstDay.startSeconds)
        guard settled > period.firstDay.startSeconds else {
            throw Failure(
                .tryLater, TelemetryCode.periodNotBegun,
                "cluster \(QuotedText.of(cluster)): no hour of \(period) is over for \(server.settleMinutes) minutes",
                hint: "run again later, or name another period with --period", isTransient: true)
        }
        return settled
    }

    /// A day and what is there of it.
    private struct Day {
        let day: CalendarDay
        let series: [FetchedSeries]

        var isEmpty: Bool { series.allSatisfy { $0.samples == 0 } }
    }

    private func days(of period: Month, through settled: Int64, _ fetch: LiveFetch) throws -> [Day] {
        let all = (0..<period.dayCount).map { period.firstDay.advanced(by: $0) }.filter { $0.startSeconds < settled }
        let refreshed = Set(
            all.filter { $0.advanced(by: 1).startSeconds <= settled }.suffix(server.refreshDays))
        return try all.map { day in
            let through = min(settled, day.advanced(by: 1).startSeconds)
            return Day(
                day: day, series: try fetch.fetch(day, through: through, isRefreshed: refreshed.contains(day)))
        }
    }

    /// For each question a folder of its own: another server or another selection has other answers.
    private var folder: String {
        let question = JSONOut.array(
            [.string(cluster), .string(server.address), .optional(server.scopeOrgID), .integer(stepSeconds)]
                + only.map { .array([.string($0.label), .string($0.value)]) })
        let name = cluster.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" }.prefix(40)
        return "\(String(name))-\(Digest(of: PrettyJSON.line(question)).description.prefix(12))"
    }

    private func nothing(_ period: Month, _ settled: Int64) -> Failure {
        Failure(
            .missingInput, TelemetryCode.nothingFetched,
            "the server has none of the series of cluster \(QuotedText.of(cluster)) from \(period.start) to \(Instant(secondsSinceEpoch: settled))",
            hint:
                "check \"url\"\(only.isEmpty ? "" : ", \"only\""), how long the server keeps samples, and that it scrapes kube-state-metrics and the kubelets"
        )
    }

    private func found(_ days: [Day], through settled: Int64, _ fetch: LiveFetch) -> FoundInput {
        var files: [FoundInput.File] = []
        for day in days {
            for series in day.series {
                for answer in series.answers where answer.samples > 0 {
                    files.append(
                        FoundInput.File(
                            name: "\(cluster)/\(day.day.description)/\(series.name).\(answer.window.name(of: day.day))",
                            path: "\(fetch.path(day.day))/\(answer.file)"))
                }
            }
        }
        let there = Set(days.flatMap(\.series).filter { $0.samples > 0 }.map(\.name))
        let end = Instant(secondsSinceEpoch: settled)
        return FoundInput(
            files: files,
            facts: .object([
                .init("cluster", .string(cluster)), .init("server", .string(server.address)),
                .init("stepSeconds", .integer(stepSeconds)), .init("through", .string("\(end)")),
                .init("seriesMissing", .strings(series.filter { !there.contains($0) })),
                .init("daysEmpty", .strings(days.filter(\.isEmpty).map { $0.day.description })),
            ]), rowCount: nil,
            summary:
                "\(there.count) series of cluster \(cluster) from \(server.address) until \(end): \(files.count) answers, \(fetch.requests) asked for now",
            notes: notes(days, fetch), keepsCopies: true)
    }

    private func notes(_ days: [Day], _ fetch: LiveFetch) -> [Diagnostic] {
        let name = "cluster \(QuotedText.of(cluster))"
        func list(_ texts: [String]) -> String {
            texts.prefix(3).joined(separator: ", ") + (texts.count > 3 ? " and \(texts.count - 3) more" : "")
        }
        let findings = fetch.findings
        let empty = days.filter(\.isEmpty).map { $0.day.description }
        let kinds: [(texts: [String], code: DiagnosticCode, message: String, hint: String)] = [
            (
                findings.incomplete, TelemetryCode.incompleteAnswers, "the server calls answers incomplete",
                "they are asked for again in the next run; the server's words stand in the records below cache/"
            ),
            (
                findings.lessThanBefore, TelemetryCode.lessThanBefore,
                "the server no longer has all that was fetched before, which is kept",
                "remove the day's folder below cache/ if less is right"
            ),
            (
                findings.damaged, TelemetryCode.damagedCopies, "copies below cache/ have changed and were fetched anew",
                "look who writes there, and whether the disk is sound"
            ),
            (
                empty, TelemetryCode.emptyDays, "the server has no sample of whole days",
                "expected before the cluster was there; else the server keeps samples for too short a time"
            ),
        ]
        return kinds.filter { !$0.texts.isEmpty }.map {
            .warning($0.code, "\(name): \($0.message): \(list($0.texts))", hint: $0.hint)
        }
    }
}
