import Crypto
import Kernel
import TestSupport
import Testing

@testable import Runner

struct EncryptionKeysTests {
    private static func rings(
        configuration: String? = nil, tenant: String = #"{"tenant": "harbor", "name": "Harbor"}"#
    ) throws -> (rings: KeyRings, root: String) {
        let folder = try TemporaryFolder()
        try folder.write("", to: "Jobs/.keep")
        if let configuration { try folder.write(configuration, to: "Config/reckon.json") }
        try folder.write(tenant, to: "Config/tenants/harbor.json")
        let project = try Project(root: folder.path, home: nil)
        return (try project.keyRings(), project.root)
    }

    private static let harbor = TenantID("harbor")!

    @Test func theFirstKeyIsTheCurrentOne() throws {
        let (rings, root) = try Self.rings(
            configuration: """
                {"encryptionKeys": [
                  {"id": "2026-11", "env": "RECKON_KEY"}, {"id": "2025-11", "file": "/etc/reckon/old"},
                  {"id": "2024-11", "file": "keys/older"}]}
                """)
        let installation = try #require(rings.installation)
        #expect(installation.current == KeyName(.installation, KeyID("2026-11")!))
        #expect(
            installation.entries.map(\.reference) == [
                .environment("RECKON_KEY"), .file("/etc/reckon/old"), .file("\(root)/keys/older"),
            ])
        #expect(installation.entries[1].place?.line == 2)
        #expect(rings.tenants.isEmpty)
        #expect(rings.current(for: Self.harbor) == installation.current)
    }

    @Test func aTenantsOwnKeyGoesFirst() throws {
        let (rings, _) = try Self.rings(
            configuration: #"{"encryptionKeys": [{"id": "k1", "env": "RECKON_KEY"}]}"#,
            tenant: #"{"tenant": "harbor", "name": "H", "encryptionKeys": [{"id": "k1", "env": "HARBOR_KEY"}]}"#)
        #expect(rings.current(for: Self.harbor) == KeyName(.tenant, KeyID("k1")!))
        #expect(rings.current(for: TenantID("quay")!) == KeyName(.installation, KeyID("k1")!))
    }

    @Test func withoutKeysThereAreNone() throws {
        let (rings, _) = try Self.rings()
        #expect(rings.current(for: Self.harbor) == nil)
    }

    @Test(arguments: [
        #"[]"#, #"[{"id": "k1"}]"#, #"[{"id": "k1", "env": "A", "file": "b"}]"#, #"[{"env": "A"}]"#,
        #"[{"id": "k1", "env": "A"}, {"id": "k1", "env": "B"}]"#, #"[{"id": "K1", "env": "A"}]"#,
        #"[{"id": "k1", "env": "a"}]"#, #"[{"id": "k1", "env": "1A"}]"#, #"[{"id": "k1", "env": "A", "key": "x"}]"#,
        #""A""#,
    ])
    func refusesKeysThatAreInNoPlaceOrInTwo(keys: String) throws {
        let failure = try #require(throws: Failure.self) {
            try Self.rings(configuration: "{\"encryptionKeys\": \(keys)}")
        }
        #expect(failure.exitStatus == .configuration)
        #expect(failure.diagnostics.allSatisfy { $0.place?.file == "Config/reckon.json" })
    }

    /// Somebody may write the key where the name of its variable belongs.
    @Test(arguments: [
        "FEDCBA9876543210FEDCBA9876543210FEDCBA9876543210FEDCBA9876543210",
        "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTI=",
    ])
    func aKeyInPlaceOfItsNameIsNotTold(key: String) throws {
        let failure = try #require(throws: Failure.self) {
            try Self.rings(configuration: #"{"encryptionKeys": [{"id": "k1", "env": "\#(key)"}]}"#)
        }
        #expect(!failure.description.contains(key.prefix(12)))
    }
}
