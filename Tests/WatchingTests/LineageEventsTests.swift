import Documents
import Kernel
import TestSupport
import Testing

@testable import Runner
@testable import Watching

/// What happens in a run, as OpenLineage events.
@Suite struct LineageEventsTests {
    private static func told(_ events: [RunEvent]) throws -> [JSONNode] {
        var lineage = try LineageEventsTests.lineage()
        return try events.flatMap { lineage.lines(for: $0, at: .sample) }.map(node)
    }

    private static func lineage() throws -> LineageEvents {
        LineageEvents(
            namespace: "reckon", job: try Reader.job(Reader.diamond, in: TemporaryFolder()), period: try period(),
            run: try .sample(), root: "/data", version: "9")
    }

    private static func period() throws -> Month {
        guard let period = Month("2026-04") else { throw Missing("sound names") }
        return period
    }

    private static func node(_ value: JSONOut) throws -> JSONNode {
        try JSONText.parse(PrettyJSON.bytes(value), file: "event", limits: .data)
    }

    private static func stage(_ text: String) throws -> StageID {
        guard let stage = StageID(text) else { throw Missing("sound names") }
        return stage
    }

    private static func begun() throws -> RunEvent {
        let job = try Reader.job(Reader.diamond, in: TemporaryFolder())
        return .runStarted(
            try .sample(), job: job.job, tenant: job.tenant, period: try period(), stages: job.stages.map(\.id))
    }

    /// `START nightly.bill`.
    private static func words(_ events: [JSONNode]) -> [String] {
        events.map { "\($0["eventType"]?.string ?? "") \($0["job"]?["name"]?.string ?? "")" }
    }

    private static func names(_ node: JSONNode?) -> [String] {
        (node?.array ?? []).map { "\($0["namespace"]?.string ?? "") \($0["name"]?.string ?? "")" }
    }

