import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// `--tenant`: whose jobs are meant.
    @Suite struct TenantOptions {
        private let project: Project

        init() throws {
            project = try Project("chosen", job: Project.tiny)
            try project.folder.write(#"{"tenant": "unchosen", "name": "B"}"#, to: "Config/tenants/unchosen.json")
            for (job, tenant) in [("mine", "chosen"), ("theirs", "unchosen")] {
                try project.folder.write(
                    """
                    {"job": "\(job)", "tenant": "\(tenant)", "schedule": {"cron": "17 2 * * *"}, "stages": [
                      {"id": "bill", "use": "ingest-focus", "options": {"source": "x", "files": ["in/bill-focus.csv"]}}]}
                    """, to: "Jobs/\(job).json")
            }
        }

        @Test(arguments: [
            ["run", "night", "--period", "2026-06"], ["run", "theirs", "--if-due"], ["plan", "night"],
            ["backfill", "night", "--from", "2026-06", "--to", "2026-06"],
        ])
        func aJobOfAnotherTenantIsRefused(command: [String]) throws {
            let other = command[1] == "theirs" ? "chosen" : "unchosen"
            let home = try TemporaryFolder()
            let answer = try project.start(command + ["--tenant", other], home: "\(home.path)/new").wait()
            #expect(answer.exit == 77)
            let job = command[1]
            #expect(answer.err.hasPrefix("Jobs/\(job).json: error[J306]: job '\(job)' belongs to tenant '"))
            // A plan of a backfill is made of the ledger; nothing but its store is there.
            #expect(!FileManager.default.fileExists(atPath: "\(home.path)/new/runs"))
        }

        @Test func theTenantsOwnJobIsRun() throws {
            #expect(try project.night("--tenant", "chosen").exit == 0)
            #expect(try project.run("run", "night", "--tenant", "no tenant").exit == 64)
        }

        @Test func aTickRunsTheTenantsJobsOnly() throws {
            let tick = try project.run("cron", "tick", "--tenant", "chosen")
            #expect(tick.exit != 77 && !tick.err.contains("theirs"), "\(tick.err)")
            let slots = try project.run("slots", "theirs")
            #expect(slots.out.hasPrefix("no slot yet"), "\(slots.out)")
            #expect(try !project.run("slots", "mine").out.hasPrefix("no slot yet"))
            let none = try project.run("cron", "tick", "--tenant", "nobody")
            #expect(none.exit == 66 && none.err.contains("error[J306]"))
        }
    }
}
