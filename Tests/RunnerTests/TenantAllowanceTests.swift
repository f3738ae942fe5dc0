import Kernel
import Testing

@testable import Runner

extension LedgerTests {
    /// Jobs are held to what their tenant's tier allows, before any work.
    @Suite struct TenantAllowanceTests {
        private static let free = TierLimits(accounts: ["aws": 1], backfillDays: 0, retentionDays: 30)

        private func allowance(
            _ name: String, _ limits: TierLimits, owed: String? = nil, elsewhere: [String] = []
        ) -> TenantAllowance {
            TenantAllowance(
                tier: .init(name: name, limits: limits), owedTier: owed,
                tiers: [
                    .init(name: "free", limits: Self.free),
                    .init(name: "mid", limits: TierLimits(accounts: ["aws": 2], backfillDays: 90, retentionDays: 400)),
                    .init(name: "all", limits: TierLimits(features: ["deep"])),
                ],
                accounts: elsewhere.map { StageAccount(provider: "aws", name: $0, place: Place(file: "Jobs/b.json")) })
        }

        private func refusals(
            _ allowance: TenantAllowance, reading accounts: [String] = [], period: String = "2026-04",
            today: String = "2026-04-15", isPublished: Bool = false, feature: String? = nil
        ) throws -> [Diagnostic] {
            let stages = (accounts.isEmpty ? ["aws/main"] : accounts).enumerated().map { number, account in
                "\n{\"id\": \"s\(number)\", \"use\": \"toy\", \"options\": {\"text\": \"a\", \"account\": \"\(account)\"}}"
            }
            let project = try ToyProject(stages.joined(separator: ","))
            do {
                try allowance.check(
                    project.file(feature: feature), period: try #require(Month(period)),
                    on: try #require(Instant("\(today)T00:00:00Z")).day, isPublished: isPublished)
                return []
            } catch let failure as Failure {
                #expect(failure.exitStatus == .notPermitted)
                return failure.diagnostics
            }
        }

        @Test func theFirstAccountsCountAndTheOthersAreRefusedWithTiersThatAllowThem() throws {
            let found = try refusals(allowance("free", Self.free), reading: ["aws/main", "aws/second", "aws/third"])
            #expect(found.map(\.code.description) == ["J271", "J271"])
            #expect(found.map(\.hint) == ["tiers that allow it: mid, all", "tiers that allow it: all"])
            #expect(found.map(\.place?.file) == ["Jobs/toys.json", "Jobs/toys.json"])
            #expect(found.map(\.place?.line) == [3, 4])
            #expect(
                found.first?.message
                    == "tier 'free' does not allow 'second', which is account 2 of provider 'aws' where "
                    + "1 may be read ('main')")
        }

        @Test func anAccountCountsOnceAndThoseOfOtherJobsCountToo() throws {
            let free = allowance("free", Self.free)
            #expect(try refusals(free, reading: ["aws/main", "aws/main"]).isEmpty)
            let others = allowance("free", Self.free, elsewhere: ["other", "main"])
            #expect(try refusals(others).map(\.code.description) == ["J271"])
            #expect(try refusals(allowance("free", Self.free, elsewhere: ["main", "other"])).isEmpty)
        }

        @Test func aProviderThatIsNotNamedHasNoAccounts() throws {
            let found = try refusals(allowance("free", Self.free), reading: ["azure/plan"])
            #expect(found.map(\.code.description) == ["J271"] && found[0].hint == "tiers that allow it: all")
            #expect(try refusals(allowance("all", TierLimits()), reading: ["azure/plan", "aws/x"]).isEmpty)
        }

        @Test(
            arguments: [
                // The current month and the one before it are no back-fill.
                ("2026-04", "2026-04-15", false, nil), ("2026-03", "2026-04-30", false, nil),
                ("2026-05", "2026-04-15", false, nil), ("2026-02", "2026-04-01", false, "J272"),
                ("2026-03", "2026-04-30", true, nil), ("2026-02", "2026-04-01", true, "J273"),
            ] as [(String, String, Bool, String?)])
        func oldPeriodsAreRefusedWhetherTheyArePublishedOrNot(
            period: String, today: String, isPublished: Bool, code: String?
        ) throws {
            let found = try refusals(
                allowance("free", Self.free), period: period, today: today, isPublished: isPublished)
            #expect(found.map(\.code.description) == (code.map { [$0] } ?? []))
        }

        @Test(
            arguments: [(0, false, "J272"), (30, false, "J272"), (31, false, nil), (30, true, "J273"), (31, true, nil)]
                as [(Int, Bool, String?)])
        func daysCountFromTheEndOfThePeriod(days: Int, isPublished: Bool, code: String?) throws {
            // February ended with the beginning of 1 March: 31 days before 1 April.
            let limits =
                isPublished
                ? TierLimits(backfillDays: 0, retentionDays: days) : TierLimits(backfillDays: days, retentionDays: 0)
            let found = try refusals(
                allowance("x", limits), period: "2026-02", today: "2026-04-01", isPublished: isPublished)
            #expect(found.map(\.code.description) == (code.map { [$0] } ?? []))
        }

        @Test func aFeatureThatIsNotNamedIsNotHad() throws {
            #expect(try refusals(allowance("free", Self.free), feature: "deep").map(\.code.description) == ["J274"])
            #expect(try refusals(allowance("all", TierLimits(features: ["deep"])), feature: "deep").isEmpty)
            #expect(try refusals(allowance("all", TierLimits(features: ["deep"])), feature: "other").count == 1)
        }

        @Test func whoOwesIsToldSo() throws {
            let found = try refusals(allowance("free", Self.free, owed: "mid"), reading: ["aws/a", "aws/b"])
            #expect(found.first?.hint?.contains("'mid' is restricted because a payment is overdue") == true)
        }

        @Test func aRefusedRunIsInTheLedgerAndLeavesWhatIsPublished() throws {
            let project = try ToyProject(#"{"id": "a", "use": "toy", "options": {"text": "a"}}"#)
            try project.run("2025-01")
            var settings = JobRun.Settings()
            settings.allowance = allowance("free", Self.free)
            let failure = try #require(throws: Failure.self) {
                try project.run("2025-01", force: true, settings: settings)
            }
            #expect(failure.diagnostics.map(\.code.description) == ["J273"] && failure.exitStatus == .notPermitted)
            #expect(project.content("a", "2025-01") == "a")
            #expect(try project.names("a", "2025-01").count == 2, "a generation and the link to it")
            let states = try project.ledger.runs(project.tenant, limit: 10).map(\.state.rawValue)
            #expect(states.sorted() == ["failed", "succeeded"])
        }
    }
}
