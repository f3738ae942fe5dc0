import Documents
import Kernel
import Runner
import Telemetry
import TestSupport
import Testing

/// Series that are fetched from a server come to the same figures as dumps of them, whatever the server does meanwhile;
/// and what has settled is fetched once.
struct LiveFetchTests {
    /// The same day from files.
    private static let fromFiles = Result {
        try Bench("2026-04").run(
            "usage", IngestPrometheusStage.kind(.offline),
            """
            {"clusters": [{"id": "harbor-us",
              "files": ["Tests/Fixtures/example-month/prometheus/2026-04-08/*.json.gz"]}]}
            """)
    }

    private static func figures(_ publication: Publication) -> [String] {
        publication.files.map { "\($0.path) \($0.digest)" }
    }

    private static func codes(_ publication: Publication) -> [String] {
        publication.diagnostics.map { "\($0.code)" }.filter { $0.hasPrefix("D51") }
    }

    @Test(arguments: [
        "good", "plain", "truncated", "reset", "limited", "busy", "samples", "points", "timeout",
    ])
    func figuresEqualThoseOfDumps(behaviour: String) throws {
        let source = try LiveSource("figures-\(behaviour)")
        let published = try source.run(behaviour)
        #expect(LiveFetchTests.figures(published) == LiveFetchTests.figures(try LiveFetchTests.fromFiles.get()))
        // The seven days before have nothing, which is said.
        #expect(LiveFetchTests.codes(published) == ["D513"])
    }

    @Test func aServerThatAsksForPatienceIsWaitedFor() throws {
        let source = try LiveSource("patience")
        try source.run("limited")
        let queries = Set(try source.asked()).count
        #expect(source.microsecondsWaited >= Int64(queries) * 2 * 7_000_000)
    }

    /// A day is halved until the server gives it, and each moment is asked for once.
    @Test func windowsBecomeSmaller() throws {
        let source = try LiveSource("halving")
        try source.run("samples")
        let eighth = try source.asked().filter { $0.query == "kube_pod_info" && $0.day == "2026-04-08" }
        // A day and its end are 289 moments. What was too much for the first day is not asked for again.
        #expect(eighth.map { ($0.end - $0.start) / 300 + 1 } == [73, 73, 73, 70])
        #expect(zip(eighth, eighth.dropFirst()).allSatisfy { $0.end + 300 == $1.start })
        let first = try source.asked().filter { $0.query == "kube_pod_info" && $0.day == "2026-04-01" }
        #expect(first.map { ($0.end - $0.start) / 300 + 1 } == [289, 145, 73, 73, 73, 70])
    }

    @Test func whatHasSettledIsAskedForOnce() throws {
        let source = try LiveSource("once")
        let first = try source.run()
        let asked = try source.asked()
        #expect(asked.count == 8 * Set(asked.map(\.query)).count)
        #expect(Set(asked).count == asked.count)
        let second = try source.run()
        #expect(second.cacheKey == first.cacheKey)
        // Of days without a sample one series is asked for again: they may have been filled.
        let more = try source.asked().dropFirst(asked.count)
        #expect(more.map(\.query) == [String](repeating: "kube_pod_info", count: 7))
        #expect(!more.contains { $0.day == "2026-04-08" })
    }

    /// In the morning of the 8th some hours of it are there; an hour later there is one more.
    @Test func anOpenDayGrows() throws {
        let source = try LiveSource("open")
        let sixOClock = try source.run(at: "2026-04-08T07:59:00Z")
        #expect(try source.asked().allSatisfy { $0.end <= 1_775_606_400 + 6 * 3600 })
        let again = try source.run(at: "2026-04-08T07:59:59Z")
        #expect(again.cacheKey == sixOClock.cacheKey)
        let sevenOClock = try source.run(at: "2026-04-08T08:00:00Z")
        #expect(sevenOClock.cacheKey != sixOClock.cacheKey)
        #expect(sevenOClock.facts["clusters"]?.array?.first?["fetched"]?["through"]?.string == "2026-04-08T07:00:00Z")
        let whole = try source.run()
        #expect(LiveFetchTests.figures(whole) == LiveFetchTests.figures(try LiveFetchTests.fromFiles.get()))
    }

