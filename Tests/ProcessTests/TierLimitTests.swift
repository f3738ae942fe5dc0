import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// The limits of tiers, as somebody meets them who runs jobs.
    @Suite struct TierLimits {
        private func project(_ tenant: String, limits: String, isEnforced: Bool = true) throws -> Project {
            let project = try Project(tenant, job: Project.tiny)
            try project.folder.write(
                """
                {"mode": "test", "currencies": {"NGN": {"minimumSubunits": 5000}}, "enforceLimits": \(isEnforced),
                 "tiers": {"free": {"limits": \(limits)},
                  "starter": {"prices": {"month": {"NGN": 7500000}}, "limits": {"accounts": {"aws": 1, "other": 1}}}}}
                """, to: "Config/payments.json")
            return project
        }

        @Test func aJobThatAsksForTooMuchIsRefusedBeforeAnyWorkAndToldWhichTierAllowsIt() throws {
            let project = try project("tier-refused", limits: #"{"accounts": {"aws": 1}, "backfillDays": 0}"#)
            for arguments in [["run", "night", "--period", "2026-06"], ["plan", "night", "--period", "2026-06"]] {
                let answer = try project.start(arguments).wait()
                #expect(answer.exit == 77, "\(answer.err)")
                #expect(answer.err.contains("J271") && answer.err.contains("Jobs/night.json:2:"), "\(answer.err)")
                #expect(
                    answer.err.contains(#"tiers that allow it: starter; "provider" says whose bill a stage reads"#),
                    "\(answer.err)")
                #expect(answer.err.contains("J272") && answer.err.contains("2026-06"), "\(answer.err)")
            }
            #expect(try project.states() == ["failed"])
            #expect(
                !FileManager.default.fileExists(atPath: "\(SharedHome.path)/published/tier-refused/night/2026-06/bill"))
        }

        @Test func aJobMaySayWhoseBillItReads() throws {
            let project = try project("tier-provider", limits: #"{"accounts": {"aws": 1}}"#)
            try project.write(
                Project.tiny.replacing(#""source": "tiny","#, with: #""source": "tiny", "provider": "aws","#))
            #expect(try project.night().exit == 0)
            try project.write(
                Project.tiny.replacing(#""source": "tiny","#, with: #""source": "tiny", "provider": "azure","#))
            #expect(try project.run("run", "night", "--period", "2026-06").exit == 77)
        }

        /// A file that is refused counts for as little as one that is taken away: its job cannot be run.
        @Test func aJobThatCannotBeRunCountsForNothing() throws {
            let project = try project("tier-torn", limits: #"{"accounts": {"other": 1}}"#)
            let other = """
                {"job": "a-first", "tenant": "tier-torn", "stages": [
                  {"id": "bill", "use": "ingest-focus", "options": {"source": "x", "files": ["in/bill-focus.csv"]}}]}
                """
            try project.folder.write(other, to: "Jobs/a-first.json")
            let refused = try project.run("run", "night", "--period", "2026-06")
            #expect(refused.exit == 77 && refused.err.contains("account 2 of provider 'other'"), "\(refused.err)")
            try project.folder.write(String(other.dropLast()), to: "Jobs/a-first.json")
            #expect(try project.night().exit == 0)
            let torn = try project.run("run", "a-first", "--period", "2026-06")
            #expect(torn.exit == 78 || torn.exit == 65, "\(torn.err)")
        }

        @Test func nothingIsLimitedWhereItIsNotSaidOrNothingIsSold() throws {
            let project = try project("tier-unlimited", limits: #"{"accounts": {}}"#, isEnforced: false)
            #expect(try project.night().exit == 0)
            try FileManager.default.removeItem(atPath: "\(project.folder.path)/Config/payments.json")
            #expect(try project.night().exit == 0)
        }

        @Test func aMistakeInRulesThatLimitNothingStopsNoRun() throws {
            let project = try project("tier-mistaken", limits: "7", isEnforced: false)
            #expect(try project.night().exit == 0)
            for unclear in ["{", "[]", #"{"enforceLimits": "no"}"#] {
                try project.folder.write(unclear, to: "Config/payments.json")
                let answer = try project.run("run", "night", "--period", "2026-06")
                #expect([65, 78].contains(answer.exit), "\(unclear) \(answer.err)")
            }
        }

        @Test func rulesThatCannotBeReadStopTheRun() throws {
            let project = try project("tier-broken", limits: "7")
            let answer = try project.run("run", "night", "--period", "2026-06")
            #expect(answer.exit == 78 && answer.err.contains("Config/payments.json"), "\(answer.err)")
        }
    }
}
