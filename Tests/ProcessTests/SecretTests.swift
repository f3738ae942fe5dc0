import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// The password of the store's address is nowhere to be read.
    @Suite struct Secrets {
        private static let marker = "Hunter2-marker-9f3a"

        @Test(arguments: [
            ("postgresql://reckon_runtime:MARKER@127.0.0.1:1/reckon", 69),
            ("postgresql://reckon_runtime:MARKER@no-such-host.invalid/reckon", 69),
            ("postgresql://reckon_runtime:MARKER@127.0.0.1:99999/reckon", 69),
            ("postgresql://reckon_runtime:MARKER@[127.0.0.1/reckon", 78),
            ("host=127.0.0.1 port=1 password=MARKER colour=red", 78), ("MARKER", 78),
            ("postgresql://u:MARKER@127.0.0.1:1/reckon?sslmode=MARKER", 69),
        ])
        func aPasswordIsNotTold(address: String, exit: Int32) throws {
            let project = try Project("secret", job: Project.tiny)
            let home = try TemporaryFolder()
            let environment = ["RECKON_DATABASE_URL": address.replacing("MARKER", with: Secrets.marker)]
            for arguments in [["run", "night", "--period", "2026-06"], ["status"], ["doctor"], ["plan", "night"]] {
                let answer = try project.start(arguments, home: home.path, environment: environment).wait()
                #expect(answer.exit == exit, "\(arguments): \(answer.exit) \(answer.err)")
                #expect(answer.err.contains("error["))
                #expect(!answer.out.contains(Secrets.marker), "\(arguments)")
                #expect(!answer.err.contains(Secrets.marker), "\(arguments): \(answer.err)")
            }
            for file in home.files {
                let content = (try? Data(contentsOf: URL(filePath: "\(home.path)/\(file)"))) ?? Data()
                #expect(content.firstRange(of: Data(Secrets.marker.utf8)) == nil, "\(file)")
            }
        }

        @Test func theMigrationAddressAloneIsRefused() throws {
            let project = try Project("owner-only", job: Project.tiny)
            let answer = try project.run(
                "status",
                environment: ["RECKON_MIGRATION_DATABASE_URL": "postgresql://o:\(Secrets.marker)@127.0.0.1:1/reckon"])
            #expect(answer.exit == 78)
            #expect(answer.err.contains("hint: set both, or neither for the embedded database"))
            #expect(!answer.err.contains(Secrets.marker))
        }
    }
}
