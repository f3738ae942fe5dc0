import Foundation
import Testing

extension ProgramTests {
    /// The program is killed at every place where something that outlives it changes.
    @Suite struct Kill {
        /// All points that a plain run passes; those of schedules have a test of their own.
        private static let points = [
            "run.locked", "run.begun", "run.settled", "stage.started:3", "stage.written:2", "stage.sealed",
            "stage.sealed:4", "publish.uncommitted", "publish.uncommitted:5", "stage.published:2", "stage.settled:3",
            "run.unfinished", "run.finished",
        ]

        @Test func aRunThatIsKilledAnywhereComesToTheSameEnd() throws {
            let undisturbed = try Project("kill-none", job: Project.tiny)
            let expected = try undisturbed.night()
            #expect(expected.exit == 0)
            let project = try Project("kill-none", job: Project.tiny)
            for point in Kill.points {
                let killed = try project.run(
                    "run", "night", "--period", "2026-06", "--force", environment: ["RECKON_FAULT": point])
                #expect(killed.exit == 128 + SIGKILL, "\(point): \(killed.err)")
            }
            let night = try project.night()
            #expect(night.exit == 0, "\(night.err)")
            #expect(night.digests == expected.digests)
            for (stage, folder) in night.directories {
                let top = URL(filePath: folder).deletingLastPathComponent().path
                let names = try FileManager.default.contentsOfDirectory(atPath: top)
                #expect(!names.contains { $0.hasPrefix("staging") }, "\(stage): \(names)")
                #expect(names.count <= 3, "\(stage): \(names)")
                let link = try FileManager.default.destinationOfSymbolicLink(atPath: "\(top)/current")
                #expect(link == URL(filePath: folder).lastPathComponent)
            }
            let status = try project.run("status", "--format", "json", "--limit", "100")
            let runs = try #require(try JSONSerialization.jsonObject(with: Data(status.out.utf8)) as? [[String: Any]])
                .filter { $0["tenant"] as? String == project.tenant }
            #expect(runs.allSatisfy { $0["state"] as? String != "running" })
        }

        @Test func aFaultThatIsNotThereIsRefused() throws {
            let project = try Project("kill-unknown", job: Project.tiny)
            let answer = try project.run("status", environment: ["RECKON_FAULT": "stage.sealed:0"])
            #expect(answer.exit == 64)
            #expect(answer.err.hasPrefix("RECKON_FAULT='stage.sealed:0' names no fault point; there are: run.locked,"))
        }
    }
}
