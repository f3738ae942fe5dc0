import Foundation
import TestSupport
import Testing

extension ProgramTests {
    @Suite struct Backfill {
        @Test func aPlanIsWrittenRunAndRefusedWhenItNoLongerHolds() throws {
            let project = try Project("backfill", job: Project.tiny)
            let range = ["backfill", "night", "--from", "2026-06", "--to", "2026-06"]
            let planned = try project.start(
                range + ["--dry-run", "--output", "plan.json"], home: nil, environment: [:]
            )
            .wait()
            #expect(planned.exit == 0)
            #expect(planned.out.hasPrefix("night for backfill, 1 of 2026-06 to 2026-06\n"))
            let ran = try project.run("backfill", "--plan", "plan.json", "--format", "json")
            #expect(ran.exit == 0, "\(ran.err)")
            #expect(
                ran.out == """
                    {"job":"night","succeeded":["2026-06"],"failed":[],"left":[],"exit":0}

                    """)
            #expect(ran.err.hasPrefix("2026-06  done  5 published, "))
            let again = try project.run("backfill", "--plan", "plan.json")
            #expect(again.exit == 65)
            #expect(
                again.err.hasPrefix(
                    "error[E551]: the plan no longer holds: 2026-06 was: nothing is published, is: not to be run"))
            let all = try project.start(range + ["--only", "all"], home: nil, environment: [:]).wait()
            #expect(all.exit == 0)
            #expect(all.err.hasPrefix("2026-06  done  5 unchanged, "))
            #expect(all.out == "1 of 1 periods are done\n")
        }

        @Test func theAuditLogIsVerifiedAndCanBeVerifiedByHand() throws {
            let project = try Project("audited", job: Project.tiny)
            #expect(try project.night().exit == 0)
            let verified = try project.run("audit", "verify")
            #expect(verified.exit == 0)
            #expect(verified.out.contains("audited: 5 entries, unbroken, head "))
            // The head is SHA-256 over the last line as it is printed, by a program that is not ours.
            let head = try Reckon.shell(
                "\"$RECKON\" audit list --limit 1 | tail -1 | tr -d '\\n' | sha256sum | cut -d' ' -f1",
                in: project.folder.path, environment: ["RECKON_HOME": SharedHome.path])
            #expect(verified.out.contains(head.out.trimmingCharacters(in: .newlines)))
        }

        @Test func aFailedRunIsResumed() throws {
            let project = try Project("resumed", job: Project.tiny)
            try FileManager.default.moveItem(
                atPath: "\(project.folder.path)/in/ocp_storage_usage.csv", toPath: "\(project.folder.path)/away.csv")
            let failed = try project.night()
            #expect(failed.exit == 66)
            try FileManager.default.moveItem(
                atPath: "\(project.folder.path)/away.csv", toPath: "\(project.folder.path)/in/ocp_storage_usage.csv")
            let resumed = try project.run("run", "--resume", failed.run, "--format", "json")
            #expect(resumed.exit == 0, "\(resumed.err)")
            #expect(try Night(resumed).endings.first == "bill unchanged")
            let unknown = try project.run("run", "--resume", "20200101T000000Z-00000000")
            #expect(unknown.exit == 66)
            #expect(try project.run("run", "night", "--resume", failed.run).exit == 64)
        }
    }
}
