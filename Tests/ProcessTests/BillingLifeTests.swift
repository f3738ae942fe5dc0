import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// Payments through the program itself: the script brings a database, a provider's stand-in and a clock that moves.
    @Suite struct BillingLife {
        @Test func subscriptionsLiveAndRunsDie() throws {
            let folder = try TemporaryFolder()
            let answer = try Reckon.shell(
                #"exec '\#(Checkout.root)/Tests/Oracles/billing' --reckon "$RECKON" --months 1 --kills 2"#,
                in: folder.path,
                // The compiler of the toolchain makes the clock that moves.
                environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
            #expect(answer.exit == 0, "\(answer.out)\(answer.err)")
            #expect(answer.out.contains("NGN: from checkout to dispute"))
            #expect(answer.out.contains("USD: from checkout to dispute"))
            #expect(answer.out.contains("none of them twice"))
        }
    }
}
