import Database
import Kernel
import Schedule
import Testing

@testable import Runner

extension LedgerTests {
    /// What the ledger says of a night.
    @Suite struct NightLedgers {
        private let from: Instant
        private let to: Instant
        private let ledger = Ledger(LedgerServer.shared.database)

        init() throws {
            from = try #require(Instant("2026-04-30T07:00:00Z"))
            to = try #require(Instant("2026-05-01T07:00:00Z"))
        }

        private func insert(
            _ tenant: TenantID, _ run: String, _ state: String, started: String, ended: String?, heard: String
        ) throws {
            let (started, heard) = (try #require(Instant(started)), try #require(Instant(heard)))
            let month = try #require(Month("2026-04"))
            _ = try LedgerServer.shared.database.withTenant(tenant) { session in
                try session.execute(
                    """
                    INSERT INTO runs (tenant_id, run_id, job, period, generation, state, started_at, ended_at,
                        heartbeat_at)
                    VALUES (\(tenant), \(run), 'nightly', \(month.firstDay), 1, \(state), \(started),
                        \(ended.flatMap { Instant($0) }), \(heard))
                    """)
            }
        }

        @Test func runsOfANightAreThoseAtWorkInIt() throws {
            let tenant = try #require(TenantID("night-runs"))
            let runs = [
                ("0", "succeeded", "2026-04-30T06:00:00Z", "2026-04-30T06:59:59Z", "2026-04-30T06:59:00Z", false),
                ("1", "succeeded", "2026-04-30T06:00:00Z", "2026-04-30T07:00:00Z", "2026-04-30T06:59:00Z", true),
                ("2", "failed", "2026-05-01T02:17:00Z", "2026-05-01T02:18:00Z", "2026-05-01T02:18:00Z", true),
                ("3", "succeeded", "2026-05-01T06:59:00Z", "2026-05-01T09:00:00Z", "2026-05-01T09:00:00Z", true),
                ("4", "succeeded", "2026-05-01T07:00:00Z", "2026-05-01T07:01:00Z", "2026-05-01T07:01:00Z", false),
                // It died in the night before, and was found in this one.
                ("5", "abandoned", "2026-04-30T02:00:00Z", "2026-05-01T02:17:00Z", "2026-04-30T02:10:00Z", false),
                // It died in this one, and was found after it.
                ("6", "abandoned", "2026-05-01T02:00:00Z", "2026-05-02T02:17:00Z", "2026-05-01T02:10:00Z", true),
                // It died, and nobody has found it yet.
                ("7", "running", "2026-04-29T02:00:00Z", nil, "2026-04-29T02:10:00Z", false),
                ("8", "running", "2026-05-01T03:00:00Z", nil, "2026-05-01T03:10:00Z", true),
            ]
            for (digit, state, started, ended, heard, _) in runs {
                let run = "20260501T000000Z-0000000\(digit)"
                try insert(tenant, run, state, started: started, ended: ended, heard: heard)
            }
            let found = try ledger.runs(tenant, from: from, to: to, lease: LeaseTerms())
            #expect(Set(found.map { String($0.run.text.suffix(1)) }) == Set(runs.filter(\.5).map(\.0)))
            #expect(found.first { $0.run.text.hasSuffix("8") }?.state == .abandoned)
        }

        @Test func slotsOfWhichNobodyAskedAreFound() throws {
            let (tenant, job) = (try #require(TenantID("night-slots")), try #require(JobID("nightly")))
            let cron = JobSchedule(.cron(CronSchedule(try CronExpression("0 */6 * * *"), in: .utc)))
            #expect(try ledger.slotsNeverAsked(tenant, job, cron, from: from, to: to) == nil)
            func enter(_ at: String, _ outcome: SlotRecord.Outcome, recorded: String) throws {
                let instant = try #require(Instant(at))
                let slot = SlotRecord(
                    key: at, at: instant, period: try #require(Month("2026-04")), outcome: outcome, reason: "why",
                    run: nil)
                try ledger.enter([slot], tenant, job, at: try #require(Instant(recorded)))
            }
            // Nobody had asked before the first that is known.
            try enter("2026-04-30T12:00:00Z", .dropped, recorded: "2026-04-30T12:00:10Z")
            try enter("2026-05-01T00:00:00Z", .due, recorded: "2026-05-02T00:00:00Z")
            let never = try #require(try ledger.slotsNeverAsked(tenant, job, cron, from: from, to: to))
            #expect(never.map(\.key) == ["2026-04-30T18:00:00Z", "2026-05-01T06:00:00Z"])
            // Entered in this night, for an earlier one.
            try enter("2026-04-28T00:00:00Z", .dropped, recorded: "2026-05-01T02:00:00Z")
            #expect(
                try ledger.slots(tenant, from: from, to: to).map { $0.1.key } == [
                    "2026-04-28T00:00:00Z", "2026-04-30T12:00:00Z", "2026-05-01T00:00:00Z",
                ])
        }
    }
}
