import Database
import Kernel
import Runner
import Testing

@testable import Payments

extension PaymentStoreTests {
    @Test func whatIsWrittenIsReadBackWhole() throws {
        let tenant = try #require(TenantID("whole"))
        let store = store([tenant])
        var wanted = try account("whole1", tenant)
        wanted.subscription.hold = .disputed
        (wanted.subscription.pastDueSince, wanted.subscription.cancelledOn) = (nil, try Samples.day("2026-01-20"))
        try store.add(wanted)
        wanted.subscription.hold = nil
        wanted.subscription.take(Samples.card, isGiven: true)
        (wanted.subscription.pastDueSince, wanted.subscription.cancelledOn) = (try Samples.day("2026-02-03"), nil)
        var attempt = try attempt(wanted, 1)
        let rate = NairaRate(
            perDollar: try Quantity("1500.25"), day: try Samples.day("2026-01-30"), source: "CBN", maximumAgeDays: 3)
        attempt = ChargeAttempt(
            reference: attempt.reference, subscription: attempt.subscription,
            period: attempt.period, ordinal: 1, tier: attempt.tier, interval: .month,
            price: Price(SubunitMoney(7_500_000, .naira), rate: rate), card: 1, sentAt: attempt.sentAt, state: .sent)
        attempt.decline = Decline(.soft, "Insufficient Funds \0 with a zero byte")
        attempt.providerID = UInt64.max
        attempt.mismatch = .currency(SubunitMoney(4900, .dollar))
        attempt.state = .mismatched
        attempt.actionURL = "https://checkout.example/1"
        attempt.paidAt = try Samples.instant("2026-02-01T03:04:05.678901Z")
        try store.update(wanted.subscription.id) { account in
            account.subscription = wanted.subscription
            account.attempts = [attempt]
        }
        let read = try store.account(wanted.subscription.id)
        attempt.decline = Decline(.soft, "Insufficient Funds  with a zero byte")
        #expect(read.subscription == wanted.subscription)
        #expect(read.attempts == [attempt])
    }

