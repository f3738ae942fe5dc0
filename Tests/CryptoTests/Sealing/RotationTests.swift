import Kernel
import Testing

@testable import Crypto

struct RotationTests {
    private static let plaintext = Array("AUTH_example".utf8)

    private static func address(_ tenant: String, _ row: Int = 0) -> CellAddress {
        CellAddress(tenant: TenantID(tenant)!, table: "subscriptions", column: "email", row: ["\(row)"])
    }

    private static func ring(_ owner: KeyOwner, _ ids: [String]) -> KeyRing {
        KeyRing(owner, ids.map { KeyEntry(KeyID($0)!, .environment($0)) })
    }

    private static func vault(_ keys: MadeKeys, _ rings: KeyRings, clock: HandClock = HandClock()) -> Vault {
        Vault(rings, limits: .usual, clock: clock.clock, source: keys.source)
    }

    @Test func anOldKeyOpensWhatItSealedAndTheNewOneSealsFromNowOn() throws {
        let keys = MadeKeys()
        keys.put(1, at: .environment("k1"))
        keys.put(2, at: .environment("k2"))
        let before = Self.vault(keys, KeyRings(installation: Self.ring(.installation, ["k1"])))
        let stored = try (0..<20).map { try before.seal(Self.plaintext, at: Self.address("harbor", $0)) }

        let during = Self.vault(keys, KeyRings(installation: Self.ring(.installation, ["k2", "k1"])))
        for (row, value) in stored.enumerated() {
            #expect(value.key == KeyName(.installation, KeyID("k1")!))
            #expect(try during.open(value, at: Self.address("harbor", row)) == Self.plaintext)
        }
        let new = try (0..<20).map { try during.seal(Self.plaintext, at: Self.address("harbor", $0)) }

        // What was sealed since then does not need the old key.
        keys.remove(.environment("k1"))
        let after = Self.vault(keys, KeyRings(installation: Self.ring(.installation, ["k2"])))
        for (row, value) in new.enumerated() {
            #expect(value.key == KeyName(.installation, KeyID("k2")!))
            #expect(try after.open(value, at: Self.address("harbor", row)) == Self.plaintext)
        }
    }

    @Test func aKeyThatWentTooEarlyIsNamed() throws {
        let keys = MadeKeys()
        keys.put(1, at: .environment("k1"))
        keys.put(2, at: .environment("k2"))
        let sealed = try Self.vault(keys, KeyRings(installation: Self.ring(.installation, ["k1"])))
            .seal(Self.plaintext, at: Self.address("harbor"))
        let vault = Self.vault(keys, KeyRings(installation: Self.ring(.installation, ["k2"])))
        let failure = try #require(throws: Failure.self) { try vault.open(sealed, at: Self.address("harbor")) }
        #expect(failure.diagnostics.map(\.code) == [KeyCode.unknownKey])
        #expect(failure.exitStatus == .configuration)
        #expect(failure.diagnostics[0].message.contains("key 'k1' of the installation"))
    }

    @Test func aTenantBringsItsOwnKeyAndTakesItBack() throws {
        let keys = MadeKeys()
        keys.put(1, at: .environment("k1"))
        // The same name on both rings, and other bytes: a value says which ring it means.
        keys.put(9, at: .environment("brought"))
        let installation = Self.ring(.installation, ["k1"])
        let brought = KeyRing(.tenant, [KeyEntry(KeyID("k1")!, .environment("brought"))])
        let shared = Self.vault(keys, KeyRings(installation: installation))
        let tenant = TenantID("harbor")!
        let first = try shared.seal(Self.plaintext, at: Self.address("harbor"))

        let clock = HandClock()
        let owning = Self.vault(keys, KeyRings(installation: installation, tenants: [tenant: brought]), clock: clock)
        #expect(try owning.open(first, at: Self.address("harbor")) == Self.plaintext)
        let own = try owning.seal(Self.plaintext, at: Self.address("harbor"))
        #expect(own.key == KeyName(.tenant, KeyID("k1")!))
        #expect(throws: Failure.self) { try shared.open(own, at: Self.address("harbor")) }
        // Others stay with the installation's.
        #expect(try owning.seal([1], at: Self.address("quay")).key.owner == .installation)

        // The tenant takes its key back: nothing of it opens when the time in memory is up, others are as they were.
        keys.remove(.environment("brought"))
        clock.advance(seconds: Int64(KeyCacheLimits.usual.ttlSeconds))
        let failure = try #require(throws: Failure.self) { try owning.open(own, at: Self.address("harbor")) }
        #expect(failure.diagnostics.map(\.code) == [KeyCode.keyMissing])
        #expect(try owning.open(try owning.seal([1], at: Self.address("quay")), at: Self.address("quay")) == [1])
    }

    @Test func aKeyIsReadOnceInItsTime() throws {
        let keys = MadeKeys()
        keys.put(1, at: .environment("k1"))
        let clock = HandClock()
        let vault = Self.vault(keys, KeyRings(installation: Self.ring(.installation, ["k1"])), clock: clock)
        let sealed = try vault.seal(Self.plaintext, at: Self.address("harbor"))
        for _ in 0..<100 { _ = try vault.open(sealed, at: Self.address("harbor")) }
        #expect(keys.readCount == 1)
        clock.advance(seconds: 3600)
        clock.advance(microseconds: -1)
        _ = try vault.open(sealed, at: Self.address("harbor"))
        #expect(keys.readCount == 1)
        clock.advance(microseconds: 1)
        _ = try vault.open(sealed, at: Self.address("harbor"))
        #expect(keys.readCount == 2)
    }

    @Test func anotherKeyUnderTheSameNameOpensNothing() throws {
        let keys = MadeKeys()
        keys.put(1, at: .environment("k1"))
        let rings = KeyRings(installation: Self.ring(.installation, ["k1"]))
        let sealed = try Self.vault(keys, rings).seal(Self.plaintext, at: Self.address("harbor"))
        keys.put(2, at: .environment("k1"))
        let vault = Self.vault(keys, rings)
        let failure = try #require(throws: Failure.self) { try vault.open(sealed, at: Self.address("harbor")) }
        #expect(failure.diagnostics.map(\.code) == [KeyCode.cannotOpen])
    }
}
