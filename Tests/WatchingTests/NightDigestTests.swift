import Database
import Documents
import Foundation
import Kernel
import Schedule
import TestSupport
import Testing

@testable import Runner
@testable import Watching

/// What the message about a night says, held against a ledger that was written by hand.
@Suite struct NightDigestTests {
    private struct NoSecurityLog: SecurityEventSink {
        func record(_ event: SecurityEvent) {}
    }

    private let folder: TemporaryFolder
    private let tenant: TenantID

    init() throws {
        folder = try TemporaryFolder()
        tenant = try #require(TenantID("harbor"))
        _ = try Reader.job(#"{"id": "a", "use": "reader", "options": {}}"#, in: folder)
        for (name, schedule) in [("nightly", "17 2 * * *"), ("hourly", "0 */8 * * *"), ("forgotten", "0 1 * * *")] {
            try folder.write(
                """
                {"job": "\(name)", "tenant": "harbor", "schedule": {"cron": "\(schedule)"},
                 "stages": [{"id": "a", "use": "reader", "options": {}}]}
                """, to: "Jobs/\(name).json")
        }
        try folder.write("{", to: "Jobs/torn.json")
    }

    private func insert(
        _ session: Session, _ run: Int, _ job: String, _ period: String, _ state: String, exit: Int64?,
        at start: String, seconds: Int64
    ) throws {
        let started = try #require(Instant(start))
        let ended = started.advanced(bySeconds: seconds)
        let name = "20260501T000000Z-0000000\(run)"
        try session.execute(
            """
            INSERT INTO runs (tenant_id, run_id, job, period, generation, state, started_at, ended_at, exit_status,
                heartbeat_at)
            VALUES (\(tenant), \(name), \(job), \(try #require(Month(period)).firstDay), 1, \(state), \(started),
                \(state == "running" ? nil : ended), \(exit), \(ended))
            """)
        for (ordinal, stage) in ["bill", "allocation"].enumerated() {
            let end = state == "failed" ? (ordinal == 0 ? "failed" : "not_run") : "published"
            let message = end == "failed" ? "/secret/place.csv:3: error[D202]: a marker\n  hint: x" : nil
            try session.execute(
                """
                INSERT INTO stage_runs (tenant_id, run_id, stage, ordinal, kind, state, message)
                VALUES (\(tenant), \(name), \(stage), \(Int64(ordinal)), 'reader', \(end), \(message))
                """)
        }
    }

    private func publish(_ session: Session, _ stage: String, _ facts: String) throws {
        try session.execute(
            """
            INSERT INTO publications (tenant_id, job, period, stage, generation, run_id, cache_key, digest, directory,
                files, facts, diagnostics, row_count, published_at)
            VALUES (\(tenant), 'nightly', '2026-04-01', \(stage), 1, '20260501T000000Z-00000001',
                \(String(repeating: "0", count: 64)), \(String(repeating: "0", count: 64)), 'x', '[]',
                \(facts)::text::jsonb, '[]', 1, now())
            """)
    }

    private static func costs(_ amount: String) -> String {
        ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"].map { "\"\($0)\": \"\(amount)\"" }
            .joined(separator: ", ")
    }

    /// The digest of the night to 1 May, 08:00 UTC.
    private func digest(_ fill: (Session) throws -> Void) throws -> NightDigest {
        let store = try Store.open(
            .embedded(home: folder.path + "/home"),
            migrations: LedgerMigrations.all([
                .restatements, .schedules, .audit, DigestDelivery.step, DigestDelivery.endsStep,
            ]),
            security: NoSecurityLog())
        defer { try? store.close() }  // The test has what it wanted; the folder goes with everything in it.
        try store.database.withTenant(tenant) { try fill($0) }
        let project = try Project(root: folder.path, home: folder.path + "/home")
        let nights = try Nights(endingAt: 8 * 3600, in: .utc)
        let midnight = try #require(Instant("2026-05-01T00:00:00Z"))
        let night = try #require(nights.night(endingOn: midnight.day))
        let jobs = try project.jobs().map { name in
            (name, Result { () throws(Failure) in try JobFile(name, project: project, catalog: Reader.catalog) })
        }
        return try NightDigest(night, of: nights, project: project, ledger: Ledger(store.database), jobs: jobs)
    }