    @Test func cardsAndEmailsAreInNoTable() throws {
        let tenant = try #require(TenantID("sealed"))
        let wanted = try account("sealed1", tenant)
        try store([tenant]).add(wanted)
        let text: String = try database.withTenant(tenant, readOnly: true) { session in
            try session.query(
                "SELECT s::text || encode(card_code, 'escape') || encode(card_email, 'escape') FROM subscriptions s"
            ).onlyRow().value(0)
        }
        #expect(!text.contains("AUTH_sample") && !text.contains("payer@example.org"))
        #expect(throws: DatabaseError.self) {
            try database.withTenant(tenant) { session in
                try session.execute("UPDATE subscriptions SET card_code = \(Array("AUTH_plain".utf8))")
            }
        }
    }

    @Test func aReferenceIsTakenOnce() throws {
        let tenant = try #require(TenantID("once"))
        let store = store([tenant])
        let wanted = try account("once1", tenant)
        try store.add(wanted)
        let first = try attempt(wanted, 1)
        try store.update(wanted.subscription.id) { $0.attempts = [first] }
        let error = #expect(throws: DatabaseError.self) {
            try store.update(wanted.subscription.id) { account in
                account.attempts.append(first)
                account.subscription.hold = .mismatch
            }
        }
        #expect(error?.constraint == "one_attempt_per_reference")
        #expect(try store.account(wanted.subscription.id).subscription.hold == nil)
    }

    @Test func aPeriodIsPaidOnce() throws {
        let tenant = try #require(TenantID("period"))
        let store = store([tenant])
        let wanted = try account("period1", tenant)
        try store.add(wanted)
        var (first, second) = (try attempt(wanted, 1), try attempt(wanted, 2))
        (first.state, second.state) = (.paid, .paid)
        let error = #expect(throws: DatabaseError.self) {
            try store.update(wanted.subscription.id) { $0.attempts = [first, second] }
        }
        #expect(error?.constraint == "one_payment_per_slot")
        second.state = .surplus
        try store.update(wanted.subscription.id) { $0.attempts = [first, second] }
    }

    @Test func paymentsAreInvoicedOnceAndNumberedWithoutGaps() throws {
        let tenant = try #require(TenantID("invoiced"))
        let store = store([tenant])
        for name in ["invoiced1", "invoiced2", "invoiced3"] {
            let wanted = try account(name, tenant)
            try store.add(wanted)
            let sent = try attempt(wanted, 1)
            try store.update(wanted.subscription.id) { $0.attempts = [sent] }
            let charge = try Samples.charge(sent)
            // One transaction dies after everything was done: its number is taken by the next.
            let pay = { (fails: Bool) in
                try store.update(wanted.subscription.id) { account in
                    account.apply(.observed(charge), to: sent.reference, now: sent.sentAt, source: .listing)
                    if fails { throw StoreDown() }
                }
            }
            #expect(throws: StoreDown.self) { try pay(true) }
            try pay(false)
            try pay(false)
        }
        let documents = try database.withTenant(tenant, readOnly: true) { session in
            try InvoiceBook(session: session, tenant: tenant, mode: .test).documents()
        }
        #expect(documents.map(\.number) == [1, 2, 3])
        #expect(documents[0].text.contains("75000.00"))
        let refund = ObservedRefund(
            id: 9, reference: try attempt(try account("invoiced2", tenant), 1).reference,
            money: SubunitMoney(100, .naira), status: .processed)
        #expect(try store.record(refund, source: .listing, now: Instant(secondsSinceEpoch: 1)))
        #expect(try !store.record(refund, source: .listing, now: Instant(secondsSinceEpoch: 2)))
        #expect(throws: DatabaseError.self) {
            try database.withTenant(tenant) { session in
                _ = try session.execute("UPDATE invoices SET document = '{}'")
            }
        }
        #expect(try AuditLog(database).verify(tenant).findings.isEmpty)
    }

    @Test func refundsTakeTwoPeople() throws {
        let tenant = try #require(TenantID("refunds"))
        let (one, other) = (store([tenant], actor: "ada"), store([tenant], actor: "bola"))
        let wanted = try account("refunds1", tenant)
        try one.add(wanted)
        var paid = try attempt(wanted, 1)
        paid.state = .paid
        try one.update(wanted.subscription.id) { $0.attempts = [paid] }
        let now = paid.sentAt
        #expect(throws: Failure.self) {
            try one.proposeRefund(of: paid.reference, subunits: 7_500_001, note: "", now: now)
        }
        let order = try one.proposeRefund(of: paid.reference, subunits: 500, note: "sorry", now: now)
        #expect(throws: Failure.self) { try one.approve(order, now: now) }
        #expect(throws: Failure.self) {
            try other.proposeRefund(of: paid.reference, subunits: 1, note: "", now: now)
        }
        try other.approve(order, now: now)
        #expect(throws: Failure.self) { try other.approve(order, now: now) }
        #expect(try other.openRefund(of: paid.reference).state == .sent)
        try other.settle(order, as: .accepted, now: now)
        #expect(throws: Failure.self) {
            try one.proposeRefund(of: paid.reference, subunits: 7_499_501, note: "", now: now)
        }
        #expect(try one.proposeRefund(of: paid.reference, subunits: nil, note: "", now: now).ordinal == 2)
    }

    @Test func aHoldIsLiftedByAPersonAndAudited() throws {
        let tenant = try #require(TenantID("released"))
        let store = store([tenant])
        let wanted = try account("released1", tenant)
        try store.add(wanted)
        let id = wanted.subscription.id
        let now = try Samples.instant("2026-02-02T00:00:00Z")
        #expect(throws: Failure.self) { try store.release(id, note: "why", granting: false, now: now) }
        try store.update(id) { $0.subscription.hold = .mismatch }
        try store.release(id, note: "agreed by telephone", granting: true, now: now)
        let read = try store.account(id).subscription
        #expect(read.hold == nil)
        #expect(read.nextDue == (try Samples.day("2026-03-01")))
        let entries = try AuditLog(database).entries(tenant, limit: 10)
        #expect(entries.last?.text.contains("agreed by telephone") == true)
        #expect(try AuditLog(database).verify(tenant).findings.isEmpty)
    }

    @Test func aPersonWaitsForARunThatIsAtWork() throws {
        let tenant = try #require(TenantID("busy"))
        let (run, desk) = (store([tenant]), store([tenant], actor: "ada"))
        var wanted = try account("busy1", tenant)
        wanted.subscription.hold = .disputed
        try run.add(wanted)
        let id = wanted.subscription.id
        let now = try Samples.instant("2026-02-02T00:00:00Z")
        #expect(try run.lock(id))
        for granting in [true, false] {
            let error = #expect(throws: Failure.self) {
                try desk.release(id, note: "looked", granting: granting, now: now)
            }
            #expect(error?.diagnostics.first?.code == PaymentCode.subscriptionBusy)
        }
        #expect(throws: Failure.self) { try desk.cancel(tenant, note: "", isDryRun: false, now: now) }
        run.unlock(id)
        #expect(try desk.release(id, note: "looked", granting: true, now: now).subscription.hold == nil)
        #expect(try run.lock(id), "it is free again")
        run.unlock(id)
    }

    @Test func aSubscriptionIsGivenUpAndTakenBackWithAnEntryInTheAuditLog() throws {
        let tenant = try #require(TenantID("leaving"))
        let store = store([tenant])
        let now = try Samples.instant("2026-01-15T00:00:00Z")
        #expect(throws: Failure.self) { try store.cancel(tenant, note: "", isDryRun: true, now: now) }
        let wanted = try account("leaving1", tenant)
        try store.add(wanted)
        let foreseen = try store.cancel(tenant, note: "moves", isDryRun: true, now: now)
        #expect(foreseen.map(\.isNews) == [true])
        #expect(try store.account(wanted.subscription.id) == wanted)
        let done = try store.cancel(tenant, note: "moves", isDryRun: false, now: now)
        #expect(done.map(\.isNews) == [true])
        #expect(try store.account(wanted.subscription.id).subscription.cancelledOn == now.day)
        #expect(try store.cancel(tenant, note: "", isDryRun: false, now: now).map(\.isNews) == [false])
        #expect(try Entitlement.of(tenant, .test, in: database).tier == wanted.subscription.tier, "it is paid for")
        let resumed = try store.resume(wanted.subscription.id, now: now)
        #expect(resumed.subscription.cancelledOn == nil)
        let entries = try AuditLog(database).entries(tenant, limit: 10).map(\.text)
        #expect(entries.contains { $0.contains("payment.cancelled") && $0.contains("moves") })
        #expect(entries.last?.contains("payment.resumed") == true)
        #expect(try AuditLog(database).verify(tenant).findings.isEmpty)
    }

    @Test func anotherTenantSeesNothing() throws {
        let (tenant, other) = (try #require(TenantID("mine")), try #require(TenantID("theirs")))
        let wanted = try account("mine1", tenant)
        try store([tenant]).add(wanted)
        #expect(try store([other]).accounts(of: other).isEmpty)
        #expect(throws: Failure.self) { try store([other]).account(wanted.subscription.id) }
        #expect(try Entitlement.of(other, .test, in: database) == .free)
        #expect(try Entitlement.of(tenant, .test, in: database).tier == wanted.subscription.tier)
        try PaymentWatermarks(database, mode: .live).advance(to: Instant(secondsSinceEpoch: 1))
        let seen = try database.withTenant(tenant, readOnly: true) { session in
            try session.query("SELECT 1 FROM payment_watermarks").rowCount
        }
        #expect(seen == 0)
    }

    @Test func aWatermarkNeverGoesBack() throws {
        let marks = PaymentWatermarks(database, mode: .test)
        try marks.advance(to: Instant(secondsSinceEpoch: 2000))
        try marks.advance(to: Instant(secondsSinceEpoch: 1000))
        #expect(try marks.listedTo() == Instant(secondsSinceEpoch: 2000))
    }

    @Test func aWatermarkIsNeverAheadOfTheServer() throws {
        let marks = PaymentWatermarks(database, mode: .live)
        let ahead = try Samples.instant("2199-01-01T00:00:00Z")
        try marks.advance(to: ahead)
        #expect(try #require(try marks.listedTo()) < ahead)
    }

    @Test func whatIsHeldIsWorkOfEveryNight() throws {
        let tenant = try #require(TenantID("holding"))
        let store = store([tenant])
        let today = try Samples.day("2026-01-15")
        for (name, state) in [("holding1", SubscriptionState.active), ("holding2", .ended), ("holding3", .active)] {
            var wanted = try account(name, tenant)
            wanted.subscription.state = state
            wanted.subscription.hold = name == "holding3" ? nil : .mismatch
            try store.add(wanted)
        }
        #expect(try store.subscriptionsWithWork(on: today).map(\.text) == ["holding1", "holding2"])
        let forecast = try RenewalForecast(store, try Samples.rules(), now: today.start)
        #expect(forecast.needsPerson && forecast.faults.isEmpty && forecast.chargeCount == 0)
        for name in ["holding1", "holding2"] {
            try store.release(
                try #require(SubscriptionID(name)), note: "looked", granting: false, now: today.start)
        }
        #expect(try store.subscriptionsWithWork(on: today).isEmpty)
        #expect(try !RenewalForecast(store, try Samples.rules(), now: today.start).needsPerson)
    }

    @Test func aDisputeIsKnownUntilItsHoldIsLifted() throws {
        let tenant = try #require(TenantID("disputing"))
        let store = store([tenant])
        let wanted = try account("disputing", tenant)
        try store.add(wanted)
        let sent = try attempt(wanted, 1)
        try store.update(wanted.subscription.id) { account in
            account.attempts = [sent]
            account.subscription.hold = .reversed
        }
        let dispute = ObservedDispute(id: 5, reference: sent.reference, isOpen: true, dueAt: nil, money: nil)
        #expect(try store.record(dispute, source: .listing, now: sent.sentAt))
        #expect(try !store.record(dispute, source: .listing, now: sent.sentAt))
        #expect(try store.account(wanted.subscription.id).subscription.hold == .reversed)
        try store.release(wanted.subscription.id, note: "looked", granting: false, now: sent.sentAt)
        #expect(try store.record(dispute, source: .listing, now: sent.sentAt))
        #expect(try store.account(wanted.subscription.id).subscription.hold == .disputed)
    }

    func attempt(_ account: SubscriptionAccount, _ ordinal: Int) throws -> ChargeAttempt {
        let subscription = account.subscription
        let prefix = try #require(ReferencePrefix("rk"))
        return ChargeAttempt(
            reference: Reference(prefix, subscription.id, subscription.duePeriod.month, ordinal: ordinal),
            subscription: subscription.id, period: subscription.duePeriod, ordinal: ordinal, tier: subscription.tier,
            interval: .month, price: Price(SubunitMoney(7_500_000, .naira)), card: 1,
            sentAt: try Samples.instant("2026-02-01T02:00:00Z"), state: .sent)
    }
}