    @Test func aGoodRunIsToldFromStartToEnd() throws {
        let (bill, report) = (try LineageEventsTests.stage("bill"), try LineageEventsTests.stage("report"))
        let events = try LineageEventsTests.told([
            LineageEventsTests.begun(), .stageStarted(bill, use: "reader"),
            .stageInputsFound(bill, files: ["bills/a.csv", "s3://bucket/b/c.csv", "/abs.csv"]),
            .stageProgress(bill, StageProgress(rows: 5)), .stageFinished(bill, .published, rows: 7),
            .stageStarted(report, use: "reader"),
            .stageFinished(report, .unchanged(since: .sample()), rows: 3), .runFinished(.sample(), .success),
        ])
        #expect(
            LineageEventsTests.words(events) == [
                "START nightly", "START nightly.bill", "COMPLETE nightly.bill", "START nightly.report",
                "COMPLETE nightly.report", "COMPLETE nightly",
            ])
        #expect(
            LineageEventsTests.names(events[2]["inputs"]) == [
                "file /data/bills/a.csv", "s3://bucket b/c.csv", "file /abs.csv",
            ])
        #expect(LineageEventsTests.names(events[2]["outputs"]) == ["reckon.harbor nightly.bill.things"])
        #expect(events[2]["outputs"]?.array?[0]["outputFacets"]?["outputStatistics"]?["rowCount"]?.int == 7)
        #expect(
            LineageEventsTests.names(events[4]["inputs"]) == [
                "reckon.harbor nightly.bill.things", "reckon.harbor nightly.allocation.things",
            ])
        // Nothing was written, so nothing is said of how much.
        #expect(events[4]["outputs"]?.array?[0]["outputFacets"] == nil)
        let whole = events[0]["run"]?["runId"]?.string
        #expect(events[5]["run"]?["runId"]?.string == whole)
        #expect(events[0]["run"]?["facets"]?["parent"] == nil)
        for event in events[1...4] {
            #expect(event["run"]?["facets"]?["parent"]?["run"]?["runId"]?.string == whole)
            #expect(event["run"]?["runId"]?.string != whole)
        }
        #expect(events[1]["run"]?["runId"]?.string == events[2]["run"]?["runId"]?.string)
    }

    @Test func aFailureIsToldByItsCodeAndNotByItsWords() throws {
        let bill = try LineageEventsTests.stage("bill")
        let wrong = Diagnostic.error(DiagnosticCode("D", 202), "marker", at: Place(file: "marker.csv"), hint: "marker")
        let events = try LineageEventsTests.told([
            LineageEventsTests.begun(), .stageStarted(bill, use: "reader"), .diagnostic(wrong, stage: bill),
            .restrictedDetail("marker", stage: bill), .stageFinished(bill, .failed, rows: 0),
            .stageFinished(LineageEventsTests.stage("report"), .notRun, rows: 0), .runFinished(.sample(), .badInput),
        ])
        #expect(
            LineageEventsTests.words(events) == [
                "START nightly", "START nightly.bill", "FAIL nightly.bill", "FAIL nightly",
            ])
        #expect(
            events[2]["run"]?["facets"]?["errorMessage"]?["message"]?.string
                == "stage bill ended with D202; see the log of 20260401T021700Z-0123abcd")
        #expect(events[2]["outputs"]?.array?.isEmpty == true)
        for event in events {
            #expect(!String(decoding: PrettyJSON.bytes(JSONOut(event)), as: UTF8.self).contains("marker"))
        }
    }

    @Test func aRunThatWasStoppedIsAborted() throws {
        let bill = try LineageEventsTests.stage("bill")
        let events = try LineageEventsTests.told([
            LineageEventsTests.begun(), .stageStarted(bill, use: "reader"), .stageFinished(bill, .cancelled, rows: 0),
            .runFinished(.sample(), .terminated),
        ])
        #expect(LineageEventsTests.words(events).suffix(2) == ["ABORT nightly.bill", "ABORT nightly"])
    }

    @Test(arguments: [(true, "ABORT"), (false, "FAIL")])
    func anErrorClosesWhatIsOpen(_ wasOvertaken: Bool, _ word: String) throws {
        var lineage = try LineageEventsTests.lineage()
        let error = Failure(.unavailable, DiagnosticCode("S", 301), "gone")
        #expect(lineage.close(by: error, wasOvertaken: wasOvertaken, at: .sample).isEmpty)
        _ = lineage.lines(for: try LineageEventsTests.begun(), at: .sample)
        _ = lineage.lines(for: .stageStarted(try LineageEventsTests.stage("usage"), use: "reader"), at: .sample)
        let ends = try lineage.close(by: error, wasOvertaken: wasOvertaken, at: .sample).map(LineageEventsTests.node)
        #expect(LineageEventsTests.words(ends) == ["\(word) nightly.usage", "\(word) nightly"])
        #expect(lineage.close(by: error, wasOvertaken: wasOvertaken, at: .sample).isEmpty)
    }

    /// A run that was killed is ended by the one that finds it, under the names it had.
    @Test func aDeadRunIsEndedByAnother() throws {
        let (bill, usage) = (try LineageEventsTests.stage("bill"), try LineageEventsTests.stage("usage"))
        let lineage = try LineageEventsTests.lineage()
        let stage = { (id: StageID, started: Instant?) in
            RunSummary.Stage(
                id: id, kind: "reader", state: .abandoned, rows: nil, message: nil, startedAt: started,
                endedAt: .sample,
                tries: 1
            )
        }
        let run = try #require(RunID("20260331T021700Z-00000001"))
        let (job, tenant) = (try #require(JobID("weekly")), try #require(TenantID("harbor")))
        let dead = RunSummary(
            run: run, tenant: tenant, job: job, period: try LineageEventsTests.period(), state: .abandoned,
            startedAt: .sample, endedAt: .sample, exitStatus: nil, stages: [stage(bill, .sample), stage(usage, nil)],
            isClosed: false, host: RunHost(name: "one", process: 1))
        let ends = try lineage.ends(of: dead, at: .sample).map(LineageEventsTests.node)
        #expect(LineageEventsTests.words(ends) == ["ABORT weekly.bill", "ABORT weekly"])
        #expect(ends[0]["run"]?["runId"]?.string == RunUUID(tenant, run, stage: bill).description)
        #expect(ends[0]["run"]?["facets"]?["parent"]?["job"]?["name"]?.string == "weekly")
        #expect(ends[1]["run"]?["runId"]?.string == RunUUID(tenant, run).description)
    }
}
