import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// A night from the command line: what it prints, keeps and tells afterwards.
    @Suite struct Running {
        @Test func aNightIsRunAndToldOf() throws {
            let project = try Project("told", job: Project.tiny)
            let first = try project.run("run", "night", "--period", "2026-06")
            #expect(first.exit == 0, "\(first.err)")
            #expect(first.out.contains("0.84"), "\(first.out)")
            #expect(first.out.contains("/report/current/index.html"))
            #expect(first.err.contains("allocation  "))
            let second = try project.run("run", "night", "--period", "2026-06")
            #expect(second.exit == 0)
            #expect(second.out.contains("nothing has changed since the last run; nothing was published"))
            let report = try project.run("report", "night", "--period", "2026-06")
            #expect(report.exit == 0)
            #expect(first.out.hasSuffix(report.out))
            let plan = try project.run("plan", "night", "--period", "2026-06", "--format", "json")
            let stages = try JSONSerialization.jsonObject(with: Data(plan.out.utf8)) as? [[String: Any]]
            #expect(stages?.map { $0["action"] as? String } == Array(repeating: "skip", count: 5))
            let none = try project.run("report", "night", "--period", "2026-05")
            #expect(none.exit == 66)
            #expect(
                none.err == """
                    error[E506]: nothing has been published for job night and period 2026-05
                      hint: publish it with `reckon run night --period 2026-05`

                    """)
        }

        /// A job without allocation and report has figures too: those of its bills.
        @Test func aJobOfBillsOnlyTellsWhatTheyComeTo() throws {
            let project = try Project(
                "billsonly",
                job:
                    #"{"id": "bill", "use": "ingest-focus", "options": {"source": "tiny", "files": ["in/bill-focus.csv"]}}"#
            )
            let run = try project.run("run", "night", "--period", "2026-06")
            #expect(run.exit == 0, "\(run.err)")
            #expect(run.out.contains("\nbill\nperiod   currency  category  rows"), "\(run.out)")
            #expect(run.out.contains("2026-06  USD       Usage"), "\(run.out)")
            #expect(run.out.contains("/billsonly/night/2026-06/bill/current\n"), "\(run.out)")
            #expect(try project.run("report", "night", "--period", "2026-06").out == run.out)
        }

        @Test func statusTellsOfRuns() throws {
            let project = try Project("status", job: Project.tiny)
            #expect(try project.run("status").out == "no run yet; start one with `reckon run JOB`\n")
            let (first, second) = (try project.night(), try project.night())
            let text = try project.run("status")
            #expect(text.exit == 0)
            #expect(text.out.contains("\(second.run)") && text.out.contains("5 unchanged"), "\(text.out)")
            let list = try project.run("status", "--format", "json", "--limit", "1")
            let runs = try #require(
                try JSONSerialization.jsonObject(with: Data(list.out.utf8)) as? [[String: Any]])
            #expect(runs.map { $0["run"] as? String } == [second.run])
            #expect(runs.first?["state"] as? String == "succeeded")
            #expect((runs.first?["stages"] as? [[String: Any]])?.count == 5)
            let one = try project.run("status", first.run)
            #expect(one.out.contains("ingest-operator") && one.out.contains("published"))
            let none = try project.run("status", "20260101T000000Z-00000000")
            #expect(none.exit == 66)
        }

        /// Time zone, locale and language of the machine leave no trace.
        @Test func theEnvironmentChangesNoByte() throws {
            let project = try Project("zones", job: Project.tiny)
            let environments: [[String: String]] = [
                [:], ["TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"],
                ["TZ": "America/St_Johns", "LC_ALL": "C", "COLUMNS": "40"],
                [
                    "TZ": ":/usr/share/zoneinfo/Asia/Kathmandu", "LC_NUMERIC": "de_DE.UTF-8",
                    "LC_COLLATE": "sv_SE.UTF-8",
                ],
            ]
            let nights = try environments.map { try project.night("--force", environment: $0) }
            #expect(nights.allSatisfy { $0.exit == 0 && $0.all("published") })
            #expect(nights.first?.digests.count == 5)
            #expect(nights.allSatisfy { $0.digests == nights[0].digests })
        }

        @Test(arguments: [[:], ["NO_COLOR": "1"], ["TERM": "xterm-256color", "CLICOLOR_FORCE": "1"]])
        func withoutATerminalThereAreNoEscapes(environment: [String: String]) throws {
            let project = try Project("escapes-\(environment.count)", job: Project.tiny)
            for arguments in [
                ["run", "night", "--period", "2026-06"], ["status"], ["doctor"], ["validate"], ["--help"],
            ] {
                let answer = try project.start(arguments, environment: environment).wait()
                #expect(!(answer.out + answer.err).contains("\u{1B}"), "\(arguments)")
                #expect(!(answer.out + answer.err).contains("\r"), "\(arguments)")
            }
        }

        /// On a terminal progress is redrawn; colour is left out where it is not wanted.
        @Test func onATerminalProgressIsDrawnWithoutColour() throws {
            let project = try Project("terminal", job: Project.tiny)
            let line = #"script -qec "$RECKON run night --period 2026-06" /dev/null"#
            let answer = try Reckon.shell(
                line, in: project.folder.path,
                environment: ["RECKON_HOME": SharedHome.path, "NO_COLOR": "1", "TERM": "xterm"])
            #expect(answer.exit == 0)
            #expect(answer.out.contains("\r\u{1B}[K  bill"))
            #expect(answer.out.firstMatch(of: /\x1B\[[0-9;]*m/) == nil)
        }

        /// Nobody reads to the end: the run goes on, and nothing is said about it.
        @Test(arguments: [
            "$RECKON run night --period 2026-06 --force 2>&1 | head -1",
            "$RECKON run night --period 2026-06 --force | true",
            "$RECKON status | true", "$RECKON --help | head -1", "$RECKON schema --help | true",
        ])
        func aReaderThatLeavesDoesNoHarm(line: String) throws {
            let project = try Project("pipes-\(line.count)", job: Project.tiny)
            let answer = try Reckon.shell(
                "\(line); exit ${PIPESTATUS[0]}", in: project.folder.path,
                environment: ["RECKON_HOME": SharedHome.path])
            #expect(answer.exit == 0, "\(answer.exit) \(answer.err)")
            guard line.contains(" run ") else { return }
            let night = try project.night()
            #expect(night.all("unchanged"), "\(night.endings)")
        }

        @Test func theLogIsReadByItsOwnerOnly() throws {
            let project = try Project("log", job: Project.tiny)
            let night = try project.night()
            let folder = "\(SharedHome.path)/runs/log/\(night.run)"
            let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/log.jsonl")[.posixPermissions]
            #expect(mode as? Int == 0o600)
            let lines = String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/log.jsonl")), as: UTF8.self)
                .split(separator: "\n")
            let events = try lines.map {
                (try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["event"] as? String
            }
            #expect(events.first == "run.started")
            #expect(events.last == "run.finished")
            #expect(events.count { $0 == "stage.finished" } == 5)
            let record = try Data(contentsOf: URL(filePath: "\(folder)/run.json"))
            #expect((try JSONSerialization.jsonObject(with: record) as? [String: Any])?["exit"] as? Int == 0)
        }
    }
}
