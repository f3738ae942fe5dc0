import Crypto
import Database
import Glibc
import Kernel
import TestSupport
import Testing

@testable import Payments

/// A tenant's key that is gone, and what is of the other mode.
extension PaymentStoreTests {
    private func vault(_ key: String) throws -> Vault {
        let id = try #require(KeyID(key))
        return Vault(
            KeyRings(installation: KeyRing(.installation, [KeyEntry(id, .environment("TEST_KEY"))])),
            limits: try KeyCacheLimits(environment: [:]), clock: .system
        ) { _ in Array(String(repeating: "0123456789abcdef", count: 4).utf8) }
    }

    /// One attempt of an account whose card was sealed with a key that is not there any more.
    private func addLocked(_ tenant: TenantID, _ id: String) throws -> ChargeAttempt {
        let store = store([tenant], vault: try vault("gone"))
        let wanted = try account(id, tenant)
        try store.add(wanted)
        let sent = try attempt(wanted, 1)
        try store.update(wanted.subscription.id) { $0.attempts = [sent] }
        return sent
    }

    @Test func attemptsAreReadWithoutOpeningACard() throws {
        let tenant = try #require(TenantID("keyless"))
        let sent = try addLocked(tenant, "keyless1")
        let store = store([tenant])
        #expect(throws: Failure.self) { try store.account(sent.subscription) }
        #expect(try store.attempts() == [sent])
        #expect(try store.attempt(sent.reference) == sent)
        #expect(try store.accounts(of: tenant).map(\.subscription.authorization) == [nil])
        let rules = try Samples.rules()
        let forecast = try RenewalForecast(store, rules, now: sent.sentAt)
        #expect(forecast.faults.map(\.subject) == ["keyless1"] && forecast.chargeCount == 0)
    }

    @Test func aDeliveryThatCannotBeAppliedStaysAndTheNextIsTaken() throws {
        let (keyless, other) = (try #require(TenantID("keyless2")), try #require(TenantID("keyed2")))
        let locked = try addLocked(keyless, "keyless2")
        let store = store([keyless, other])
        let wanted = try account("keyed2", other)
        try store.add(wanted)
        let sent = try attempt(wanted, 1)
        try store.update(wanted.subscription.id) { $0.attempts = [sent] }
        let folder = "\(try TemporaryFolder().path)/spool"
        let spool = WebhookSpool(folder: folder)
        let first = try delivery(body(locked.reference.text), at: "2026-02-01T04:00:00Z")
        let second = try delivery(body(sent.reference.text), at: "2026-02-01T05:00:00Z")
        try spool.add(first, unique: "1")
        try spool.add(second, unique: "2")
        let intake = SpoolIntake(
            spool: spool, store: store, signatures: { [HMACSHA512(of: $0, key: PaymentStoreTests.key)] },
            clock: .system)
        let report = try intake.run()
        #expect(report.counts.accepted == 1 && report.faults.count == 1 && report.needsPerson)
        #expect(try spool.waiting().count == 1)
        #expect(try store.account(wanted.subscription.id).attempts[0].state == .paid)
        // Another run has the spool.
        let busy = try store.alone("payment-spool/\(folder)") { try intake.run().counts.total }
        #expect(busy == 0)
        #expect(try spool.waiting().count == 1)
    }

    @Test func ofThoseWithABadSignatureTheNewestAreKept() throws {
        let folder = "\(try TemporaryFolder().path)/spool"
        let spool = WebhookSpool(folder: folder)
        for second in 1...4 {
            try spool.add(try delivery("{}", at: "2026-02-01T04:00:0\(second)Z"), unique: "1")
            for name in try spool.waiting() { try spool.finish(name, as: .rejected, limit: 2) }
        }
        let kept = try FileSystem.names(in: "\(folder)/rejected").sorted()
        #expect(kept.map { $0.contains("040003") || $0.contains("040004") } == [true, true])
    }

    @Test func aSpoolIsForItsAccountAndHasALimit() throws {
        let folder = "\(try TemporaryFolder().path)/spool"
        let spool = WebhookSpool(folder: folder)
        // Folders of those that were put away do not wait.
        try FileSystem.makeDirectory("\(folder)/rejected", mode: 0o700)
        let good = try delivery("{}", at: "2026-02-01T04:00:00Z")
        try spool.add(good, unique: "1", limit: 1)
        #expect(throws: Failure.self) { try spool.add(good, unique: "2", limit: 1) }
        let name = try #require(try spool.waiting().first)
        var status = stat()
        #expect(stat("\(folder)/\(name)", &status) == 0 && status.st_mode & 0o777 == 0o600)
        try spool.finish(name, as: .taken)
        try spool.add(good, unique: "2", limit: 1)
    }

    @Test func aCardThatCouldNotBeKeptIsNoticedBeforeAnybodyPays() throws {
        let tenant = try #require(TenantID("provable"))
        try store([tenant]).proveSealing(for: tenant)
        try store([tenant]).add(try account("provable1", tenant))
        try store([tenant]).proveSealing(for: tenant)
        #expect(throws: Failure.self) { try store([tenant], vault: try vault("other")).proveSealing(for: tenant) }
        // Not only the card that was stored last; one that nobody charges any more keeps nobody from paying.
        let locked = try account("provable2", tenant)
        try store([tenant], vault: try vault("other")).add(locked)
        try store([tenant]).add(try account("provable3", tenant))
        #expect(throws: Failure.self) { try store([tenant]).proveSealing(for: tenant) }
        try store([tenant], vault: try vault("other")).update(locked.subscription.id) {
            $0.subscription.state = .ended
        }
        try store([tenant]).proveSealing(for: tenant)
    }

    @Test func testAndLiveModeShareNothing() throws {
        let tenant = try #require(TenantID("modes"))
        let (test, live) = (store([tenant]), store([tenant], mode: .live))
        let wanted = try account("modes1", tenant)
        try test.add(wanted)
        let sent = try attempt(wanted, 1)
        try test.update(wanted.subscription.id) { $0.attempts = [sent] }
        #expect(try live.accounts(of: tenant).isEmpty && live.attempts().isEmpty)
        #expect(try live.owner(of: sent.reference) == nil && live.attempt(sent.reference) == nil)
        #expect(try live.subscriptionsWithWork(on: Samples.day("2026-03-01")).isEmpty)
        #expect(throws: Failure.self) { try live.update(wanted.subscription.id) { $0.subscription.hold = .disputed } }
        #expect(try Entitlement.of(tenant, .live, in: database) == .free)
        #expect(try Entitlement.of(tenant, .test, in: database) != .free)
        #expect(try PaymentWatermarks(database, mode: .live).firstAttempt(of: [tenant]) == nil)
        let real = try account("modes2", tenant)
        try live.add(real)
        for (store, account) in [(test, wanted), (live, real)] {
            let paid = try attempt(account, 1)
            try store.update(account.subscription.id) { held in
                held.attempts = [paid]
                held.apply(
                    .observed(try Samples.charge(paid)), to: paid.reference, now: paid.sentAt, source: .listing)
            }
        }
        for mode in PaymentRules.Mode.allCases {
            let documents = try database.withTenant(tenant, readOnly: true) { session in
                try InvoiceBook(session: session, tenant: tenant, mode: mode).documents()
            }
            #expect(documents.map(\.number) == [1])
            #expect(documents[0].text.contains("\"mode\":\"\(mode.rawValue)\""))
        }
    }
}
