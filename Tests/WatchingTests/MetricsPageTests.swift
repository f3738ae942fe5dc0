import Crypto
import Documents
import Kernel
import TestSupport
import Testing

@testable import Runner
@testable import Watching

/// Figures of the latest runs in Prometheus' text format.
@Suite struct MetricsPageTests {
    private static func summary(_ job: String, exit: Int64, seconds: Int64) throws -> RunSummary {
        guard let job = JobID(job), let tenant = TenantID("harbor"), let period = Month("2026-04"),
            let bill = StageID("bill"), let allocation = StageID("allocation")
        else { throw Missing("sound names") }
        let stages = [(bill, Int64(19_952)), (allocation, 3224)].map { id, rows in
            RunSummary.Stage(
                id: id, kind: "k", state: .published, rows: rows, message: nil, startedAt: nil, endedAt: nil, tries: 1)
        }
        return RunSummary(
            run: try .sample(), tenant: tenant, job: job, period: period, state: exit == 0 ? .succeeded : .failed,
            startedAt: .sample,
            endedAt: Instant(microseconds: Instant.sample.microseconds + seconds * 1_000_000 + 50_000),
            exitStatus: exit, stages: stages, isClosed: false, host: RunHost(name: "one", process: 1))
    }

    private static func publication(_ stage: String, _ facts: String) throws -> (StageID, Publication) {
        guard let stage = StageID(stage) else { throw Missing("sound names") }
        let digest = Digest(of: "x")
        return (
            stage,
            Publication(
                stage: stage, run: try .sample(), directory: "/x", files: [],
                facts: try JSONText.parse(Array(facts.utf8), file: "facts", limits: .data), digest: digest,
                cacheKey: digest, rowCount: 1, diagnostics: [])
        )
    }

    private static func costs(_ amount: String) -> String {
        ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"].map { "\"\($0)\": \"\(amount)\"" }.joined(
            separator: ", ")
    }

    private static func page() throws -> MetricsPage {
        let published = Dictionary(uniqueKeysWithValues: [
            try publication(
                "bill",
                """
                {"totals": [{"billingPeriod": "2026-04", "currency": "USD", "chargeCategory": "Usage", "rows": 1,
                \(costs("12345678901.123456789012345678"))}, {"billingPeriod": "2026-04", "currency": "USD",
                "chargeCategory": "Tax", "rows": 1, \(costs("0.000000000000000001"))}]}
                """),
            try publication(
                "allocation",
                #"{"bridges": [{"currency": "USD", "lines": [{"line": "residual", \#(costs("-0.5"))}]}]}"#),
        ])
        var page = MetricsPage()
        try page.add(
            LatestRuns(
                attempt: summary("nightly", exit: 65, seconds: 3), success: summary("nightly", exit: 0, seconds: 9)),
            published: published)
        try page.add(LatestRuns(attempt: summary("weekly", exit: 70, seconds: 1), success: nil), published: [:])
        return page
    }

    @Test func figuresAreExactAndLabelled() throws {
        let text = try MetricsPageTests.page().text
        for line in [
            #"reckon_job_last_attempt_timestamp_seconds{job="nightly",tenant="harbor"} 1775009823.050000"#,
            #"reckon_job_last_success_timestamp_seconds{job="nightly",tenant="harbor"} 1775009829.050000"#,
            #"reckon_job_last_duration_seconds{job="nightly",tenant="harbor"} 3.050000"#,
            #"reckon_job_last_exit_code{job="nightly",tenant="harbor"} 65"#,
            #"reckon_job_last_exit_code{job="weekly",tenant="harbor"} 70"#,
            #"reckon_stage_rows{job="nightly",tenant="harbor",stage="bill"} 19952"#,
            #"reckon_bill_cost{job="nightly",tenant="harbor",stage="bill",currency="USD",cost="billed"} 12345678901.123456789012345679"#,
            #"reckon_allocation_cost{job="nightly",tenant="harbor",stage="allocation",currency="USD",line="residual",cost="list"} -0.5"#,
        ] { #expect(text.contains(line + "\n"), "\(line)\n\(text)") }
        #expect(!text.contains(#"success_timestamp_seconds{job="weekly""#))
        #expect(!text.contains("2026"), "nothing that grows with time is a label")
    }

    @Test func aStrictReaderTakesTheFile() throws {
        let page = try PrometheusText(MetricsPageTests.page().text)
        #expect(page.samples == 2 + 1 + 2 + 2 + 2 + 4 + 4)
        #expect(MetricsPage().text.isEmpty)
    }
}

/// The text format 0.0.4 as its description has it, without what gauges do not need: a family's HELP and TYPE come
/// once and before its samples, samples of a family stand together, and none comes twice.
struct PrometheusText {
    private(set) var samples = 0

    init(_ text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else { throw Wrong(line: "the last line has no end") }
        var (families, seen): (Set<Substring>, Set<Substring>) = ([], [])
        var (helped, current): (Substring, Substring) = ("", "")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            let wrong = Wrong(line: String(line))
            if let match = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) [^\n]+/) {
                helped = match.1
            } else if let match = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) gauge/) {
                guard match.1 == helped, families.insert(match.1).inserted else { throw wrong }
                current = match.1
            } else if let match = line.wholeMatch(
                of:
                    /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)+\}) (-?[0-9]+(\.[0-9]+)?)/
            ) {
                guard match.1 == current, seen.insert(line.prefix { $0 != " " }).inserted else { throw wrong }
                samples += 1
            } else {
                throw wrong
            }
        }
    }

    struct Wrong: Error { let line: String }
}
