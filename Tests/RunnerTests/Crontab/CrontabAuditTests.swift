import Database
import Documents
import Kernel
import Runner
import Testing

extension LedgerTests {
    /// What the audit log is told of the user's crontab.
    @Suite struct CrontabAudits {
        private let now = Instant(microseconds: 1_800_000_000_000_000)

        private func audit(_ tenants: [TenantID], host: String = "one") -> CrontabAudit {
            CrontabAudit(
                LedgerServer.shared.database, tenants: tenants,
                host: RunHost(name: host, process: 1, account: "finops"))
        }

        private func lines(_ digest: String?, _ jobs: [TenantID: [JobID]] = [:]) -> CrontabAudit.Lines {
            CrontabAudit.Lines(project: "/srv/reckon", digest: digest, jobs: jobs)
        }

        /// Action and digest of each entry.
        private func entries(_ tenant: TenantID) throws -> [String] {
            try AuditLog(LedgerServer.shared.database).entries(tenant, limit: 100).map { entry in
                let node = try JSONText.parse(Array(entry.text.utf8), file: "audit")
                return "\(node["action"]?.string ?? "") \(node["detail"]?["digest"]?.string ?? "none")"
            }
        }

        @Test func eachTenantHasAnEntryWithItsOwnJobsOnly() throws {
            let (left, right) = (try #require(TenantID("cron-left")), try #require(TenantID("cron-right")))
            let jobs = [left: [try #require(JobID("mine"))], right: [try #require(JobID("yours"))]]
            try audit([left, right]).record(.install, lines("aa", jobs), before: nil, isForced: true, at: now)
            for (tenant, own, other) in [(left, "mine", "yours"), (right, "yours", "mine")] {
                let log = AuditLog(LedgerServer.shared.database)
                let text = try #require(try log.entries(tenant, limit: 10).first?.text)
                #expect(text.contains("\"\(own)\"") && !text.contains(other))
                #expect(text.contains("\"forced\":true") && text.contains("\"subject\":\"crontab of finops\""))
                #expect(try log.verify(tenant).findings.isEmpty)
            }
        }

        @Test func linesThatNoEntryTellsOfAreEnteredOnce() throws {
            let tenant = try #require(TenantID("cron-found"))
            let audit = audit([tenant])
            #expect(try audit.recordFound(lines("aa"), at: now))
            #expect(try !audit.recordFound(lines("aa"), at: now))
            try audit.record(.install, lines("bb"), before: "aa", isForced: false, at: now)
            #expect(try !audit.recordFound(lines("bb"), at: now))
            // The crontab's program refused: what stood there stands.
            try audit.record(.refused, lines("aa"), before: "aa", isForced: false, at: now)
            #expect(try audit.recordFound(lines("bb"), at: now))
            try audit.record(.uninstall, lines(nil), before: "bb", isForced: false, at: now)
            #expect(try audit.recordFound(lines("bb"), at: now))
            #expect(
                try entries(tenant) == [
                    "crontab.found aa", "crontab.install bb", "crontab.refused aa", "crontab.found bb",
                    "crontab.uninstall none", "crontab.found bb",
                ])
        }

        /// Another host has a crontab of its own.
        @Test func hostsAreKeptApart() throws {
            let tenant = try #require(TenantID("cron-hosts"))
            try audit([tenant]).record(.install, lines("aa"), before: nil, isForced: false, at: now)
            #expect(try audit([tenant], host: "two").recordFound(lines("aa"), at: now))
            #expect(try !audit([tenant]).recordFound(lines("aa"), at: now))
        }
    }
}
