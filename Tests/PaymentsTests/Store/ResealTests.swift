import Crypto
import Database
import Kernel
import Runner
import Testing

@testable import Payments

/// Cards and e-mails move to the newest key, and nothing else changes.
extension PaymentStoreTests {
    /// A vault of keys that differ by their name; the first seals.
    private func vault(_ keys: String...) throws -> Vault {
        let entries = try keys.map { KeyEntry(try #require(KeyID($0)), .environment("KEY_\($0)")) }
        return Vault(
            KeyRings(installation: KeyRing(.installation, entries)),
            limits: try KeyCacheLimits(environment: [:]), clock: .system
        ) { reference in Array(Digest(of: "\(reference)").description.utf8) }
    }

    private func key(_ id: String) throws -> KeyName { KeyName(.installation, try #require(KeyID(id))) }

    private func entries(_ tenant: TenantID) throws -> [String] {
        try AuditLog(database).entries(tenant, limit: 100).map(\.text).filter { $0.contains("payment.resealed") }
    }

    @Test func cardsMoveToTheNewestKeyOnce() throws {
        let tenant = try #require(TenantID("resealed"))
        let (first, second) = (try account("resealed1", tenant), try account("resealed2", tenant))
        try self.store([tenant], vault: vault("old")).add(first)
        // The other mode's values need the key as much.
        try self.store([tenant], mode: .live, vault: vault("old")).add(second)
        let store = store([tenant], vault: try vault("new", "old"))
        let now = Instant(secondsSinceEpoch: 1_770_000_000)

        let dry = try store.reseal(tenant, isDryRun: true, now: now)
        #expect(try dry.resealed == 4 && dry.values == [key("new"): 4] && dry.faults.isEmpty)
        #expect(throws: Failure.self) { try self.store([tenant], vault: vault("new")).account(first.subscription.id) }
        #expect(try entries(tenant).isEmpty)

        let done = try store.reseal(tenant, isDryRun: false, now: now)
        #expect(try done.resealed == 4 && done.values == [key("new"): 4])
        let new = try vault("new")
        #expect(try self.store([tenant], vault: new).account(first.subscription.id) == first)
        #expect(try self.store([tenant], mode: .live, vault: new).account(second.subscription.id) == second)
        #expect(try entries(tenant).count == 1)

        #expect(try store.reseal(tenant, isDryRun: false, now: now).resealed == 0)
        #expect(try entries(tenant).count == 1)
        #expect(try AuditLog(database).verify(tenant).findings.isEmpty)
    }

    @Test func whatDoesNotOpenStaysAndIsCounted() throws {
        let tenant = try #require(TenantID("resealed-partly"))
        let (lost, kept) = (try account("lost1", tenant), try account("kept1", tenant))
        try store([tenant], vault: vault("lost")).add(lost)
        try store([tenant], vault: vault("old")).add(kept)
        let now = Instant(secondsSinceEpoch: 1_770_000_000)
        let cards = try store([tenant], vault: vault("new", "old")).reseal(tenant, isDryRun: false, now: now)
        #expect(cards.resealed == 2 && cards.faults.map(\.subject) == ["lost1"])
        #expect(try cards.values == [key("new"): 2, key("lost"): 2])
        // With the key back, the next call does the rest.
        let rest = try store([tenant], vault: vault("new", "lost")).reseal(tenant, isDryRun: false, now: now)
        #expect(try rest.resealed == 2 && rest.faults.isEmpty && rest.values == [key("new"): 4])
        #expect(try store([tenant], vault: vault("new")).account(lost.subscription.id) == lost)
    }

    @Test func aRowThatHoldsNothingSealedLeavesTheRestAndIsTold() throws {
        let tenant = try #require(TenantID("resealed-torn"))
        let (torn, kept) = (try account("torn1", tenant), try account("whole2", tenant))
        let old = store([tenant], vault: try vault("old"))
        for account in [torn, kept] { try old.add(account) }
        _ = try database.withTenant(tenant) { session in
            try session.execute(
                "UPDATE subscriptions SET card_email = \([1, 2, 3] as [UInt8]) WHERE subscription = 'torn1'")
        }
        let cards = try store([tenant], vault: vault("new", "old")).reseal(
            tenant, isDryRun: false, now: Instant(secondsSinceEpoch: 1_770_000_000))
        #expect(cards.resealed == 2 && cards.faults.map(\.subject) == ["torn1"] && cards.unreadable == 1)
        #expect(try cards.values == [key("new"): 2])
        #expect(try store([tenant], vault: vault("new")).account(kept.subscription.id) == kept)
    }

    @Test func aTenantWithoutCardsNeedsNoKey() throws {
        let tenant = try #require(TenantID("resealed-none"))
        let bare = Vault(KeyRings(installation: nil), limits: try KeyCacheLimits(environment: [:]), clock: .system) {
            _ in []
        }
        let cards = try store([tenant], vault: bare).reseal(
            tenant, isDryRun: false, now: Instant(secondsSinceEpoch: 1_770_000_000))
        #expect(cards.resealed == 0 && cards.values.isEmpty && cards.faults.isEmpty && cards.current == nil)
    }
}
