import Kernel
import Testing

@testable import Runner

/// The block of a user's crontab that is ours, between lines that are not.
struct CrontabTests {
    private let block = CrontabBlock(project: "/srv/reckon", body: ["# nightly", "17 1 * * * true"])
    private let newer = CrontabBlock(project: "/srv/reckon", body: ["# nightly", "18 1 * * * true"])

    private func crontab(_ text: String) throws -> Crontab { try Crontab(Array(text.utf8), project: "/srv/reckon") }

    private func text(_ bytes: [UInt8]?) throws -> String { String(decoding: try #require(bytes), as: UTF8.self) }

    @Test func itIsWrittenBetweenItsOwnMarksWithADigest() {
        #expect(block.lines.first == "# BEGIN reckon /srv/reckon")
        // printf '# nightly\n17 1 * * * true\n' | sha256sum
        #expect(
            block.lines.dropFirst().first
                == "# sha256 5f6a20e509293c7e809fdda57143da203f4b2793ce22f37bfc8a191a9082abab")
        #expect(block.lines.last == "# END reckon /srv/reckon")
    }

    @Test(arguments: [
        "", "# mine\n5 4 * * * mine\n", "\n\n", "\u{FEFF}# odd\r\n1 1 * * * x\r\n", "# BEGIN reckon /srv/other\n",
    ])
    func whatWasThereComesBackByteForByte(others: String) throws {
        let installed = try text(crontab(others).installing(block, force: false))
        #expect(installed == others + block.text)
        #expect(try crontab(installed).installing(block, force: false) == nil)
        #expect(try text(crontab(installed).removing(force: false)) == others)
    }

    @Test func bytesThatAreNoTextStay() throws {
        let others: [UInt8] = [0x23, 0xFF, 0x00, 0xC3, 0x0A]
        let installed = try #require(
            try Crontab(others, project: "/srv/reckon").installing(block, force: false))
        #expect(installed == others + Array(block.text.utf8))
    }

    @Test func aLastLineWithoutAnEndGetsOne() throws {
        #expect(try text(crontab("1 1 * * * x").installing(block, force: false)) == "1 1 * * * x\n" + block.text)
    }

    @Test func anOlderBlockIsReplacedWhereItStands() throws {
        let before = "A=1\n" + block.text + "2 2 * * * y\n"
        #expect(try text(crontab(before).installing(newer, force: false)) == "A=1\n" + newer.text + "2 2 * * * y\n")
        let cut = "A=1\n" + String(block.text.dropLast())
        #expect(try text(crontab(cut).installing(newer, force: false)) == "A=1\n" + newer.text)
    }

    @Test func aBlockThatWasEditedIsRefusedUnlessForced() throws {
        let edited = "A=1\n" + block.text.replacing("17 1", with: "17 3")
        #expect(try crontab(edited).isEdited)
        for attempt in [
            { _ = try crontab(edited).installing(newer, force: false) },
            { _ = try crontab(edited).installing(block, force: false) },
            { _ = try crontab(edited).removing(force: false) },
        ] as [() throws -> Void] {
            let failure = #expect(throws: Failure.self) { try attempt() }
            #expect(failure?.diagnostics.first?.code == CrontabCode.editedBlock)
        }
        #expect(try text(crontab(edited).installing(newer, force: true)) == "A=1\n" + newer.text)
        #expect(try text(crontab(edited).removing(force: true)) == "A=1\n")
    }

    @Test(arguments: ["# sha256 00", "# nightly", "17 1 * * * true"])
    func aLineThatIsMissingIsAnEdit(line: String) throws {
        let lines = block.lines.filter {
            !$0.hasPrefix(line) && !($0.hasPrefix("# sha256") && line.hasPrefix("# sha256"))
        }
        #expect(try crontab(lines.map { $0 + "\n" }.joined()).isEdited)
    }

    @Test(
        arguments: [
            "# BEGIN reckon /srv/reckon\n1 1 * * * x\n", "# END reckon /srv/reckon\n",
            "# END reckon /srv/reckon\n# BEGIN reckon /srv/reckon\n",
            "# BEGIN reckon /srv/reckon\n# BEGIN reckon /srv/reckon\n# END reckon /srv/reckon\n",
        ])
    func aBlockWithoutOneBeginningAndEndIsNotTouched(text: String) {
        let failure = #expect(throws: Failure.self) { try crontab(text) }
        #expect(failure?.diagnostics.first?.code == CrontabCode.brokenBlock)
        #expect(failure?.exitStatus == .configuration)
    }

    @Test func differencesAreShownLineByLine() throws {
        #expect(try crontab(block.text).difference(to: block).isEmpty)
        let shown = try crontab(block.text).difference(to: newer)
        #expect(shown.first == " # BEGIN reckon /srv/reckon")
        #expect(
            shown.filter { !$0.contains("sha256") && !$0.hasPrefix(" ") } == ["-17 1 * * * true", "+18 1 * * * true"])
        #expect(try crontab("A=1\n").difference(to: block).allSatisfy { $0.hasPrefix("+") })
    }

    @Test func mailToIsNotSetForLinesOfOthers() throws {
        let mailing = CrontabBlock(project: "/srv/reckon", body: ["MAILTO=\"a@example.com\"", "1 1 * * * x"])
        #expect(try crontab("A=1\n" + block.text + "\n# end\n").installing(mailing, force: false) != nil)
        let failure = #expect(throws: Failure.self) {
            try crontab(block.text + "2 2 * * * y\n").installing(mailing, force: false)
        }
        #expect(failure?.diagnostics.first?.code == CrontabCode.linesBelow)
    }
}