    @Test func aNightIsToldWithWhatNeedsAPerson() throws {
        let lines = ["bill": "10.5", "direct": "7.25", "idle": "3.25", "allocated": "10.5", "residual": "0"]
        let digest = try digest { session in
            try insert(session, 1, "nightly", "2026-04", "failed", exit: 65, at: "2026-05-01T02:17:00Z", seconds: 1)
            try insert(session, 2, "nightly", "2026-04", "succeeded", exit: 0, at: "2026-05-01T03:00:00Z", seconds: 12)
            try insert(session, 3, "nightly", "2026-03", "failed", exit: 65, at: "2026-05-01T04:00:00Z", seconds: 1)
            try insert(session, 4, "hourly", "2026-04", "abandoned", exit: nil, at: "2026-05-01T05:00:00Z", seconds: 60)
            // It went on when the night ended.
            try insert(session, 5, "hourly", "2026-03", "failed", exit: 65, at: "2026-05-01T07:59:00Z", seconds: 90)
            let bill =
                "{\"totals\": [{\"billingPeriod\": \"2026-04\", \"currency\": \"USD\", \"chargeCategory\": \"Usage\", \"rows\": 3, \(NightDigestTests.costs("10.5"))}]}"
            try publish(session, "bill", bill)
            let bridge = lines.sorted { $0.key < $1.key }
                .map { "{\"line\": \"\($0.key)\", \(NightDigestTests.costs($0.value))}" }
            try publish(
                session, "allocation",
                "{\"bridges\": [{\"currency\": \"USD\", \"lines\": [\(bridge.joined(separator: ","))]}]}")
            for (job, at, outcome, reason) in [
                ("nightly", "2026-05-01T02:17:00Z", "succeeded", "on time"),
                ("hourly", "2026-04-30T08:00:00Z", "succeeded", "on time"),
                ("hourly", "2026-04-30T16:00:00Z", "dropped", "an earlier run was at work (overlap)"),
            ] {
                try session.execute(
                    """
                    INSERT INTO slots (tenant_id, job, slot, scheduled_at, period, outcome, reason, recorded_at)
                    VALUES (\(tenant), \(job), \(at), \(try #require(Instant(at))), '2026-04-01', \(outcome), \(reason),
                        \(try #require(Instant(at))))
                    """)
            }
        }
        #expect(digest.subject == "reckon: night of 2026-05-01: 4 periods ran, 2 failed; 5 things need a person")
        #expect(
            digest.text == """
                nights to 08:00 in UTC, this one from 2026-04-30T08:00:00Z to 2026-05-01T08:00:00Z

                Needs a person
                  the file of job torn is refused (J136): `reckon validate torn`
                  hourly of harbor for 2026-04 died before it ended: it goes on with the next run
                  nightly of harbor for 2026-03 failed, exit code 65: bill failed (D202), allocation did not begin
                  forgotten of harbor has a schedule and nothing has ever woken it: `reckon cron install`
                  hourly of harbor was due at 2026-05-01T00:00:00Z, and nothing woke it: `reckon cron diff`, and whether the machine was on

                Ran
                  hourly of harbor for 2026-03: at work; run 20260501T000000Z-00000005
                  hourly of harbor for 2026-04: died; 2 published; run 20260501T000000Z-00000004
                  nightly of harbor for 2026-03: failed in 1.0 s; 1 failed, 1 not run; run 20260501T000000Z-00000003
                  nightly of harbor for 2026-04: 2 runs, 1 succeeded, 1 failed; at last 2 published; run 20260501T000000Z-00000002

                Did not run
                  hourly of harbor, slot 2026-04-30T16:00:00Z: an earlier run was at work (overlap)
                  hourly of harbor, slot 2026-05-01T00:00:00Z: nothing woke it at its time

                Money, effective cost
                  nightly of harbor for 2026-04, allocation: 10.5 USD of the bill, all of it in the allocation's lines
                  nightly of harbor for 2026-04, bill: bill 10.5 USD
                """)
        let json = String(decoding: PrettyJSON.line(digest.json), as: UTF8.self)
        for text in [digest.text, json] {
            #expect(!text.contains("secret") && !text.contains("marker") && !text.contains(folder.path))
        }
        #expect(json.contains(#""event":"night.digest""#) && json.contains(#""allocated":"10.5""#))
    }

    /// The last digit counts.
    @Test func anAllocationThatDoesNotComeToTheBillNeedsAPerson() throws {
        let digest = try digest { session in
            try insert(session, 1, "nightly", "2026-04", "succeeded", exit: 0, at: "2026-05-01T02:17:00Z", seconds: 1)
            let lines = ["bill": "1", "direct": "0.999999999999999999999999"].sorted { $0.key < $1.key }
                .map { "{\"line\": \"\($0.key)\", \(NightDigestTests.costs($0.value))}" }
            try publish(
                session, "allocation",
                "{\"bridges\": [{\"currency\": \"EUR\", \"lines\": [\(lines.joined(separator: ","))]}]}")
        }
        #expect(
            digest.needsPerson.contains(
                "the allocation of nightly of harbor for 2026-04 does not come to the bill in EUR"))
        #expect(digest.text.contains("1 EUR of the bill, 0.999999999999999999999999 in the allocation's lines"))
    }

    /// The rest is told all the same.
    @Test(arguments: [
        #"{"bridges": [{"currency": "EUR", "lines": [{"line": "bill"}]}]}"#, #"{"bridges": [{"lines": []}]}"#,
    ])
    func aPublicationThatCannotBeReadNeedsAPerson(facts: String) throws {
        let digest = try digest { session in
            try insert(session, 1, "nightly", "2026-04", "succeeded", exit: 0, at: "2026-05-01T02:17:00Z", seconds: 1)
            try insert(session, 2, "hourly", "2026-03", "succeeded", exit: 0, at: "2026-05-01T03:17:00Z", seconds: 1)
            try publish(session, "allocation", facts)
        }
        #expect(
            digest.needsPerson.contains {
                $0.hasPrefix("what nightly of harbor has published for 2026-04 cannot be read (E320): ")
                    && $0.hasSuffix("`reckon run nightly --period 2026-04 --force`")
            }, "\(digest.needsPerson)")
        #expect(digest.text.contains("hourly of harbor for 2026-03: succeeded") && !digest.text.contains("Money"))
    }

    /// A receiver of messages has no use for one of megabytes.
    @Test func listsForProgramsAreCutAsTheTextIs() throws {
        for number in 0..<60 { try folder.write("{", to: "Jobs/torn-\(number).json") }
        let digest = try digest { _ in }
        #expect(digest.needsPerson.count > 60 && digest.text.contains("more"))
        let json = try JSONText.parse(PrettyJSON.bytes(digest.json), file: "digest")
        #expect(json["needsPerson"]?.array?.count == 50)
    }

    @Test func aNightWithoutRunsIsToldToo() throws {
        for name in ["nightly", "hourly", "forgotten", "torn"] {
            try FileManager.default.removeItem(atPath: "\(folder.path)/Jobs/\(name).json")
        }
        let digest = try digest { _ in }
        #expect(digest.subject == "reckon: night of 2026-05-01: 0 periods ran; nothing needs a person")
        #expect(digest.text.hasSuffix("\n\nNothing ran and nothing was due."))
    }
}
