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

    @Test func aStoreThatIsAwayEndsTheRun() throws {
        #expect(throws: StoreDown.self) { try run(StoreDown()) }
    }
}
