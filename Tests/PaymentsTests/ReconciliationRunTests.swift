import Kernel
import Testing

@testable import Payments

struct ReconciliationRunTests {
    /// Lists what it is given, and verifies by the same charges and others that are too old for the list.
    private struct Books: PaymentProvider, PaymentListing {
        var charges: [ObservedCharge] = []
        var old: [ObservedCharge] = []
        var refunds: [ObservedRefund] = []
        var disputes: [ObservedDispute] = []
        var verifies = true

        func charge(_ request: ChargeRequest) -> ChargeAnswer { .notProcessed }
        func verify(_ reference: Reference) -> VerifyAnswer {
            guard verifies else { return .unknown("HTTP 502") }
            return (charges + old).first { $0.reference == reference }.map { .observed($0) } ?? .notFound
        }
        func transactions(from: Instant, to: Instant) -> Listed<ObservedCharge> { Listed(charges, end: .complete) }
        func refunds(from: Instant, to: Instant) -> Listed<ObservedRefund> { Listed(refunds, end: .complete) }
        func disputes(from: Instant, to: Instant) -> Listed<ObservedDispute> { Listed(disputes, end: .complete) }
        func settlements(from: Instant, to: Instant) -> Listed<ReconciliationInput.Settlement> {
            Listed([], end: .complete)
        }
    }

    private let now: Instant
    private let paid: ChargeAttempt

    init() throws {
        now = try Samples.instant("2026-06-30T02:00:00Z")
        var attempt = try Samples.attempt()
        _ = attempt.apply(.observed(try Samples.charge(attempt)), now: attempt.sentAt)
        paid = attempt
    }

    private func run(
        _ books: Books, _ store: MemoryStore
    ) throws -> (ReconciliationRun<MemoryStore, Books>, [ReconciliationFinding.Class]) {
        var run = try ReconciliationRun(
            store: store, provider: books, rules: try Samples.rules(),
            window: ProviderLists.Window(mark: now, to: now), now: now, webhooks: nil)
        let findings = run.findings()
        try run.apply()
        return (run, findings.map(\.kind))
    }

    private func store() throws -> MemoryStore {
        MemoryStore([SubscriptionAccount(try Samples.subscription(due: "2026-07-31"), attempts: [paid])])
    }

    @Test func refundsAndDisputesAreListedFromFurtherBack() throws {
        let window = ProviderLists.Window(mark: now, to: now)
        #expect(window.from == now.advanced(bySeconds: -7 * 86_400))
        #expect(window.refundsFrom == now.advanced(bySeconds: -90 * 86_400))
    }

    @Test(arguments: [true, false]) func aReversalOfAPaymentThatIsTooOldForTheListIsFound(byDispute: Bool) throws {
        let store = try store()
        var books = Books(old: [try Samples.charge(paid, .reversed)])
        if byDispute {
            books.disputes = [
                ObservedDispute(id: 3, reference: paid.reference, isOpen: false, dueAt: nil, money: nil)
            ]
        } else {
            books.refunds = [
                ObservedRefund(id: 3, reference: paid.reference, money: paid.price.money, status: .processed)
            ]
        }
        let (first, findings) = try run(books, store)
        #expect(findings == (byDispute ? [] : [.refunded]))
        #expect(first.matters == [PaymentMatter(paid.reference, .reversed)])
        #expect(store.attempts().map(\.state) == [.reversed])
        let (second, again) = try run(books, store)
        #expect(again == [] && !second.needsPerson, "told once")
    }

    @Test func aDisputeThatWasWonChangesNothing() throws {
        let store = try store()
        let dispute = ObservedDispute(id: 3, reference: paid.reference, isOpen: false, dueAt: nil, money: nil)
        let (first, _) = try run(Books(old: [try Samples.charge(paid)], disputes: [dispute]), store)
        #expect(!first.needsPerson && store.attempts().map(\.state) == [.paid])
        let (second, _) = try run(Books(disputes: [dispute], verifies: false), store)
        #expect(second.unreadable == ["HTTP 502"] && second.needsPerson)
    }

