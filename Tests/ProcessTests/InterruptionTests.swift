import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// Runs that are killed, meet one another, or find their files gone.
    @Suite struct Interruption {
        /// The whole bill and one cluster: long enough to be killed in the middle.
        private static let bill = """
            {"id": "bill", "use": "ingest-focus", "options": {"source": "month", "files": ["in/bill-{period}.csv.gz"]}}
            """

        private static let month = """
            \(bill),
            {"id": "usage", "use": "ingest-operator", "options": {"clusters": [{"id": "harbor-us",
              "podUsage": ["in/harbor-us/ocp_pod_usage-{period}.csv.gz"]}]}},
            {"id": "allocation", "use": "allocate", "options": {"bill": ["bill"], "usage": ["usage"]}},
            {"id": "report", "use": "report", "options": {"allocation": "allocation", "bills": ["bill"]}}
            """

        /// The folders of the project's runs.
        private func runs(_ project: Project) -> Set<String> {
            Set(
                (try? FileManager.default.contentsOfDirectory(atPath: "\(SharedHome.path)/runs/\(project.tenant)"))
                    ?? [])
        }

        /// Returns when the log of a run that is not among the known ones holds the text, or the program has ended.
        private func wait(for text: String, _ project: Project, _ running: Reckon.Running, known: Set<String> = []) {
            while running.isRunning {
                if let run = runs(project).subtracting(known).first,
                    let log = FileManager.default.contents(
                        atPath: "\(SharedHome.path)/runs/\(project.tenant)/\(run)/log.jsonl"),
                    log.firstRange(of: Data(text.utf8)) != nil
                {
                    return
                }
                usleep(500)
            }
        }

        /// Ends the run when its log holds the text, and a while after that.
        private func end(
            _ project: Project, by signal: Int32 = SIGKILL, at text: String, after milliseconds: UInt32 = 0
        ) throws {
            let known = runs(project)
            let running = try project.start(["run", "night", "--period", "2026-04", "--force"])
            wait(for: text, project, running, known: known)
            usleep(milliseconds * 1000)
            running.signal(signal)
            #expect(try running.wait().exit == 128 + signal, "the run was over before it was ended")
        }

        @Test func aKilledRunIsTakenUpAgain() throws {
            let project = try Project("killed-month", job: Interruption.month, fixtures: "example-month")
            let delay = UInt32.random(in: 0...400)
            let moments = [
                (#""event":"run.started""#, 0), (#""stage":"bill""#, delay), (#""stage":"usage""#, 20),
                (#""stage":"allocation""#, delay / 2),
            ]
            for (text, delay) in moments { try end(project, at: text, after: UInt32(delay)) }
            let finished = try project.night(period: "2026-04")
            #expect(finished.exit == 0, "killed after \(delay) ms: \(finished.err)")
            let undisturbed = try project.night("--force", period: "2026-04", environment: ["TZ": "Asia/Tokyo"])
            #expect(undisturbed.all("published"))
            #expect(finished.digests == undisturbed.digests, "killed after \(delay) ms")
            #expect(finished.digests.count == 4)
            let states = try project.states()
            // The first may have died before it was entered in the ledger. On a busy machine the blow may come late: then
            // the last one had written down its end, and died on its way out.
            #expect(states.prefix(2) == ["succeeded", "succeeded"])
            let killed = states.dropFirst(2)
            #expect(killed.filter { $0 == "abandoned" }.count >= 2, "\(states)")
            #expect(killed.allSatisfy { ["abandoned", "succeeded"].contains($0) }, "\(states)")
            #expect((5...6).contains(states.count), "\(states)")
            #expect(finished.err.contains("died before it ended") == (killed.first == "abandoned"), "\(states)")
            for folder in undisturbed.directories.values {
                let names = try FileManager.default.contentsOfDirectory(
                    atPath: URL(filePath: folder).deletingLastPathComponent().path)
                #expect(!names.contains { $0.hasPrefix("staging") })
                #expect(names.count <= 3, "\(names)")
            }
        }

        /// What a terminal and a service manager send.
        @Test(arguments: [SIGINT, SIGTERM]) func aRunThatIsAskedToEndIsTakenUpAgain(signal: Int32) throws {
            let project = try Project("ended-\(signal)", job: Interruption.bill, fixtures: "example-month")
            try end(project, by: signal, at: #""stage":"bill""#, after: 100)
            let finished = try project.night(period: "2026-04")
            #expect(finished.exit == 0)
            #expect(finished.all("published"))
            #expect(!finished.err.contains("died before it ended"))
            #expect(try project.states() == ["succeeded", "cancelled"])
        }

        /// One line to standard error, and the run goes on.
        @Test func aRunSaysHowFarItIs() throws {
            let project = try Project("asked", job: Interruption.bill, fixtures: "example-month")
            let running = try project.start(["run", "night", "--period", "2026-04", "--format", "json"])
            wait(for: #""stage":"bill""#, project, running)
            running.signal(SIGUSR1)
            let night = try Night(running.wait())
            #expect(night.exit == 0)
            // The stage may have ended in between; then that is what it says.
            #expect(
                night.err.contains("stage bill: ") || night.err.contains("no stage is at work"), "\(night.err)")
        }

        /// A run that stands still holds its period; another one is told so at once.
        @Test func twoRunsOfOnePeriodDoNotMix() throws {
            let project = try Project("twins", job: Interruption.bill, fixtures: "example-month")
            let first = try project.start(["run", "night", "--period", "2026-04", "--format", "json"])
            wait(for: #""stage":"bill""#, project, first)
            first.signal(SIGSTOP)
            let second = try project.run("run", "night", "--period", "2026-04")
            first.signal(SIGCONT)
            #expect(second.exit == 75)
            #expect(
                second.err == """
                    Jobs/night.json: error[E503]: another run of night for period 2026-04 is at work
                      hint: wait for it; `reckon status` shows it

                    """)
            let night = try Night(first.wait())
            #expect(night.exit == 0)
            #expect(night.all("published"))
        }

        /// The home is gone, the database is not: where the server's account could not reach the home, its data lies
        /// elsewhere. Then everything is published again.
        @Test(.enabled(if: geteuid() == 0)) func aHomeThatIsGoneIsFilledAgain() throws {
            let project = try Project("refilled", job: Project.tiny)
            let closed = try TemporaryFolder()
            chmod(closed.path, 0o700)
            let home = "\(closed.path)/home"
            let first = try project.night(home: home)
            #expect(first.exit == 0)
            let place = try String(contentsOfFile: "\(home)/postgres/location", encoding: .utf8)
                .trimmingCharacters(in: .newlines)
            #expect(place.hasPrefix("/var/lib/reckon/postgres-"))
            defer { try? FileManager.default.removeItem(atPath: place) }
            #expect(try project.night(home: home).all("unchanged"))
            try FileManager.default.removeItem(atPath: home)
            let again = try project.night(home: home)
            #expect(again.exit == 0)
            #expect(again.all("published"), "\(again.endings)")
            #expect(again.digests == first.digests)
            for folder in again.directories.values { #expect(FileManager.default.fileExists(atPath: folder)) }
            let status = try project.run("status", "--format", "json", home: home)
            #expect(
                (try JSONSerialization.jsonObject(with: Data(status.out.utf8)) as? [[String: Any]])?.count == 3)
        }
    }
}
