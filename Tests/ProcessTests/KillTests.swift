import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// The program is killed at every place where something that outlives it changes.
    @Suite struct Kill {
        /// All points that a plain run passes; that of schedules has a test of its own.
        private static let points = [
            "run.locked", "run.begun", "run.settled", "stage.started:3", "stage.written:2", "stage.sealed",
            "stage.sealed:4", "publish.uncommitted", "publish.uncommitted:5", "stage.published:2", "stage.settled:3",
            "run.unfinished", "run.finished",
        ]
        private static let slotPoints = ["slots.recorded", "run.begun", "stage.sealed"]

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
            // Each that was killed before its end was in the ledger is written down as abandoned by the one after it; the
            // last of them had ended. The first was killed before it was entered.
            let states = try project.states()
            #expect(states.count { $0 == "abandoned" } == Kill.points.count - 2, "\(states)")
            #expect(states.count { $0 == "succeeded" } == 3, "\(states)")
        }

        /// A slot that is in the ledger when the program dies is run by the next look.
        @Test func aSlotOutlivesTheProgram() throws {
            let project = try Project("kill-slot", job: "")
            try project.folder.write(#"{"heartbeatSeconds": 1}"#, to: "Config/reckon.json")
            try project.folder.write(
                """
                {"job": "night", "tenant": "kill-slot", "schedule": {"cron": "0 * * * *"}, "stages": [
                {"id": "bill", "use": "ingest-focus", "options": {"source": "tiny", "files": ["in/bill-focus.csv"]}}]}

                """, to: "Jobs/night.json")
            // The lease of a run that died keeps its slot for three beats of a second: nothing is due until then.
            for fault in Kill.slotPoints {
                var killed = try project.run("run", "night", "--if-due", environment: ["RECKON_FAULT": fault])
                for _ in 0..<100 where killed.exit == 0 {
                    usleep(200_000)
                    killed = try project.run("run", "night", "--if-due", environment: ["RECKON_FAULT": fault])
                }
                #expect(killed.exit == 128 + SIGKILL, "\(fault): \(killed.err)")
            }
            var slots: [[String: Any]] = []
            for _ in 0..<100 where slots.last?["outcome"] as? String != "succeeded" {
                usleep(200_000)
                let next = try project.run("run", "night", "--if-due")
                #expect(next.exit == 0, "\(next.err)")
                slots = try #require(
                    try JSONSerialization.jsonObject(
                        with: Data(try project.run("slots", "night", "--format", "json").out.utf8)) as? [[String: Any]])
            }
            #expect(slots.last?["outcome"] as? String == "succeeded", "\(slots)")
        }

        /// The answer names all points there are, and the tests above kill at each of them.
        @Test func aFaultThatIsNotThereIsRefused() throws {
            let project = try Project("kill-unknown", job: Project.tiny)
            let answer = try project.run("status", environment: ["RECKON_FAULT": "stage.sealed:0"])
            #expect(answer.exit == 64)
            #expect(answer.err.hasPrefix("RECKON_FAULT='stage.sealed:0' names no fault point; there are: run.locked,"))
            let named = answer.err.prefix { $0 != "\n" }.split(separator: ": ").last?.split(separator: ", ") ?? []
            #expect(Set(named) == Set((Kill.points + Kill.slotPoints).compactMap { $0.split(separator: ":").first }))
        }
    }
}
