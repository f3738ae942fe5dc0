import Foundation
import HTTP
import Kernel
import Runner
import TestSupport
import Testing

@testable import Watching

/// Mail programs, good and bad ones.
@Suite struct MailProgramTests {
    /// - Parameter isPatient: whether its clock runs as fast as the machine's; else a look takes a minute.
    private static func machine(isPatient: Bool = true) -> CallingMachine {
        let ticks = AtomicCount()
        return CallingMachine(
            clock: .fixed(.sample), monotonic: isPatient ? .system : MonotonicClock { ticks.next() * 60_000_000 },
            pause: { usleep(UInt32($0)) }, environment: { _ in nil }, version: "test", seed: 1)
    }

    private static func program(_ script: String, in folder: TemporaryFolder) throws -> String {
        try folder.write("#!/bin/sh\n\(script)\n", to: "send")
        chmod("\(folder.path)/send", 0o755)
        return "\(folder.path)/send"
    }

    private static func send(_ script: String, isPatient: Bool = true) throws -> (
        failure: MailFailure?, TemporaryFolder
    ) {
        let folder = try TemporaryFolder()
        let program = machine(isPatient: isPatient).mailProgram(try program(script, in: folder))
        do {
            try program.send("To: <a@example.com>\n\nhello\n", in: folder.path, named: "nightly")
            return (nil, folder)
        } catch { return (error, folder) }
    }

    @Test func theProgramGetsTheMailAndItsArguments() throws {
        let (failure, folder) = try MailProgramTests.send(
            #"cat > "$(dirname "$0")/got"; echo "$@" >> "$(dirname "$0")/got""#)
        #expect(failure == nil)
        #expect(try folder.read("got") == "To: <a@example.com>\n\nhello\n-i -t\n")
        // The mail does not stay.
        #expect(folder.files.sorted() == ["got", "send"])
    }

    @Test func whatItSaysIsNotShownAndHowItEndsIsTold() throws {
        guard case .status(75) = try MailProgramTests.send("echo noise; echo noise >&2; exit 75").failure else {
            Issue.record("another end")
            return
        }
        guard case .status(143) = try MailProgramTests.send("kill -TERM $$").failure else {
            Issue.record("another end")
            return
        }
    }

    @Test func oneThatHangsIsEnded() throws {
        guard case .status(137) = try MailProgramTests.send("sleep 600", isPatient: false).failure else {
            Issue.record("it was not ended")
            return
        }
    }

    @Test func oneThatIsNotThereIsAnError() throws {
        let folder = try TemporaryFolder()
        for path in ["\(folder.path)/none", "send"] {
            #expect(throws: MailFailure.self) {
                try MailProgramTests.machine().mailProgram(path).send("x", in: folder.path, named: "nightly")
            }
        }
    }
}
