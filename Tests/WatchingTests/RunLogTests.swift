import Kernel
import Testing

@testable import Watching

/// The log of a run, read again for people.
@Suite struct RunLogTests {
    private static let text = """
        {"time":"2026-04-01T02:17:00Z","run":"r","tenant":"harbor","event":"run.started","job":"nightly","period":"2026-04","stages":["bill","usage"]}
        {"time":"2026-04-01T02:17:01Z","event":"diagnostic","stage":"bill","severity":"warning","code":"D201","message":"a row is odd","place":"b.csv:3","hint":"look"}
        {"time":"2026-04-01T02:17:02Z","event":"detail","stage":"bill","detail":"host db.example"}
        {"time":"2026-04-01T02:17:03Z","event":"stage.finished","stage":"bill","ending":"failed","rows":12345}
        {"time":"2026-04-01T02:17:04Z","event":"later.version","x":1}
        {"time":"2026-04-01T02:17:05Z","event":"run.finished","exit":65}
        """

    private static func shown(_ level: RunLog.Level) -> [String] {
        RunLog(Array(text.utf8)).entries(upTo: level).map(\.description)
    }

    @Test func eachLevelShowsWhatIsMoreUrgentToo() {
        #expect(
            RunLogTests.shown(.error) == [
                "2026-04-01T02:17:03Z  bill: failed, 12,345 rows", "2026-04-01T02:17:05Z  ended with exit code 65",
            ])
        #expect(RunLogTests.shown(.warning).count == 3)
        #expect(RunLogTests.shown(.info).count == 5)
        #expect(RunLogTests.shown(.detail).count == 6)
        #expect(RunLogTests.shown(.warning)[0].hasSuffix("b.csv:3: warning[D201]: a row is odd\n    hint: look"))
    }

    @Test func detailIsShownOnlyToWhoAsksForIt() {
        #expect(!RunLogTests.shown(.info).joined().contains("db.example"))
        #expect(RunLogTests.shown(.detail).joined().contains("db.example"))
    }

    @Test func aLineThatWasBrokenOffIsCounted() {
        let log = RunLog(Array((RunLogTests.text + "\n{\"time\":\"2026").utf8))
        #expect(log.entries.count == 6)
        #expect(log.unreadable == 1)
        #expect(RunLog([]).entries.isEmpty)
        #expect(RunLog([0xFF, 0x0A, 0x00, 0x0A, 0x0A]).unreadable == 2)
    }

    @Test func nothingInALogActsOnTheTerminal() {
        let line = #"{"event":"diagnostic","severity":"error","code":"D1","message":"a\u001b[2Jb\u202ec\rd\u009be"}"#
        let shown = RunLog(Array(line.utf8)).entries.map(\.description).joined()
        #expect(shown.contains(#"a\u{1b}[2Jb\u{202e}c\u{d}d\u{9b}e"#), "\(shown)")
    }
}
