import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// `reckon cron` with a crontab program of the test's own.
    @Suite struct Cron {
        /// Keeps the crontab in a file, and answers as Debian's does.
        private static let fake = """
            #!/bin/sh
            case $1 in
            -l) if [ -e "$0.table" ]; then cat "$0.table"; else echo "no crontab for tester" >&2; exit 1; fi
               if [ -e "$0.edits" ]; then echo "# an edit" >>"$0.table"; fi ;;
            -) if [ -e "$0.kills" ]; then kill -9 $PPID; exit 1; fi
               if [ -e "$0.refuses" ]; then echo "bad minute" >&2; exit 1; fi; cat >"$0.table" ;;
            *) exit 9 ;;
            esac
            """

        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            try folder.write(Cron.fake, to: "crontab")
            chmod("\(folder.path)/crontab", 0o755)
            try folder.write(#"{"tenant": "toys", "name": "Toys"}"#, to: "Config/tenants/toys.json")
            try write("nightly", #""schedule": {"cron": "17 2 * * *", "zone": "Africa/Lagos"},"#)
        }

        private func write(_ job: String, _ schedule: String, tenant: String = "toys") throws {
            try folder.write(
                """
                {"job": "\(job)", "tenant": "\(tenant)", \(schedule) "stages": [
                  {"id": "bill", "use": "ingest-focus", "options": {"source": "x", "files": ["none.csv"]}}]}
                """, to: "Jobs/\(job).json")
        }

        private func cron(_ arguments: String..., environment: [String: String] = [:]) throws -> Reckon.Answer {
            let isCrontab = ["install", "diff", "uninstall"].contains(arguments[0])
            let zone = arguments[0] == "uninstall" || arguments.contains("--host-zone") ? [] : ["--host-zone", "UTC"]
            return try Reckon.run(
                ["cron"] + arguments + zone + (isCrontab ? ["--crontab", "\(folder.path)/crontab"] : []),
                in: folder.path, environment: environment)
        }

        private var table: String { get throws { try folder.read("crontab.table") } }

        @Test func installIsDoneOnceAndUninstallTakesOnlyItsOwn() throws {
            let others = "# mine\nMAILTO=me\n5 4 * * * mine 100\\%\n"
            try folder.write(others, to: "crontab.table")
            let first = try cron("install")
            #expect(first.exit == 0, "\(first.err)")
            #expect(try table.hasPrefix(others + "# BEGIN reckon \(folder.path)\n# sha256 "))
            #expect(
                try table.contains(
                    "\n# nightly: 17 2 * * * in Africa/Lagos\n"
                        + "17 1 * * * \(Reckon.path) run nightly --if-due --quiet --project \(folder.path)\n"))
            let installed = try table
            #expect(try cron("install").out == "the crontab is as it should be\n")
            #expect(try cron("diff").exit == 0)
            #expect(try table == installed)
            #expect(try cron("uninstall").exit == 0)
            #expect(try table == others)
            #expect(try cron("uninstall").out == "the crontab has no lines of \(folder.path)\n")
        }

        @Test func withoutACrontabOneIsMade() throws {
            #expect(try cron("diff").exit == 78)
            #expect(try cron("install").exit == 0)
            #expect(try table.hasPrefix("# BEGIN reckon"))
        }

        @Test func linesFollowTheJobs() throws {
            #expect(try cron("install").exit == 0)
            try write("monthly", ##""schedule": {"cron": "0 6 * * 1#1"},"##)
            let diff = try cron("diff")
            #expect(diff.exit == 78)
            #expect(diff.out.contains("\n+0 6 * * 1 "))
            #expect(diff.out.contains("\n 17 1 * * * "))
            #expect(diff.err.contains("error[J303]"))
            #expect(try cron("install").exit == 0)
            #expect(try table.contains("\n0 6 * * 1 \(Reckon.path) run monthly --if-due"))
        }

        @Test func whatWasEditedByHandIsKeptUntilForced() throws {
            #expect(try cron("install").exit == 0)
            let edited = try table.replacing("17 1 * * *", with: "17 9 * * *")
            try folder.write(edited, to: "crontab.table")
            let answer = try cron("install")
            #expect(answer.exit == 78)
            #expect(answer.err.contains("error[J241]"))
            #expect(try cron("uninstall").exit == 78)
            #expect(try table == edited)
            let diff = try cron("diff")
            #expect(diff.out.contains("\n-17 9 * * * ") && diff.out.contains("\n+17 1 * * * "))
            #expect(diff.err.contains("edited by hand"))
            #expect(try cron("diff", "--force").exit == 64)
            #expect(try cron("install", "--force").exit == 0)
            #expect(try cron("diff").exit == 0)
            try folder.write(edited, to: "crontab.table")
            #expect(try cron("uninstall", "--force").exit == 0)
            #expect(try table.isEmpty)
        }

        /// The words that begin each entry of the tenant's chain.
        private func audited(_ environment: [String: String]) throws -> [String] {
            try Reckon.run(["audit", "list"], in: folder.path, environment: environment).out.split(separator: "\n")
                .map { String($0.split(separator: "\"")[3]) }
        }

        @Test func theAuditLogIsToldBeforeTheCrontabChanges() throws {
            try folder.write(#"{"tenant": "crontab-audit", "name": "Toys"}"#, to: "Config/tenants/crontab-audit.json")
            try write("nightly", #""schedule": {"cron": "17 2 * * *"},"#, tenant: "crontab-audit")
            try FileManager.default.removeItem(atPath: "\(folder.path)/Config/tenants/toys.json")
            let home = ["RECKON_HOME": SharedHome.path]
            let first = try cron("install", environment: home)
            #expect(first.exit == 0 && first.err.isEmpty, "\(first.err)")
            #expect(try cron("install", environment: home).err.isEmpty)
            #expect(try cron("uninstall", environment: home).exit == 0)
            try folder.write("", to: "crontab.refuses")
            #expect(try cron("install", environment: home).exit == 69)
            try FileManager.default.removeItem(atPath: "\(folder.path)/crontab.refuses")
            #expect(
                try audited(home) == ["crontab.install", "crontab.uninstall", "crontab.install", "crontab.refused"])
            // Killed between the two: an entry of a change that was not made.
            try folder.write("", to: "crontab.kills")
            #expect(try cron("install", environment: home).exit == 128 + SIGKILL)
            #expect(try table.isEmpty)
            #expect(try audited(home).suffix(2) == ["crontab.refused", "crontab.install"])
            #expect(try Reckon.run(["audit", "verify"], in: folder.path, environment: home).exit == 0)
        }

        /// Somebody saves an editor while the command is at work.
        @Test(arguments: [true, false])
        func anEditAtTheSameTimeIsNotOverwritten(isAudited: Bool) throws {
            let tenant = "crontab-edits-\(isAudited)"
            try folder.write("{\"tenant\": \"\(tenant)\", \"name\": \"Toys\"}", to: "Config/tenants/\(tenant).json")
            try write("nightly", #""schedule": {"cron": "17 2 * * *"},"#, tenant: tenant)
            try FileManager.default.removeItem(atPath: "\(folder.path)/Config/tenants/toys.json")
            let home = ["RECKON_HOME": SharedHome.path]
            let words = isAudited ? ["install"] : ["install", "--unaudited"]
            func install() throws -> Reckon.Answer {
                try Reckon.run(
                    ["cron"] + words + ["--host-zone", "UTC", "--crontab", "\(folder.path)/crontab"], in: folder.path,
                    environment: home)
            }
            try folder.write("# mine\n", to: "crontab.table")
            try folder.write("", to: "crontab.edits")
            let answer = try install()
            #expect(answer.exit == 75 && answer.err.contains("error[J307]"), "\(answer.err)")
            #expect(try table == "# mine\n" + String(repeating: "# an edit\n", count: 3))
            try FileManager.default.removeItem(atPath: "\(folder.path)/crontab.edits")
            #expect(try install().exit == 0)
            #expect(try table.hasPrefix("# mine\n# an edit\n# an edit\n# an edit\n# BEGIN reckon"))
            if isAudited { #expect(try audited(home) == ["crontab.install", "crontab.refused", "crontab.install"]) }
        }

        /// Another process of this account has its turn; what it writes is there when ours begins.
        @Test func commandsTakeTurns() throws {
            let answer = try Reckon.shell(
                """
                mkdir home; exec 9> home/.reckon-crontab.lock; flock 9
                HOME=$PWD/home "$RECKON" cron install --host-zone UTC --crontab "$PWD/crontab" 9>&- & sleep 2
                echo '# first' > crontab.table; exec 9>&-; wait $!
                """, in: folder.path)
            #expect(answer.exit == 0, "\(answer.err)")
            #expect(try table.hasPrefix("# first\n# BEGIN reckon"))
        }

        /// For whoever has to stop jobs right now.
        @Test func linesAreRemovedThoughTheConfigurationIsBroken() throws {
            #expect(try cron("install").exit == 0)
            try folder.write("{", to: "Config/reckon.json")
            #expect(try cron("uninstall", "--unaudited").exit != 0)
            #expect(try cron("uninstall", "--installed-at", folder.path).exit != 0)
            #expect(try table.contains("# BEGIN reckon"))
            let answer = try cron("uninstall", "--installed-at", folder.path, "--unaudited")
            #expect(answer.exit == 0 && answer.err.contains("warning[J304]"), "\(answer.err)")
            #expect(try table.isEmpty)
        }

        @Test func withoutAnAuditLogTheCrontabStaysUnlessToldOtherwise() throws {
            let home = try TemporaryFolder()
            let away = [
                "RECKON_HOME": home.path, "RECKON_DATABASE_URL": "postgresql://reckon:marker@127.0.0.1:1/reckon",
            ]
            let refused = try cron("install", environment: away)
            #expect(refused.exit == 69)
            #expect(!folder.files.contains("crontab.table"))
            let told = try cron("install", "--unaudited", environment: away)
            #expect(told.exit == 0 && told.err.contains("warning[J304]") && told.err.contains("--unaudited"))
            #expect(try cron("uninstall", environment: away).exit == 69)
            #expect(try table.contains("# BEGIN reckon"))
            // No store yet is no store that could know of it; the next time there is one it learns.
            let new = ["RECKON_HOME": "\(home.path)/new"]
            #expect(try cron("uninstall", environment: new).err.contains("warning[J304]"))
            #expect(try cron("install", environment: new).err.contains("no store is set up yet"))
            #expect(!FileManager.default.fileExists(atPath: "\(home.path)/new"))
        }

        /// The sentence names the line of the restricted log that has the detail.
        @Test func aReferenceLeadsToTheDetail() throws {
            let home = try TemporaryFolder()
            let away = [
                "RECKON_HOME": home.path, "RECKON_DATABASE_URL": "postgresql://reckon:marker-7@localhost:1/reckon",
            ]
            let answer = try Reckon.run(["status"], in: folder.path, environment: away)
            #expect(answer.exit == 69)
            let words = try #require(answer.err.split(separator: "\n").first).split(separator: " ")
            let reference = try #require(words.last).dropLast()
            #expect(answer.err.hasPrefix("error[S301]: the database cannot be reached (reference \(reference))"))
            #expect(!answer.err.contains("refused"))
            let shown = try Reckon.run(["logs", String(reference)], in: folder.path, environment: away)
            #expect(shown.exit == 0 && shown.out.contains("reckon status ended with exit code 69"), "\(shown.err)")
            #expect(!shown.out.contains("refused"))
            let detail = try Reckon.run(
                ["logs", String(reference), "--level", "detail"], in: folder.path, environment: away)
            #expect(detail.out.contains("Connection refused"), "\(detail.out)")
            let run = try Reckon.run(["run", "nightly", "--period", "2026-06"], in: folder.path, environment: away)
            #expect(run.exit == 69, "\(run.err)")
            let logs = try home.files.filter { $0.hasSuffix("errors.log") || $0.hasSuffix("log.jsonl") }
                .map { try home.read($0) }
            #expect(logs.count == 2)
            for log in logs {
                #expect(log.contains("Connection refused"))
                for part in ["marker-7", "localhost", "127.0.0.1", "::1"] { #expect(!log.contains(part), "\(log)") }
            }
        }

        @Test func aHomeOfThisCommandIsThatOfTheLines() throws {
            let lines = try cron("render", environment: ["RECKON_HOME": "/srv/home", "RECKON_DATABASE_URL": "secret"])
                .out
            #expect(lines.contains(" --home /srv/home\n"))
            #expect(!lines.contains("secret"))
            #expect(try !cron("render").out.contains("--home"))
        }

        @Test func oneTickForAllJobs() throws {
            let lines = try cron("render", "--tick", "--mail-to", "ops@example.com").out
            #expect(lines.contains("\n*/5 * * * * \(Reckon.path) cron tick --project \(folder.path)\n"))
            #expect(lines.contains("\nMAILTO=\"ops@example.com\"\n"))
        }

        @Test func theDigestIsAskedForEveryHour() throws {
            try folder.write(
                """
                {"notify": {"sendmail": {"to": ["a@example.com"]}, "digest": {"at": "08:30", "zone": "Asia/Kolkata"}}}
                """, to: "Config/reckon.json")
            let lines = try cron("render").out
            #expect(
                lines.contains(
                    "\n# digest: nights to 08:30 in Asia/Kolkata; sent once, asked every hour\n"
                        + "0 * * * * \(Reckon.path) digest --send --quiet --project \(folder.path)\n"), "\(lines)")
            #expect(try cron("render", "--tick").out.contains("\n# digest: nights to 08:30 in Asia/Kolkata\n"))
            let units = try cron("render", "--systemd", "units", "--program", "/bin/true")
            #expect(units.out.contains("units/reckon--digest.timer"), "\(units.err)")
            #expect(
                try folder.read("units/reckon--digest.service").contains("ExecStart=/bin/true digest --send --quiet"))
            for (digest, word) in [
                (#"{"digest": {"at": "08:30"}}"#, "names nobody"),
                (#"{"sendmail": {"to": ["a@example.com"]}, "digest": {"at": "8:30"}}"#, "time of day"),
                (#"{"sendmail": {"to": ["a@example.com"]}, "digest": {"zone": "Mars/Olympus"}}"#, "Mars/Olympus"),
            ] {
                try folder.write("{\"notify\": \(digest)}", to: "Config/reckon.json")
                let answer = try cron("render")
                #expect(answer.exit == 78 && answer.err.contains(word), "\(answer.err)")
            }
        }

        @Test func unitsOfSystemd() throws {
            let written = try cron("render", "--systemd", "units", "--program", "/bin/true", "--installed-at", "/srv/r")
            #expect(written.out == "units/reckon-nightly.service\nunits/reckon-nightly.timer\n")
            #expect(
                try folder.read("units/reckon-nightly.timer").contains(
                    "\nOnCalendar=*-*-* 01:17:00 UTC\nPersistent=true\n"))
            #expect(
                try folder.read("units/reckon-nightly.service").contains(
                    "\nExecStart=/bin/true run nightly --if-due --quiet --project /srv/r\n"))
            let same = try cron(
                "render", "--systemd", "units", "--check", "--program", "/bin/true", "--installed-at", "/srv/r")
            #expect(same.exit == 0, "\(same.err)")
            // Timers of others lie in the same folder.
            for name in ["backup.timer", "backup.service", "reckon-notes.txt"] {
                try folder.write("", to: "units/\(name)")
            }
            #expect(
                try cron(
                    "render", "--systemd", "units", "--check", "--program", "/bin/true", "--installed-at", "/srv/r"
                ).exit == 0)
            try folder.write("", to: "units/reckon-gone.timer")
            let stale = try cron("render", "--systemd", "units", "--check", "--program", "/bin/true")
            #expect(stale.exit == 78)
            #expect(stale.err.contains("units/reckon-gone.timer: error[J301]"))
            #expect(stale.err.contains("units/reckon-nightly.service: error[J301]"))
        }

        /// Times of timers are UTC: which zone the host has is not asked.
        @Test func unitsNeedNoZoneOfTheHostAndMailNothing() throws {
            let unclear = ["TZ": "Antarctica/Troll"]
            let units = try Reckon.run(
                ["cron", "render", "--systemd", "units"], in: folder.path, environment: unclear)
            #expect(units.exit == 0, "\(units.err)")
            let mailing = try Reckon.run(
                ["cron", "render", "--systemd", "units", "--mail-to", "ops@example.com"], in: folder.path)
            #expect(mailing.exit == 64 && mailing.err.contains("--mail-to is for a crontab"), "\(mailing.err)")
        }

        /// Nothing is asked of a job without a schedule, so that it is no success beside another's failure.
        @Test func aTickCountsNoJobWithoutASchedule() throws {
            try write("nightly", "")
            try write("broken", #""schedule": {"cron": "never"},"#)
            let answer = try Reckon.run(["cron", "tick"], in: folder.path)
            #expect(answer.exit == 78, "\(answer.err)")
        }

        @Test func whatCannotBeDoneIsSaid() throws {
            try write("nightly", "")
            let nothing = try cron("render")
            #expect(nothing.exit == 78)
            #expect(nothing.err.contains("error[J244]"))
            try write("nightly", #""schedule": {"cron": "17 2 * * *"},"#)
            let missing = try Reckon.run(
                ["cron", "install", "--host-zone", "UTC", "--crontab", "/nowhere/crontab"], in: folder.path)
            #expect(missing.exit == 69)
            #expect(missing.err.contains("error[E508]: cannot start /nowhere/crontab"))
            try folder.write(
                "#!/bin/sh\necho \"you (tester) are not allowed to use this program\" >&2; exit 1\n", to: "crontab")
            chmod("\(folder.path)/crontab", 0o755)
            let refused = try cron("install")
            #expect(refused.exit == 69)
            #expect(refused.err.contains("does not show the crontab: you (tester) are not allowed"))
            try folder.write(
                "#!/bin/sh\necho 'you may not' >&2; head -c 100000 /dev/zero >&2; exit 1\n", to: "crontab")
            chmod("\(folder.path)/crontab", 0o755)
            #expect(try cron("install").err.contains("does not show the crontab: you may not"))
            #expect(try cron("render", "--program", "reckon").exit == 78)
            #expect(try cron("render", "--mail-to", "a b").exit == 64)
        }

        /// What lies in cron/ is what the jobs of this repository ask for; `.ci/run` has cron and systemd look at it.
        @Test func theLinesOfThisRepositoryAreUpToDate() throws {
            let answer = try Reckon.shell(
                "make --no-print-directory cron CRON_FLAGS=--check RECKON=\"$RECKON\"", in: Checkout.root)
            #expect(answer.exit == 0, "\(answer.err)")
        }

        @Test func aTickRunsWhatIsDueAndIsQuietOtherwise() throws {
            let project = try Project("cron-tick", job: Project.tiny)
            try project.folder.write(
                "{\"job\": \"night\", \"tenant\": \"cron-tick\", \"schedule\": {\"cron\": \"0 0 1 7 *\"}, "
                    + "\"missed\": {\"maxAgeDays\": 3660},\n\"stages\": [\n\(Project.tiny)\n]}\n", to: "Jobs/night.json"
            )
            let first = try project.run("cron", "tick")
            // Which month it is about depends on today, and whether the bill has figures for it on the month.
            #expect((first.out + first.err).contains("night"))
            let second = try project.run("cron", "tick")
            #expect(second.exit == 0 && second.out.isEmpty && second.err.isEmpty)
            let quiet = try project.run("run", "night", "--if-due", "--quiet")
            #expect(quiet.exit == 0 && quiet.out.isEmpty)
            #expect(try project.run("run", "night", "--quiet").exit == 64)
        }
    }
}
