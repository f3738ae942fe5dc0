import Kernel
import Testing

@testable import Crypto

struct KeyRingsTests {
    private let place = Place(file: "Config/reckon.json", line: 4, column: 9)

    private func ring(_ reference: KeyReference) -> KeyRings {
        KeyRings(installation: KeyRing(.installation, [KeyEntry(KeyID("k1")!, reference, at: place)]))
    }

    private static let troubles: [(KeyTrouble, DiagnosticCode, Kernel.ExitStatus, String)] = [
        (.variableNotSet, KeyCode.keyMissing, .configuration, "the environment variable of key 'k1' is not set"),
        (.noFile, KeyCode.keyMissing, .configuration, "the file of key 'k1' does not exist"),
        (
            .unreadable(reason: "Permission denied"), KeyCode.keyMissing, .configuration,
            "the file of key 'k1' cannot be read: Permission denied"
        ),
        (.notRegularFile, KeyCode.keyMissing, .configuration, "the place of key 'k1' is no plain file"),
        (
            .exposed(mode: 0o640), KeyCode.keyExposed, .notPermitted,
            "the file of key 'k1' is open to others: its mode is 0640"
        ),
        (.noKey, KeyCode.keyMalformed, .configuration, "what stands in the place of key 'k1' is no key"),
        (.repeatedByte, KeyCode.keyMalformed, .configuration, "key 'k1' is one byte, repeated"),
    ]

    /// A key that somebody wrote where its place belongs must not come back in a message.
    @Test(arguments: troubles)
    func saysWhyThereIsNoKeyAndNotWhatItFound(
        trouble: KeyTrouble, code: DiagnosticCode, status: Kernel.ExitStatus, message: String
    ) throws {
        let rings = ring(.file("c2VjcmV0/c2VjcmV0"))
        let failure = try #require(throws: Failure.self) {
            try rings.check { (_: KeyReference) throws(KeyTrouble) -> [UInt8] in throw trouble }
        }
        #expect(failure.exitStatus == status)
        #expect(failure.diagnostics.map(\.code) == [code])
        #expect(failure.diagnostics[0].message == message)
        #expect(failure.diagnostics[0].place == place)
        #expect(failure.diagnostics[0].hint != nil)
        #expect(!failure.description.contains("c2VjcmV0"))
    }

    @Test func checksAllKeysAndTellsCopiesApart() throws {
        let keys = MadeKeys()
        keys.put(1, at: .environment("A"))
        keys.put(2, at: .environment("B"))
        keys.put(1, at: .environment("C"))
        let rings = KeyRings(
            installation: KeyRing(
                .installation,
                [KeyEntry(KeyID("new")!, .environment("A")), KeyEntry(KeyID("old")!, .environment("B"))]),
            tenants: [TenantID("harbor")!: KeyRing(.tenant, [KeyEntry(KeyID("own")!, .environment("C"))])])
        let checked = try rings.check(keys.source)
        #expect(checked.map(\.id.text) == ["new", "old", "own"])
        #expect(checked.map(\.isCurrent) == [true, false, true])
        #expect(checked[0].fingerprint == checked[2].fingerprint)
        #expect(checked[0].fingerprint != checked[1].fingerprint)
        #expect(checked[2].description == "'own' of tenant 'harbor' seals, fingerprint \(checked[2].fingerprint)")

        keys.remove(.environment("A"))
        keys.remove(.environment("C"))
        let failure = try #require(throws: Failure.self) { try rings.check(keys.source) }
        #expect(failure.diagnostics.count == 2)
    }
}
