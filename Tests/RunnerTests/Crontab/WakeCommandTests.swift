import Kernel
import Testing

@testable import Runner

/// The command of a line, in the words of cron, the shell and systemd.
struct WakeCommandTests {
    private func job(_ name: String) throws -> JobID { try #require(JobID(name)) }

    @Test func plainPathsStandAsTheyAre() throws {
        let command = try WakeCommand(program: "/usr/local/bin/reckon", project: "/srv/reckon")
        #expect(
            command.crontab(.job(try job("nightly")))
                == "/usr/local/bin/reckon run nightly --if-due --quiet --project /srv/reckon")
        #expect(command.crontab(.tick) == "/usr/local/bin/reckon cron tick --project /srv/reckon")
        #expect(command.crontab(.digest) == "/usr/local/bin/reckon digest --send --quiet --project /srv/reckon")
    }

    @Test func whatOthersWouldReadAsMoreIsQuotedAndEscaped() throws {
        let command = try WakeCommand(
            program: "/opt/a b/reckon", project: "/srv/100%/$HOME;x", home: "/home/é", environmentFile: "/etc/r e%.env")
        #expect(
            command.crontab(.job(try job("nightly")))
                == "set -a && . '/etc/r e\\%.env' && set +a && '/opt/a b/reckon' run nightly --if-due --quiet "
                + "--project '/srv/100\\%/$HOME;x' --home '/home/é'")
        #expect(
            command.service(.job(try job("nightly"))) == [
                "Type=oneshot", "WorkingDirectory=/srv/100%%/$HOME;x", "EnvironmentFile=/etc/r e%%.env",
                "ExecStart=\"/opt/a b/reckon\" run nightly --if-due --quiet --project \"/srv/100%%/$$HOME;x\" "
                    + "--home \"/home/é\"",
            ])
    }

    @Test(
        arguments: [
            "reckon", "", "/it's", "/a\"b", "/a\\b", "/a\nb", "/a\u{7F}", "/" + String(repeating: "x", count: 200),
        ])
    func pathsThatCannotBeWrittenSafelyAreRefused(path: String) {
        let failure = #expect(throws: Failure.self) { try WakeCommand(program: "/bin/true", project: path) }
        #expect(failure?.diagnostics.first?.code == CrontabCode.unfitPath)
    }
}