    @Test func aRunGoesOnWhereTheOneBeforeFailed() throws {
        let source = try LiveSource("resumed")
        do {
            try source.run("fails-later")
            Issue.record("the server was down")
        } catch let failure as Failure {
            #expect(failure.diagnostics.map { "\($0.code)" } == ["D506"])
            #expect(failure.exitStatus == .unavailable)
            #expect(failure.isTransient)
        }
        let before = try source.asked()
        let published = try source.run("fails-later")
        #expect(LiveFetchTests.figures(published) == LiveFetchTests.figures(try LiveFetchTests.fromFiles.get()))
        // Only what had failed, and one series of each day that was empty.
        let again = Set(try source.asked().dropFirst(before.count)).intersection(before)
        let others = again.subtracting([try #require(before.last)]).filter { $0.query != "kube_pod_info" }
        #expect(others.isEmpty, "\(others)")
    }

    /// What a killed run left is not taken for an answer, and is removed.
    @Test func halfFetchedAnswersAreRemoved() throws {
        let source = try LiveSource("leftover")
        try source.run()
        let record = try #require(try source.copies().first { $0.hasSuffix("2026-04-08/kube_node_info.record.json") })
        let folder = FileSystem.parentPath(record)
        try FileSystem.remove(record)
        try FileSystem.write(Array("{".utf8), to: "\(folder)/kube_pod_info.000000-120000.0123456789abcdef.json")
        let published = try source.run()
        #expect(LiveFetchTests.figures(published) == LiveFetchTests.figures(try LiveFetchTests.fromFiles.get()))
        #expect(!(try source.copies()).contains { $0.contains("0123456789abcdef") })
        #expect(FileSystem.exists(record))
    }

    @Test func aChangedCopyIsFetchedAnew() throws {
        let source = try LiveSource("damaged")
        let first = try source.run()
        let answers = try source.copies().filter {
            $0.contains("2026-04-08/container_cpu") && !$0.hasSuffix("record.json")
        }
        let answer = try #require(answers.first)
        var bytes = try FileSystem.read(answer)
        bytes[bytes.count / 2] ^= 1
        try FileSystem.write(bytes, to: answer)
        let second = try source.run()
        #expect(LiveFetchTests.codes(second) == ["D514", "D513"])
        #expect(second.cacheKey == first.cacheKey)
    }

    @Test func incompleteAnswersAreToldAndAskedForAgain() throws {
        let source = try LiveSource("partial")
        let first = try source.run("partial")
        #expect(LiveFetchTests.codes(first) == ["D511", "D513"])
        // Hosts that the server names are for the record, not for the log.
        #expect(!first.diagnostics.contains { $0.message.contains("10.1.2.3") })
        let record = try #require(try source.copies().first { $0.hasSuffix("2026-04-08/kube_pod_info.record.json") })
        #expect(String(decoding: try FileSystem.read(record), as: UTF8.self).contains("10.1.2.3:10901"))
        let second = try source.run("partial")
        #expect(LiveFetchTests.codes(second) == ["D513"])
        #expect(LiveFetchTests.figures(second) == LiveFetchTests.figures(first))
        #expect(try source.asked().filter { $0.day == "2026-04-08" && $0.query == "kube_pod_info" }.count == 2)
    }

    @Test func whatTheServerHasForgottenIsKept() throws {
        let source = try LiveSource("forgotten")
        let first = try source.run("forgetful", server: #", "refreshDays": 1"#)
        let second = try source.run("forgetful", server: #", "refreshDays": 1"#)
        #expect(LiveFetchTests.codes(second) == ["D512", "D513"])
        #expect(second.cacheKey == first.cacheKey)
    }

    @Test func aDayThatWasEmptyIsFilled() throws {
        let source = try LiveSource("late")
        #expect(throws: Failure.self) { try source.run("late") }
        let published = try source.run("late")
        #expect(LiveFetchTests.figures(published) == LiveFetchTests.figures(try LiveFetchTests.fromFiles.get()))
    }

    /// What belongs to another selection is another question: nothing of it is reused, and nothing removed.
    @Test func onlyIsAskedOfTheServer() throws {
        let source = try LiveSource("only")
        let first = try source.run()
        let count = try source.copies().count
        let asked = try source.asked().count
        let second = try source.run(cluster: #", "only": {"cluster": "harbor-us"}"#)
        #expect(LiveFetchTests.figures(second) == LiveFetchTests.figures(first))
        let queries = Set(try source.asked().dropFirst(asked).map(\.query))
        #expect(queries.contains(#"kube_pod_info{cluster="harbor-us"}"#))
        #expect(
            queries.contains(
                #"container_cpu_usage_seconds_total{cluster="harbor-us",container!="",container!="POD"}"#))
        #expect(try source.copies().count > count)
    }

    @Test func factsNameWhatIsMissing() throws {
        let published = try LiveSource("missing").run()
        let fetched = try #require(published.facts["clusters"]?.array?.first?["fetched"])
        #expect(
            fetched["seriesMissing"]?.array?.compactMap(\.string) == [
                "kube_namespace_labels", "kube_node_role", "kube_persistentvolume_capacity_bytes",
                "kube_persistentvolume_info", "kube_persistentvolumeclaim_info",
                "kube_pod_spec_volumes_persistentvolumeclaims_info", "kube_service_status_load_balancer_ingress",
            ])
        #expect(fetched["daysEmpty"]?.array?.count == 7)
        #expect(fetched["through"]?.string == "2026-04-09T00:00:00Z")
    }
}
