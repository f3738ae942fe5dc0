import Kernel
import Testing

@testable import Payments

/// What is wrong with one subscription is no reason to leave the others out.
struct RenewalFaultTests {
    private struct Approving: PaymentProvider {
        var answer: ChargeAnswer?

        func charge(_ request: ChargeRequest) throws -> ChargeAnswer {
            answer
                ?? .observed(
                    ObservedCharge(
                        id: 1, reference: request.reference, status: .success, money: request.money, isTest: true))
        }
        func verify(_ reference: Reference) throws -> VerifyAnswer { .notFound }
    }

    private static let takenBack = Failure(
        .configuration, DiagnosticCode("J", 703), "the key 'harbor' is not there")

    private func accounts() throws -> [SubscriptionAccount] {
        try ["s1", "s2", "s3"].map { id in
            SubscriptionAccount(
                Subscription(
                    id: try #require(SubscriptionID(id)), tenant: try #require(TenantID("harbor")),
                    tier: try #require(TierID("starter")), interval: .month, currency: .naira,
                    anchor: try #require(AnchorDay(31)), nextDue: try Samples.day("2026-03-31"), state: .active,
                    authorization: Samples.card), attempts: [])
        }
    }

    private func run(_ error: any Error) throws -> (MemoryStore, RenewalReport) {
        let store = MemoryStore(try accounts())
        store.locked[try #require(SubscriptionID("s2"))] = error
        var run = RenewalRun(
            store: store, provider: Approving(), rules: try Samples.rules(),
            clock: .fixed(try Samples.instant("2026-03-31T02:00:00Z")), uptimeSeconds: { 0 })
        try run.finish()
        return (store, run.report)
    }

    /// A run that asked while the call was under way, and was suspended for two days, knows nothing: the call may have
    /// arrived a second after it asked.
    @Test(arguments: [(10, false), (599, false), (600, true)] as [(Int64, Bool)])
    func whatWasAbsentWhileItsCallWasUnderWayMakesNoRoom(askedAfter seconds: Int64, makesRoom: Bool) throws {
        let sent = try Samples.attempt()
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [sent])
        // Another card has come meanwhile: the old call would be withdrawn, and a new attempt made.
        account.subscription.take(Samples.card, isGiven: true)
        var known = RunKnowledge()
        known.asked = [sent.reference]
        known.absent = [sent.reference: sent.calledAt.advanced(bySeconds: seconds)]
        let step = account.nextStep(
            try Samples.rules(), now: sent.calledAt.advanced(bySeconds: 172_800), known: known)
        if makesRoom {
            #expect(account.attempts.map(\.state) == [.rejected, .sent])
        } else {
            #expect(step == .rest(.open(sent.reference, .sent)) && account.attempts == [sent])
        }
    }

    @Test func aKeyThatWasTakenBackStopsItsOwnSubscriptionOnly() throws {
        let (store, report) = try run(RenewalFaultTests.takenBack)
        #expect(store.accounts.values.filter { $0.attempts.first?.state == .paid }.count == 2)
        #expect(report.faults.map(\.subject) == ["s2"] && report.needsPerson)
        #expect(report.faults[0].description.contains("harbor"))
    }

    @Test func whatDoesNotMendItselfWantsAPerson() throws {
        func report(_ answer: ChargeAnswer?, _ change: (inout Subscription) -> Void = { _ in }) throws -> RenewalReport
        {
            let store = MemoryStore(Array(try accounts().prefix(1)))
            let id = try #require(store.accounts.keys.first)
            try store.update(id) { change(&$0.subscription) }
            var run = RenewalRun(
                store: store, provider: Approving(answer: answer), rules: try Samples.rules(),
                clock: .fixed(try Samples.instant("2026-03-31T02:00:00Z")), uptimeSeconds: { 0 })
            try run.finish()
            return run.report
        }
        #expect(try !report(nil).needsPerson)
        #expect(try !report(.rejected(Decline(.hard, "Authorization code is invalid"))).needsPerson)
        #expect(try report(.rejected(Decline(.setup, "Currency not supported"))).needsPerson)
        #expect(try report(nil) { $0.hold = .disputed }.needsPerson)
        #expect(try report(nil) { $0.authorization = nil }.needsPerson)
        #expect(try report(nil) { $0.tier = TierID("enterprise")! }.needsPerson)
    }

    /// Whoever asked for it finds the attempt in the store, and no charge in the report.
    @Test func aChangeThatWaitedTooLongIsNotChargedAndStaysOpen() throws {
        var paid = try Samples.attempt()
        _ = paid.apply(.observed(try Samples.charge(paid)), now: paid.sentAt)
        let account = SubscriptionAccount(try Samples.subscription(due: "2026-04-30"), attempts: [paid])
        let store = MemoryStore([account])
        let terms = SubscriptionTerms(tier: try #require(TierID("pro")), interval: .month)
        var uptime: Int64 = 0
        var run = RenewalRun(
            changing: account.subscription.id, to: terms, store: store, provider: Approving(),
            rules: try Samples.rules(), clock: .fixed(try Samples.instant("2026-04-15T09:00:00Z")),
            uptimeSeconds: {
                uptime += 200
                return uptime
            })
        try run.finish()
        let made = try #require(store.accounts[account.subscription.id]?.attempts.last)
        #expect(run.report.charges.isEmpty && made.upgrade != nil && made.state == .sent)
        #expect(run.report.rests.map(\.1) == [.open(made.reference, .sent)])
    }

    @Test func aStoreThatIsAwayEndsTheRun() throws {
        #expect(throws: StoreDown.self) { try run(StoreDown()) }
    }
}
