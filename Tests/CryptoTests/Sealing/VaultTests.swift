import Kernel
import Testing

@testable import Crypto

struct VaultTests {
    private static let harbor = TenantID("harbor")!
    private static let address = CellAddress(
        tenant: harbor, table: "subscriptions", column: "authorization_code", row: ["sub-1", "2026-04"])

    private static func rings(_ ids: [String], tenants: [String: [String]] = [:]) -> KeyRings {
        func entries(_ ids: [String]) -> [KeyEntry] { ids.map { KeyEntry(KeyID($0)!, .environment($0)) } }
        return KeyRings(
            installation: ids.isEmpty ? nil : KeyRing(.installation, entries(ids)),
            tenants: Dictionary(
                uniqueKeysWithValues: tenants.map { (TenantID($0.key)!, KeyRing(.tenant, entries($0.value))) }))
    }

    private static func vault(_ keys: MadeKeys, _ rings: KeyRings, clock: HandClock = HandClock()) -> Vault {
        Vault(rings, limits: .usual, clock: clock.clock, source: keys.source)
    }

    private static var oneKey: MadeKeys {
        let keys = MadeKeys()
        keys.put(1, at: .environment("2026-11"))
        return keys
    }

    @Test(arguments: [0, 1, 15, 16, 17, 1000, 1 << 20])
    func opensWhatItSealed(byteCount: Int) throws {
        let vault = Self.vault(Self.oneKey, Self.rings(["2026-11"]))
        let plaintext = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
        let sealed = try vault.seal(plaintext, at: Self.address)
        #expect(try vault.open(try SealedValue(sealed.bytes), at: Self.address) == plaintext)
        #expect(sealed.bytes.count == byteCount + 3 + 7 + 12 + 16)
    }

    /// Made with the Python package `cryptography` after the description of the format.
    private static let foreign: [(String, String, [String], String)] = [
        (
            "010107323032362d3131000102030405060708090a0b4a7d36442aac313464a5da19a9a6f21d42cde54ab10c6d00d782acc4",
            "authorization_code", ["sub-1", "2026-04"], "AUTH_example"
        ),
        (
            "0102036f776e000102030405060708090a0b7147a1a735ac313464a5da199c11382c105945833c21dc88e7e4446467f4d5bf",
            "email", ["sub-1"], "zoë@example.com"
        ),
        ("010107323032362d3131000102030405060708090a0b21eccc3ddc6ec45f3283df6e85dca4ef", "email", [], ""),
    ]

    /// What is stored stays readable.
    @Test(arguments: foreign)
    func opensWhatAnotherProgramSealed(hexadecimal: String, column: String, row: [String], plaintext: String) throws {
        let keys = Self.oneKey
        keys.put(1, at: .environment("own"))
        let vault = Self.vault(keys, Self.rings(["2026-11"], tenants: ["harbor": ["own"]]))
        let sealed = try SealedValue(try [UInt8](hexadecimal: hexadecimal))
        let address = CellAddress(tenant: Self.harbor, table: "subscriptions", column: column, row: row)
        #expect(try vault.open(sealed, at: address) == Array(plaintext.utf8))
    }

    @Test func fingerprintsAreThoseOfTheDescription() throws {
        let key = SecretBytes(copying: (1...32).map { UInt8($0) })
        #expect(DataKey.fingerprint(of: key) == "9265f3cf")
    }

