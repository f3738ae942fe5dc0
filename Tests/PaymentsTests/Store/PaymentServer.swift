import Crypto
import Database
import Kernel
import Runner
import Synchronization
import TestSupport
import Testing

@testable import Payments

/// One store on an embedded server for the whole process. Tests keep apart by tenant.
struct PaymentServer: SuiteTrait, TestScoping {
    private static let current = Mutex<Store?>(nil)

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let home = try TemporaryFolder().path
        let store = try PaymentServer.open(home)
        PaymentServer.current.withLock { $0 = store }
        do {
            try await function()
        } catch {
            try store.close()
            throw error
        }
        try store.close()
    }

    /// - Parameter steps: those after the ledger's first tables and the audit log.
    static func open(
        _ home: String,
        _ steps: [LedgerMigrations.Step] = [
            PaymentTables.step, PaymentTables.modeStep, PaymentTables.withoutUpgradesStep,
            PaymentTables.tellingStep, PaymentTables.upgradesStep,
        ]
    ) throws -> Store {
        try Store.open(
            .embedded(home: home), migrations: LedgerMigrations.all([.audit] + steps), security: NoEvents())
    }

    static func vault() throws -> Vault {
        let id = try #require(KeyID("test"))
        return Vault(
            KeyRings(installation: KeyRing(.installation, [KeyEntry(id, .environment("TEST_KEY"))])),
            limits: try KeyCacheLimits(environment: [:]), clock: .system
        ) { _ in Array(String(repeating: "0123456789abcdef", count: 4).utf8) }
    }

    static var shared: Store {
        guard let store = current.withLock({ $0 }) else { preconditionFailure("the suite has no server") }
        return store
    }

    private struct NoEvents: SecurityEventSink {
        func record(_ event: SecurityEvent) {}
    }
}

/// All tests that need the server are in extensions of this suite.
@Suite(PaymentServer()) struct PaymentStoreTests {
    let database = PaymentServer.shared.database
    let vault: Vault

    init() throws { vault = try PaymentServer.vault() }

    func store(
        _ tenants: [TenantID], actor: String = "first", mode: PaymentRules.Mode = .test, vault other: Vault? = nil
    ) -> PostgresPaymentStore {
        PostgresPaymentStore(
            database, vault: other ?? vault, tenants: tenants, actor: actor, mode: mode,
            clock: .fixed(Instant(secondsSinceEpoch: 1_770_000_000)))
    }

    func account(
        _ id: String, _ tenant: TenantID, currency: Currency = .naira, anchor: Int = 1
    ) throws -> SubscriptionAccount {
        let anchor = try #require(AnchorDay(anchor))
        return SubscriptionAccount(
            Subscription(
                id: try #require(SubscriptionID(id)), tenant: tenant, tier: try #require(TierID("starter")),
                interval: .month, currency: currency, anchor: anchor,
                nextDue: anchor.day(in: try #require(Month("2026-02"))), state: .active,
                authorization: Samples.card), attempts: [])
    }
}
