import Kernel
import Testing

@testable import Crypto

struct KeyCacheTests {
    private let minute: Int64 = 60_000_000

    private static func slot(_ tenant: String) -> KeyCache.Slot {
        KeyCache.Slot(TenantID(tenant)!, KeyName(.installation, KeyID("k1")!))
    }

    /// Fails where the cache should have had the key.
    private static func nothing() throws(Failure) -> SecretBytes {
        throw Failure(.configuration, KeyCode.keyMissing, "there is no key")
    }

    private static func limits(size: Int = 10) throws -> KeyCacheLimits {
        try KeyCacheLimits(environment: [
            KeyCacheLimits.ttlVariable: "60", KeyCacheLimits.sizeVariable: String(size),
        ])
    }

    @Test func hitsBeforeTheTimeIsUpAndMissesThen() throws {
        var cache = KeyCache(try Self.limits())
        var loads = 0
        for (now, expected) in [(0, 1), (1, 1), (minute - 1, 1), (minute, 2), (2 * minute - 1, 2), (2 * minute, 3)] {
            _ = try cache.key(Self.slot("harbor"), now: now) {
                loads += 1
                return SecretBytes(copying: [1])
            }
            #expect(loads == expected, "at \(now)")
        }
    }

    @Test func useDoesNotMakeAKeyYounger() throws {
        var cache = KeyCache(try Self.limits())
        var loads = 0
        for second in Int64(0)..<180 {
            _ = try cache.key(Self.slot("harbor"), now: second * 1_000_000) {
                loads += 1
                return SecretBytes(copying: [1])
            }
        }
        #expect(loads == 3)
    }

    @Test func theLeastRecentlyUsedLeavesAndIsOverwritten() throws {
        var cache = KeyCache(try Self.limits(size: 10))
        let left = LeftBehind()
        for index in UInt8(0)..<10 {
            _ = try cache.key(Self.slot("t\(index)"), now: 0) { SecretBytes(copying: [index], observer: left.observer) }
        }
        // The oldest is used again: the second one is now the one that was not used for longest.
        _ = try cache.key(Self.slot("t0"), now: 1, load: Self.nothing)
        #expect(left.all.isEmpty)
        _ = try cache.key(Self.slot("t10"), now: 2) { SecretBytes(copying: [10], observer: left.observer) }
        #expect(cache.count == 10)
        #expect(left.all == [[0]])
        _ = try cache.key(Self.slot("t0"), now: 3, load: Self.nothing)
        var wasLoaded = false
        _ = try cache.key(Self.slot("t1"), now: 4) {
            wasLoaded = true
            return SecretBytes(copying: [1])
        }
        #expect(wasLoaded)
    }

    @Test func staleKeysOfAllTenantsAreOverwrittenTogether() throws {
        var cache = KeyCache(try Self.limits())
        let left = LeftBehind()
        for (index, tenant) in ["a", "b", "c"].enumerated() {
            _ = try cache.key(Self.slot(tenant), now: Int64(index)) {
                SecretBytes(copying: [7], observer: left.observer)
            }
        }
        _ = try cache.key(Self.slot("d"), now: minute + 1) { SecretBytes(copying: [7], observer: left.observer) }
        #expect(left.all == [[0], [0]])
        #expect(cache.count == 2)
    }

    @Test func aKeyInUseIsOverwrittenWhenItsUseEnds() throws {
        var cache = KeyCache(try Self.limits())
        let left = LeftBehind()
        var inUse: SecretBytes? = try cache.key(Self.slot("a"), now: 0) {
            SecretBytes(copying: [7], observer: left.observer)
        }
        _ = try cache.key(Self.slot("b"), now: minute) { SecretBytes(copying: [8]) }
        #expect(cache.count == 1)
        #expect(inUse?.withBytes { Array($0) } == [7])
        #expect(left.all.isEmpty)
        inUse = nil
        #expect(left.all == [[0]])
    }

    @Test func aKeyThatCannotBeReadAgainIsNotUsedAnyLonger() throws {
        var cache = KeyCache(try Self.limits())
        let left = LeftBehind()
        _ = try cache.key(Self.slot("a"), now: 0) { SecretBytes(copying: [7], observer: left.observer) }
        for now in [minute, minute + 1] {
            var failure: Failure?
            do { _ = try cache.key(Self.slot("a"), now: now, load: Self.nothing) } catch { failure = error }
            #expect(failure?.diagnostics.map(\.code) == [KeyCode.keyMissing])
        }
        #expect(left.all == [[0]])
    }

    @Test func everythingIsOverwrittenWithTheCache() throws {
        let left = LeftBehind()
        do {
            var cache = KeyCache(try Self.limits())
            for tenant in ["a", "b"] {
                _ = try cache.key(Self.slot(tenant), now: 0) { SecretBytes(copying: [7], observer: left.observer) }
            }
            #expect(left.all.isEmpty)
        }
        #expect(left.all == [[0], [0]])
    }
}