    @Test func everyChangedBitIsRefused() throws {
        let vault = Self.vault(Self.oneKey, Self.rings(["2026-11"]))
        let sealed = try vault.seal(Array("AUTH_example".utf8), at: Self.address).bytes
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << bit
                #expect(throws: Failure.self, "byte \(index), bit \(bit)") {
                    try vault.open(try SealedValue(changed), at: Self.address)
                }
            }
        }
    }

    @Test func everyOtherLengthIsRefused() throws {
        let vault = Self.vault(Self.oneKey, Self.rings(["2026-11"]))
        let sealed = try vault.seal(Array("AUTH_example".utf8), at: Self.address).bytes
        for count in sealed.indices {
            #expect(throws: Failure.self) { try vault.open(try SealedValue(Array(sealed[..<count])), at: Self.address) }
        }
        #expect(throws: Failure.self) { try vault.open(try SealedValue(sealed + [0]), at: Self.address) }
    }

    /// The ring's second key has the same bytes and another name: a name that was changed is refused, not followed.
    @Test func anotherNameOfTheSameKeyIsRefused() throws {
        let keys = Self.oneKey
        keys.put(1, at: .environment("2026-12"))
        let vault = Self.vault(keys, Self.rings(["2026-11", "2026-12"]))
        var sealed = try vault.seal(Array("AUTH_example".utf8), at: Self.address).bytes
        #expect(sealed[9] == UInt8(ascii: "1"))
        sealed[9] = UInt8(ascii: "2")
        let failure = try #require(throws: Failure.self) { try vault.open(try SealedValue(sealed), at: Self.address) }
        #expect(failure.diagnostics.map(\.code) == [KeyCode.cannotOpen])
    }

    @Test(arguments: [
        CellAddress(
            tenant: TenantID("quay")!, table: "subscriptions", column: "authorization_code", row: ["sub-1", "2026-04"]),
        CellAddress(tenant: harbor, table: "payers", column: "authorization_code", row: ["sub-1", "2026-04"]),
        CellAddress(tenant: harbor, table: "subscriptions", column: "email", row: ["sub-1", "2026-04"]),
        CellAddress(tenant: harbor, table: "subscriptions", column: "authorization_code", row: ["sub-2", "2026-04"]),
        CellAddress(tenant: harbor, table: "subscriptions", column: "authorization_code", row: ["2026-04", "sub-1"]),
        CellAddress(tenant: harbor, table: "subscriptions", column: "authorization_code", row: ["sub-12026-04"]),
        CellAddress(
            tenant: harbor, table: "subscriptions", column: "authorization_code", row: ["sub-1", "2026-04", ""]),
        CellAddress(tenant: harbor, table: "subscriptionsauthorization_code", column: "", row: ["sub-1", "2026-04"]),
    ])
    func aValueOpensNowhereElse(elsewhere: CellAddress) throws {
        let vault = Self.vault(Self.oneKey, Self.rings(["2026-11"]))
        let sealed = try vault.seal(Array("AUTH_example".utf8), at: Self.address)
        let failure = try #require(throws: Failure.self) { try vault.open(sealed, at: elsewhere) }
        #expect(failure.diagnostics.map(\.code) == [KeyCode.cannotOpen])
        #expect(!failure.description.contains("sub-1"))
    }

    @Test func equalValuesDoNotLookEqual() throws {
        let vault = Self.vault(Self.oneKey, Self.rings(["2026-11"]))
        let sealed = try (0..<200).map { _ in try vault.seal([1, 2, 3], at: Self.address) }
        #expect(Set(sealed.map(\.nonce)).count == 200)
        #expect(Set(sealed.map(\.ciphertext)).count == 200)
    }

    @Test func tenantsOfOneInstallationHaveKeysOfTheirOwn() throws {
        let root = SecretBytes(copying: (1...32).map { UInt8($0) })
        let first = DataKey.derive(from: root, for: Self.harbor).withBytes { Array($0) }
        let second = DataKey.derive(from: root, for: TenantID("harbor2")!).withBytes { Array($0) }
        #expect(first != second)
        #expect(first != root.withBytes { Array($0) })
    }

    @Test func refusesALongValueAndATenantWithoutAKey() throws {
        let vault = Self.vault(Self.oneKey, Self.rings(["2026-11"]))
        let long = [UInt8](repeating: 0, count: SealedValue.byteLimit + 1)
        #expect(try #require(throws: Failure.self) { try vault.seal(long, at: Self.address) }.exitStatus == .badInput)
        let failure = try #require(throws: Failure.self) {
            try Self.vault(MadeKeys(), Self.rings([])).seal([1], at: Self.address)
        }
        #expect(failure.diagnostics.map(\.code) == [KeyCode.noKey])
        #expect(failure.exitStatus == .configuration)
    }
}
