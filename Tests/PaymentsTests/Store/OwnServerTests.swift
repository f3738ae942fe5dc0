import Crypto
import Database
import Kernel
import Runner
import Synchronization
import TestSupport
import Testing

@testable import Payments

/// What needs a server of its own: one whose tables are of long ago, and one that goes away.
@Suite(.serialized) struct OwnServerTests {
    private let tenant: TenantID

    init() throws { tenant = try #require(TenantID("harbor")) }

    private func payments(_ store: Store, _ mode: PaymentRules.Mode = .test) throws -> PostgresPaymentStore {
        PostgresPaymentStore(
            store.database, vault: try PaymentServer.vault(), tenants: [tenant], actor: "ada", mode: mode,
            clock: .fixed(Instant(secondsSinceEpoch: 1_770_000_000)))
    }

    /// Rows as the first version of the tables had them.
    private func fill(_ database: Database) throws {
        try database.withTenant(tenant) { session in
            let at = Instant(secondsSinceEpoch: 1_770_000_000)
            let (day, next) = (try Samples.day("2026-02-01"), try Samples.day("2026-03-01"))
            try session.execute(
                """
                INSERT INTO subscriptions (tenant_id, subscription, tier, billing_interval, currency, anchor_day,
                    next_due, state, ends_at_period_end, hold, card_count, created_at)
                VALUES (\(tenant), 's1', 'starter', 'month', 'NGN', 1, \(next), 'active', false, 'disputed', 0, \(at))
                """)
            for (position, state) in ["paid", "surplus"].enumerated() {
                try session.execute(
                    """
                    INSERT INTO charge_attempts (tenant_id, subscription, position, reference, purpose, period,
                        starts_on, ends_on, ordinal, tier, billing_interval, subunits, currency, card, sent_at, calls,
                        called_at, state)
                    VALUES (\(tenant), 's1', \(position), \("rk-s1-202602-a\(position + 1)"), 'renewal', \(day),
                        \(day), \(next), \(position + 1), 'starter', 'month', 7500000, 'NGN', 0, \(at), 1, \(at),
                        \(state))
                    """)
            }
            try session.execute(
                """
                INSERT INTO invoices (tenant_id, number, about, document, hash, issued_at)
                VALUES (\(tenant), 1, 'payment/rk-s1-202602-a1', '{}', 'none', \(at))
                """)
            try session.execute(
                """
                INSERT INTO refund_orders (tenant_id, reference, ordinal, subunits, currency, state, note, proposed_by,
                    proposed_at, approved_by, approved_at)
                VALUES (\(tenant), 'rk-s1-202602-a2', 1, 7500000, 'NGN', 'refused', 'twice', 'ada', \(at), 'bola',
                    \(at))
                """)
        }
    }

    @Test func rowsOfTheFirstTablesAreReadAfterAllSteps() throws {
        let home = try TemporaryFolder().path
        let old = try PaymentServer.open(home, [PaymentTables.step])
        try fill(old.database)
        try PaymentWatermarks(old.database, mode: .test).advance(to: Instant(secondsSinceEpoch: 5))
        try old.close()
        let store = try PaymentServer.open(home)
        let test = try payments(store)
        let account = try #require(try test.accounts(of: tenant).first)
        #expect(
            account.subscription.hold == .disputed && account.subscription.nextDue == account.attempts[0].period.end)
        #expect(account.attempts.map(\.state) == [.paid, .surplus])
        #expect(try test.refundOrders(of: tenant).map(\.state) == [.refused])
        #expect(
            try test.proposeRefund(
                of: account.attempts[1].reference, subunits: nil, note: "again", now: account.attempts[1].sentAt
            ).ordinal == 2)
        let documents = try store.database.withTenant(tenant, readOnly: true) { session in
            try InvoiceBook(session: session, tenant: tenant, mode: .test).documents()
        }
        #expect(documents.map(\.number) == [1])
        #expect(try payments(store, .live).accounts(of: tenant).isEmpty)
        try test.release(account.subscription.id, note: "won", granting: false, now: account.attempts[1].sentAt)
        #expect(try AuditLog(store.database).verify(tenant).findings.isEmpty)
        try store.close()
    }

    @Test func livePaymentsOfTheFirstTablesAreNotTakenForTestPayments() throws {
        let home = try TemporaryFolder().path
        let old = try PaymentServer.open(home, [PaymentTables.step])
        try fill(old.database)
        try PaymentWatermarks(old.database, mode: .live).advance(to: Instant(secondsSinceEpoch: 5))
        try old.close()
        let error = #expect(throws: DatabaseError.self) { try PaymentServer.open(home) }
        #expect(error?.code == .migrationFailed)
        #expect(error?.restrictedDetail?.contains("a store of its own for test payments") == true)
    }

    @Test func whatWasTakenFromTheSpoolIsToldWhenTheStoreGoesAway() throws {
        let home = try TemporaryFolder().path
        let store = try PaymentServer.open(home)
        let spool = WebhookSpool(folder: "\(home)/spool")
        let key = PaymentStoreTests.key
        for number in 1...3 {
            let body = Array("{\"event\":\"moon.landed\",\"data\":{\"id\":\(number)}}".utf8)
            try spool.add(
                WebhookDelivery(
                    body: body, signature: HMACSHA512(of: body, key: key).description,
                    receivedAt: Instant(secondsSinceEpoch: Int64(number))), unique: "1")
        }
        let count = Mutex(0)
        let intake = SpoolIntake(
            spool: spool, store: try payments(store),
            signatures: { body in
                let isSecond = count.withLock { count in
                    count += 1
                    return count == 2
                }
                // Whether it says so or not, it is gone.
                if isSecond { try? store.close() }
                return [HMACSHA512(of: body, key: key)]
            }, clock: .system)
        let report = try intake.run()
        #expect(report.counts.accepted == 1 && report.trouble != nil)
        #expect(try spool.waiting().count == 2)
    }
}
