import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// `reckon doctor` reads every key and shows none.
    @Suite struct Keys {
        private static let hexadecimal = "00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef"
        private static let configuration = """
            {"encryptionKeys": [{"id": "new", "env": "RECKON_TEST_KEY"}, {"id": "old", "file": "old.key"}]}
            """

        private func project(_ tenant: String, fileMode: Int = 0o400) throws -> Project {
            let project = try Project(tenant, job: Project.tiny)
            try project.folder.write(Keys.configuration, to: "Config/reckon.json")
            try project.folder.write(String(Keys.hexadecimal.reversed()) + "\n", to: "old.key")
            try FileManager.default.setAttributes(
                [.posixPermissions: fileMode], ofItemAtPath: "\(project.folder.path)/old.key")
            return project
        }

        @Test func doctorComparesKeysByFingerprint() throws {
            let answer = try project("keys-good").run("doctor", environment: ["RECKON_TEST_KEY": Keys.hexadecimal])
            #expect(answer.exit == 0, "\(answer.err)")
            let line = try #require(answer.out.split(separator: "\n").last { $0.hasPrefix("keys: ") })
            let shown = line.replacing(/fingerprint [0-9a-f]{8}/, with: "fingerprint X")
            #expect(
                shown == """
                    keys: 'new' of the installation seals, fingerprint X; \
                    'old' of the installation opens, fingerprint X
                    """, "\(line)")
            #expect(!(answer.out + answer.err).contains(Keys.hexadecimal.prefix(8)))
        }

        @Test func resealSaysWhichKeyIsNotNeeded() throws {
            let project = try project("keys-reseal")
            try FileManager.default.copyItem(
                atPath: "\(Checkout.root)/Config/payments.json",
                toPath: "\(project.folder.path)/Config/payments.json")
            let answer = try project.run("billing", "reseal", environment: ["RECKON_TEST_KEY": Keys.hexadecimal])
            #expect(answer.exit == 0, "\(answer.err)")
            #expect(answer.out == "key 'old' of the installation: no value needs it; it may be taken out\n")
        }

        @Test func doctorNamesTheKeyThatIsMissing() throws {
            let answer = try project("keys-missing").run("doctor")
            #expect(answer.exit == 78)
            #expect(answer.out.contains("\nkeys: not good, see below\n"))
            #expect(
                answer.err.contains(
                    "Config/reckon.json:1:21: error[J704]: the environment variable of key 'new' is not set"),
                "\(answer.err)")
        }

        @Test func aKeyThatOthersMayReadIs77() throws {
            let answer = try project("keys-open", fileMode: 0o644)
                .run("doctor", environment: ["RECKON_TEST_KEY": Keys.hexadecimal])
            #expect(answer.exit == 77)
            #expect(
                answer.err.contains("error[J705]: the file of key 'old' is open to others: its mode is 0644"),
                "\(answer.err)")
        }

        @Test func aLimitBelowItsLeastIs78() throws {
            let answer = try project("keys-limits").run(
                "doctor",
                environment: [
                    "RECKON_TEST_KEY": Keys.hexadecimal, "ENCRYPTION_KEY_CACHE_TTL_SECONDS": "59",
                    "ENCRYPTION_KEY_CACHE_MAX_SIZE": "9",
                ])
            #expect(answer.exit == 78)
            #expect(answer.err.contains("ENCRYPTION_KEY_CACHE_TTL_SECONDS: error[J701]: \"59\" is not allowed"))
            #expect(answer.err.contains("ENCRYPTION_KEY_CACHE_MAX_SIZE: error[J701]: \"9\" is not allowed"))
        }
    }
}