    /// Another tenant's subscription with a charge under way.
    private func addOther(to store: MemoryStore, sentAt: Instant) throws -> (SubscriptionID, ChargeAttempt) {
        let other = SubscriptionID("s2")!
        store.accounts[other] = SubscriptionAccount(
            Subscription(
                id: other, tenant: TenantID("quay")!, tier: TierID("starter")!, interval: .month, currency: .naira,
                anchor: AnchorDay(31)!, nextDue: try Samples.day("2026-06-30"), state: .active,
                authorization: Samples.card), attempts: [])
        let sent = ChargeAttempt(
            reference: Reference("rk-s2-202606-a1")!, subscription: other,
            period: store.accounts[other]!.subscription.duePeriod, ordinal: 1, tier: TierID("starter")!,
            interval: .month, price: paid.price, card: 1, sentAt: sentAt, state: .sent)
        try store.update(other) { $0.attempts = [sent] }
        return (other, sent)
    }

    @Test func whatCannotBeWrittenDownStaysOnTheNextList() throws {
        let store = try store()
        let (other, sent) = try addOther(to: store, sentAt: now.advanced(bySeconds: -3600))
        let unknown = try Samples.attempt(2, state: .unknown, at: "2026-06-30T01:00:00Z")
        let id = try Samples.subscription().id
        try store.update(id) { $0.attempts.append(unknown) }
        store.locked[id] = Failure(.configuration, DiagnosticCode("J", 703), "the key 'harbor' is not there")
        let known = try Samples.charge(paid)
        let books = Books(charges: [known, try Samples.charge(unknown, id: 9), try Samples.charge(sent, id: 8)])
        let (first, _) = try run(books, store)
        #expect(first.faults.map(\.subject) == [unknown.reference.text], "what is known needs no key")
        #expect(!first.mayAdvance && first.needsPerson)
        #expect(store.accounts[other]?.attempts.map(\.state) == [.paid])
        store.locked = [:]
        #expect(try run(books, store).0.mayAdvance)
    }

    @Test func aLateSuccessIsToldWhereItIsApplied() throws {
        let failed = try Samples.attempt(state: .failed)
        let store = MemoryStore([SubscriptionAccount(try Samples.subscription(), attempts: [failed])])
        let (run, findings) = try run(Books(charges: [try Samples.charge(failed)]), store)
        #expect(findings == [.lateSuccess])
        #expect(run.matters == [PaymentMatter(failed.reference, .lateSuccess)])
    }

    @Test func whatIsKnownNeedsNoKeyOfItsTenant() throws {
        let store = try store()
        let open = ObservedDispute(id: 3, reference: paid.reference, isOpen: true, dueAt: nil, money: nil)
        let won = ObservedDispute(id: 4, reference: paid.reference, isOpen: false, dueAt: nil, money: nil)
        let books = Books(old: [try Samples.charge(paid)], disputes: [open, won])
        #expect(try run(books, store).0.mayAdvance)
        store.locked[paid.subscription] = Failure(.configuration, DiagnosticCode("J", 703), "the key is not there")
        let (second, _) = try run(books, store)
        #expect(second.faults.isEmpty && second.mayAdvance)
    }

    @Test func aRefundThatNamesItsPaymentByNumberIsTakenUp() throws {
        let store = try store()
        let number = try #require(paid.providerID)
        func refund(_ id: UInt64, _ transaction: UInt64) -> ObservedRefund {
            ObservedRefund(
                id: id, reference: nil, transaction: transaction, money: paid.price.money, status: .processed)
        }
        let books = Books(
            old: [try Samples.charge(paid, .reversed)], refunds: [refund(3, number), refund(4, number + 1)])
        let (first, findings) = try run(books, store)
        #expect(findings == [.refunded])
        #expect(store.refunds == ["processed 3"] && first.mayAdvance)
        #expect(store.attempts().map(\.state) == [.reversed])
    }

    @Test func whatWasDoneIsKeptWhenTheStoreGoesAway() throws {
        let store = try store()
        let failed = try Samples.attempt(2, state: .failed)
        let (other, sent) = try addOther(to: store, sentAt: now)
        try store.update(paid.subscription) { account in
            account.attempts = [failed]
            account.subscription.nextDue = failed.period.start
        }
        store.locked[other] = StoreDown()
        let books = Books(charges: [try Samples.charge(failed), try Samples.charge(sent, id: 8)])
        var run = try ReconciliationRun(
            store: store, provider: books, rules: try Samples.rules(),
            window: ProviderLists.Window(mark: now, to: now), now: now, webhooks: nil)
        #expect(throws: StoreDown.self) { try run.apply() }
        #expect(run.matters == [PaymentMatter(failed.reference, .lateSuccess)])
    }
}
