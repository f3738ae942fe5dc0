import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// Those who are told how runs went, and what people look at afterwards.
    @Suite struct Watching {
        @Test func everybodyIsToldOfWhatChanges() throws {
            let watched = try Watched("watched")
            #expect(try watched.run().exit == 0)
            #expect(try watched.metric("reckon_job_last_exit_code") == "0")
            let success = try watched.metric("reckon_job_last_success_timestamp_seconds")
            try watched.breakBill()
            let failed = try watched.run()
            #expect(failed.exit == 65, "\(failed.err)")
            #expect(try watched.run().exit == 65)
            #expect(try watched.metric("reckon_job_last_exit_code") == "65")
            #expect(try watched.metric("reckon_job_last_success_timestamp_seconds") == success)
            #expect(try watched.metric("reckon_bill_cost") != nil)
            try watched.mendBill()
            #expect(try watched.run().exit == 0)

            let pings = try watched.server.entries("ping").map {
                $0.target.split(separator: "?")[0].replacing("/ping/ok/marker-of-the-ping", with: "")
            }
            #expect(
                pings == [
                    "/night/start", "/night", "/night/start", "/night/fail", "/night/start", "/night/fail",
                    "/night/start", "/night",
                ])
            let runs = try watched.server.entries("ping").map { $0.target.split(separator: "?").last }
            #expect(runs[0] == runs[1] && runs[1] != runs[2])

            let posts = try watched.server.entries("hook")
            #expect(posts.map { $0.body.contains("job.failed") } == [true, false])
            #expect(posts.last?.body.contains("job.recovered") == true)
            #expect(posts.allSatisfy { $0.header("idempotency-key")?.count == 36 })
            let mails = try watched.project.folder.read("mails")
            #expect(mails.components(separatedBy: "Subject: ").count == 3, "\(mails)")
            #expect(!mails.contains(watched.project.folder.path) && !mails.contains("bill-focus.csv"))

            let events = try watched.lineage()
            #expect(events.prefix(4) == ["START night", "START night.bill", "COMPLETE night.bill", "COMPLETE night"])
            #expect(events.filter { $0.hasPrefix("START") }.count == 8 && events.count == 16)
            #expect(try watched.server.entries("lineage").count == 16)
            #expect(try watched.server.entries("lineage").allSatisfy { $0.method == "POST" })
            // A run keeps its connection.
            #expect(try Set(watched.server.entries("lineage").map(\.connection)).count == 4)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: "\(watched.project.folder.path)/metrics").count == 1
            )
        }

        /// Cron wakes a job that is due, and no run begins: the store is away, the file cannot be read, or the home is
        /// not writable where runs are kept.
        @Test func aDueRunThatNeverBeginsIsTold() throws {
            let watched = try Watched("unbegun")
            let folder = watched.project.folder
            func due(_ more: [String: String] = [:], _ command: [String] = ["run", "night", "--if-due"]) throws
                -> Reckon.Answer
            {
                try watched.project.start(
                    command,
                    environment: [
                        "PING": "\(watched.server.server)/ping/ok", "HOOK": "\(watched.server.server)/hook/ok",
                    ].merging(more) { $1 }
                ).wait()
            }
            func schedule(_ cron: String) throws {
                try folder.write(
                    """
                    {"job": "night", "tenant": "unbegun", "schedule": {"cron": "\(cron)"}, "stages": [
                      {"id": "bill", "use": "ingest-focus", "options": {"source": "x", "files": ["in/bill-focus.csv"]}}]}
                    """, to: "Jobs/night.json")
            }
            let away = ["RECKON_DATABASE_URL": "postgresql://reckon:marker@127.0.0.1:1/reckon"]
            // Due each minute: a slot has just come, whenever this is.
            try schedule("* * * * *")
            #expect(try due(away).exit == 69)
            #expect(try due(away).exit == 69)
            #expect(try due(away, ["cron", "tick"]).exit == 69)
            // Called by a person and for a month: whoever calls sees it.
            #expect(try due(away, ["run", "night", "--period", "2026-06"]).exit == 69)
            // Not due within these minutes, whatever the time: there are two times in a year, half a year apart.
            let month = try #require(
                Int(Reckon.shell("date -u +%-m", in: folder.path).out.trimmingCharacters(in: .newlines)))
            try schedule("0 0 15 \((month + 5) % 12 + 1) *")
            #expect(try due(away).exit == 69)
            var pings = try watched.server.entries("ping").map { $0.target }
            #expect(pings == Array(repeating: "/ping/ok/night/fail", count: 3))
            var posts = try watched.server.entries("hook").map(\.body)
            #expect(posts.count == 1 && posts[0].contains("did not begin: exit code 69, S301"), "\(posts)")
            #expect(!posts[0].contains("marker"))

            // The file cannot be read: nobody knows whose it is or when it is due.
            try folder.write("{", to: "Jobs/night.json")
            #expect(try due().exit == 78)
            pings = try watched.server.entries("ping").map { $0.target }
            posts = try watched.server.entries("hook").map(\.body)
            #expect(pings.count == 4)
            #expect(posts.count == 2 && posts[1].contains("\"tenant\":null"), "\(posts)")

            // A slip of the hand at a prompt is nobody else's news; what cron calls and is not there is.
            #expect(try due([:], ["run", "nihgt", "--if-due"]).exit == 66)
            #expect(try watched.server.entries("ping").count == 4 && watched.server.entries("hook").count == 2)
            #expect(try due([:], ["run", "gone", "--if-due", "--quiet"]).exit == 66)
            #expect(try watched.server.entries("ping").count == 5 && watched.server.entries("hook").count == 3)

            // It is mended, and the first good run ends both failures with one message.
            try schedule("* * * * *")
            let good = try due()
            #expect(good.exit == 0, "\(good.err)")
            pings = try watched.server.entries("ping").map { String($0.target.prefix { $0 != "?" }) }
            #expect(pings.suffix(2) == ["/ping/ok/night/start", "/ping/ok/night"])
            posts = try watched.server.entries("hook").map(\.body)
            #expect(posts.count == 4 && posts[3].contains("job.recovered"), "\(posts)")
        }

        /// The ledger says that it is due, and there is no room for its log.
        @Test func aDueRunThatCannotHaveALogIsTold() throws {
            let watched = try Watched("unlogged")
            try watched.project.folder.write(
                """
                {"job": "night", "tenant": "unlogged", "schedule": {"cron": "17 2 * * *"}, "stages": [
                  {"id": "bill", "use": "ingest-focus", "options": {"source": "x", "files": ["in/bill-focus.csv"]}}]}
                """, to: "Jobs/night.json")
            try FileManager.default.createDirectory(
                atPath: "\(SharedHome.path)/runs", withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: "\(SharedHome.path)/runs/unlogged"))
            let answer = try watched.project.run(
                "run", "night", "--if-due", environment: ["PING": "\(watched.server.server)/ping/ok"])
            #expect(answer.exit == 73, "\(answer.out) \(answer.err)")
            #expect(try watched.server.entries("ping").map(\.target) == ["/ping/ok/night/fail"])
        }

        /// The address of a ping is a secret; it is in nothing that a run leaves behind or prints.
        @Test func addressesFromTheEnvironmentAreWrittenNowhere() throws {
            let watched = try Watched("hidden")
            let good = try watched.run()
            let wrong = try watched.run(["PING": "http://127.0.0.1:1/marker-of-the-ping"])
            let none = try watched.run(["PING": "", "HOOK": "not an address, marker-of-the-ping"])
            #expect([good, wrong, none].allSatisfy { $0.exit == 0 })
            #expect(
                wrong.err.contains("warning[E573]: the monitor cannot be told of runs: the address in 'PING'"))
            #expect(none.err.contains("the environment variable 'PING' is not set"), "\(none.err)")
            for answer in [good, wrong, none] { #expect(!(answer.out + answer.err).contains("marker-of-the-ping")) }
            let home = "\(SharedHome.path)/runs/hidden"
            for name in TemporaryFolder.files(below: home) {
                let text = try String(contentsOfFile: "\(home)/\(name)", encoding: .utf8)
                #expect(!text.contains("marker-of-the-ping"), "\(name)")
            }
            #expect(!(try watched.project.folder.read("lineage.jsonl")).contains("marker-of-the-ping"))
        }

        /// Nobody listens anywhere: the run is as good as ever and says what could not be told.
        @Test func nothingThatCannotBeToldFailsARun() throws {
            let watched = try Watched("unheard")
            let folder = watched.project.folder
            try folder.write("a file where a folder is needed", to: "metrics")
            try folder.write(
                """
                {"metrics": {"textfile": "metrics/reckon.prom"},
                 "lineage": {"file": "metrics/lineage.jsonl", "url": "http://127.0.0.1:1/"},
                 "ping": {"server": "http://127.0.0.1:1", "url": {"env": "PING"}},
                 "notify": {"sendmail": {"program": "/nowhere/sendmail", "to": ["ops@example.com"]}}}
                """, to: "Config/reckon.json")
            let answer = try watched.run(["PING": "http://127.0.0.1:1/x"])
            #expect(answer.exit == 0, "\(answer.err)")
            for code in ["E571", "E572", "E573"] { #expect(answer.err.contains("warning[\(code)]"), "\(answer.err)") }
            // Each place is tried once, not once a stage.
            #expect(answer.err.components(separatedBy: "warning[E572]").count == 3, "\(answer.err)")
            try watched.breakBill()
            let failed = try watched.run(["PING": "http://127.0.0.1:1/x"])
            #expect(failed.exit == 65)
            #expect(failed.err.contains("warning[E574]"), "\(failed.err)")
        }

        /// A run that was killed has said START and no more; the next one says how it ended.
        @Test func aRunThatWasKilledIsToldAsAborted() throws {
            let watched = try Watched("killed")
            let killed = try watched.run(["RECKON_FAULT": "stage.written"])
            #expect(killed.exit == 137, "\(killed.err)")
            #expect(try watched.lineage() == ["START night", "START night.bill"])
            #expect(try watched.run().exit == 0)
            let events = try watched.lineage()
            #expect(events.suffix(2) == ["ABORT night.bill", "ABORT night"], "\(events)")
            #expect(events.count == 8)
        }

        @Test func backfillsTellProgramsAndNotPeople() throws {
            let watched = try Watched("filled")
            try watched.breakBill()
            let answer = try watched.project.run("backfill", "night", "--from", "2026-06", "--to", "2026-06")
            #expect(answer.exit != 0)
            #expect(try watched.server.entries("ping").isEmpty && watched.server.entries("hook").isEmpty)
            #expect(try watched.lineage().count == 4)
            #expect(try watched.metric("reckon_job_last_exit_code") == "65")
        }

        @Test func doctorSaysWhoCannotBeTold() throws {
            let watched = try Watched("unset")
            let good = try watched.project.run(
                "doctor", environment: ["PING": "\(watched.server.server)/p", "HOOK": "\(watched.server.server)/h"])
            #expect(good.exit == 0 && !good.err.contains("E57"), "\(good.err)")
            let unset = try watched.project.run("doctor", environment: ["HOOK": "https://other.example/marker"])
            #expect(unset.exit == 0 && !unset.err.contains("marker"))
            #expect(
                unset.err.contains("warning[E573]: the monitor cannot be told of runs: the environment variable 'PING'")
            )
            #expect(unset.err.contains("warning[E574]: people cannot be told of runs: the address in 'HOOK' is not on"))
            #expect(try watched.server.entries("p").isEmpty)
        }

        @Test func doctorSaysWhichFilesCannotBeWritten() throws {
            let watched = try Watched("unwritable")
            // A file where the folder of metrics would be, and a folder where the file of lineage would be.
            try watched.project.folder.write("", to: "metrics")
            try watched.project.folder.write("", to: "lineage.jsonl/kept")
            let answer = try watched.project.run(
                "doctor", environment: ["PING": "\(watched.server.server)/p", "HOOK": "\(watched.server.server)/h"])
            #expect(answer.exit == 0)
            #expect(answer.err.contains("warning[E571]: the file of metrics cannot be written"), "\(answer.err)")
            #expect(answer.err.contains("warning[E572]: events of lineage cannot be written"), "\(answer.err)")
        }

        @Test func theLogOfARunIsShown() throws {
            let project = try Project("logged", job: Project.tiny)
            let night = try project.night()
            let text = try project.run("logs", night.run)
            #expect(text.exit == 0)
            #expect(text.out.contains("bill: begins: ingest-focus") && text.out.contains("ended with exit code 0"))
            let lines = try project.run("logs", night.run, "--format", "json").out.split(separator: "\n")
            #expect(lines.count > 5)
            for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
            #expect(try project.run("logs", night.run, "--level", "error").out.isEmpty)
            let none = try project.run("logs", "20260101T000000Z-00000000")
            #expect(none.exit == 66 && none.err.hasPrefix("error[E570]: there is no log of run"), "\(none.err)")
            #expect(try project.run("logs", "nightly").exit == 64)
        }

        @Test func aJobIsDrawn() throws {
            let project = try Project("drawn", job: Project.tiny)
            #expect(try project.run("graph", "night").out.hasPrefix("flowchart LR\n"))
            #expect(try project.run("graph", "night", "--format", "dot").out.hasPrefix("digraph \"night\" {\n"))
            #expect(try project.run("graph", "night", "--format", "svg").out.hasPrefix("<svg "))
            let json = try project.run("graph", "night", "--format", "json").out
            let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
            #expect((object?["stages"] as? [Any])?.count == 5)
            #expect(try project.run("graph", "other").exit == 66)
        }

        @Test func wrongSettingsAreRefusedWithoutShowingThem() throws {
            let project = try Project("refused", job: Project.tiny)
            for (text, word) in [
                (#"{"ping": {"server": "https://x.example/marker", "url": {"env": "A"}}}"#, "server"),
                (#"{"ping": {"server": "https://x.example", "url": {"env": "https://x/marker"}}}"#, "environment"),
                (#"{"ping": {"server": "https://x.example", "url": "https://x.example/marker"}}"#, "url"),
                (#"{"lineage": {"url": "https://user:marker@x.example/"}}"#, "address"),
                (#"{"notify": {"sendmail": {"to": ["-oQ/marker@x.example"]}}}"#, "e-mail"),
                (#"{"notify": {"sendmail": {"to": ["a@x.example\nBcc: b"]}}}"#, "e-mail"),
            ] {
                try project.folder.write(text, to: "Config/reckon.json")
                let answer = try project.run("validate")
                #expect(answer.exit == 78 && answer.err.contains(word), "\(text) \(answer.err)")
                if word != "e-mail" { #expect(!answer.err.contains("marker"), "\(answer.err)") }
            }
        }
    }
}
