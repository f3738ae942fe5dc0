import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// Commands, what they print and how they end.
    @Suite struct Commands {
        @Test func theVersionIsPrinted() throws {
            let answer = try Reckon.run(["--version"], in: "/")
            #expect(answer.exit == 0)
            #expect(answer.out.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
            #expect(answer.err.isEmpty)
        }

        @Test(arguments: [
            "run", "plan", "validate", "status", "report", "allocation", "inspect", "export", "restatements", "close",
            "reopen", "backfill", "schedule", "cron", "slots", "audit", "billing", "logs", "graph", "doctor", "schema",
        ])
        func everyCommandExplainsItself(command: String) throws {
            let all = try Reckon.run(["--help"], in: "/")
            #expect(all.exit == 0)
            #expect(all.out.contains("\n  \(command) ") || all.out.contains("\n  \(command), "))
            let one = try Reckon.run([command, "--help"], in: "/")
            #expect(one.exit == 0)
            #expect(one.out.contains("USAGE: reckon \(command)"))
            #expect(one.err.isEmpty)
        }

        @Test(arguments: [
            ["frobnicate"], ["run"], ["run", "night", "--period", "2026-13"], ["run", "Night!"],
            ["run", "night", "--format", "yaml"], ["status", "no-run"], ["status", "--limit", "0"],
            ["status", "--limit", "1001"], ["plan", "night", "extra"], ["report", "night", "--period", "April"],
        ])
        func aWrongCommandLineIs64(arguments: [String]) throws {
            let answer = try Reckon.run(arguments, in: "/")
            #expect(answer.exit == 64)
            #expect(answer.out.isEmpty)
            #expect(answer.err.contains("reckon") && answer.err.contains("--help"), "\(answer.err)")
        }

        @Test func aFolderThatIsNoProjectIs66() throws {
            let folder = try TemporaryFolder()
            for arguments in [["validate"], ["run", "night"], ["doctor"], ["status"], ["schema", "--check"]] {
                let answer = try Reckon.run(arguments, in: folder.path)
                #expect(answer.exit == 66)
                #expect(
                    answer.err == """
                        .: error[P101]: there is no folder Jobs/ here
                          hint: change to the folder that holds Jobs/ and Config/, or name it with --project

                        """)
            }
        }

        @Test func aJobThatIsNotThereIs66() throws {
            let project = try Project("no-job", job: Project.tiny)
            for command in ["run", "plan", "report"] {
                let answer = try project.run(command, "nightly")
                #expect(answer.exit == 66)
                #expect(answer.out.isEmpty)
                #expect(
                    answer.err == """
                        Jobs/nightly.json: error[J201]: there is no job 'nightly'
                          hint: known jobs: night

                        """)
            }
        }

        @Test func aWrongConfigurationIs78() throws {
            let project = try Project("bad-config", job: Project.tiny)
            try project.folder.write(#"{"hone": "/tmp"}"#, to: "Config/reckon.json")
            let answer = try project.run("run", "night")
            #expect(answer.exit == 78)
            #expect(
                answer.err == """
                    Config/reckon.json:1:2: error[J101]: unknown key "hone" in the configuration
                      hint: did you mean "home"?

                    """)
        }

        @Test func inputThatIsNotThereIs66() throws {
            let project = try Project("no-input", job: Project.tiny)
            try FileManager.default.removeItem(atPath: "\(project.folder.path)/in/bill-focus.csv")
            let night = try project.night()
            #expect(night.exit == 66)
            #expect(
                night.endings == [
                    "bill failed", "usage published", "allocation not run", "export not run", "report not run",
                ])
            #expect(night.err.contains("Jobs/night.json:2:") && night.err.contains("error[P201]: no file matches"))
            let plan = try project.run("plan", "night", "--period", "2026-06")
            #expect(plan.exit == 66)
            #expect(plan.out.contains("fail"))
        }

        @Test func inputThatIsWrongIs65() throws {
            let project = try Project("bad-input", job: Project.tiny)
            try project.folder.write("when,what\n", to: "in/bill-focus.csv")
            let night = try project.night()
            #expect(night.exit == 65)
            #expect(night.err.contains("in/bill-focus.csv:1: error[D200]: this is no FOCUS bill"))
            let status = try project.run("status", night.run)
            #expect(status.out.contains("error[D200]"))
        }

        @Test func aHomeThatCannotBeMadeIs73() throws {
            let project = try Project("bad-home", job: Project.tiny)
            try project.folder.write("", to: "file")
            for command in [["run", "night"], ["status"], ["plan", "night"], ["doctor"]] {
                let answer = try project.start(command, home: "\(project.folder.path)/file/home").wait()
                #expect(answer.exit == 73, "\(command): \(answer.err)")
                #expect(answer.err.contains("error[E404]: a file stands where a folder is needed"), "\(answer.err)")
            }
        }

        @Test func doctorFindsWhatIsWrong() throws {
            let project = try Project("doctor", job: Project.tiny)
            let good = try project.run("doctor")
            #expect(good.exit == 0, "\(good.err)")
            #expect(good.out.hasPrefix("jobs: 1 good\nhome: \(SharedHome.path)\nstore: embedded server in "))
            try project.write(Project.tiny.replacing("ingest-focus", with: "ingest-fokus"))
            let bad = try project.run("doctor")
            #expect(bad.exit == 78)
            #expect(bad.out.hasPrefix("jobs: not good, see below\nhome: "))
            #expect(bad.err.contains(#"did you mean "ingest-focus"?"#), "\(bad.err)")
        }

        @Test func schemasAreWrittenAndChecked() throws {
            let project = try Project("schema", job: Project.tiny)
            let missing = try project.run("schema", "--check")
            #expect(missing.exit == 78)
            #expect(missing.err.contains("Config/schemas/job.schema.json: error[J301]"))
            let written = try project.run("schema")
            #expect(written.exit == 0)
            let check = try project.run("schema", "--check")
            #expect(check.exit == 0)
            #expect(check.err.isEmpty && check.out.isEmpty)
            for path in written.out.split(separator: "\n") where path.hasSuffix(".json") {
                let text = try project.folder.read(String(path))
                #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
            }
            #expect(written.out.split(separator: "\n").contains("Config/schemas/job.schema.json"))
            try project.folder.write("{}", to: "Config/schemas/tenant.schema.json")
            #expect(try project.run("schema", "--check").exit == 78)
        }
    }
}
