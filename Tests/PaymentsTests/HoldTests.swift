import Kernel
import Testing

@testable import Payments

/// What a person can do with a subscription that is held.
struct HoldTests {
    private let now: Instant

    init() throws { now = try Samples.instant("2026-03-31T09:00:00Z") }

    /// Its due period has an attempt that money came for, and came wrong or went back.
    private func account(_ state: AttemptState) throws -> SubscriptionAccount {
        var attempt = try Samples.attempt()
        var charge = try Samples.charge(attempt)
        if state == .reversed { charge.status = .reversed }
        if state == .mismatched { charge.money = SubunitMoney(7_000_000, .naira) }
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [attempt])
        account.apply(.observed(charge), to: attempt.reference, now: now, source: .listing)
        attempt = account.attempts[0]
        #expect(attempt.state == state && account.subscription.hold != nil)
        return account
    }

    @Test func afterAPlainReleaseAMismatchCanStillBeGranted() throws {
        var account = try account(.mismatched)
        let first = try account.release(note: "looked", granting: false, now: now)
        #expect(first == .mismatch)
        #expect(account.nextStep(try Samples.rules(), now: now) == .rest(.wrongMoney(account.attempts[0].reference)))
        let second = try account.release(note: "taken for it", granting: true, now: now)
        #expect(second == .mismatch)
        #expect(account.subscription.nextDue == (try Samples.day("2026-04-30")))
        let third = try account.release(note: "again", granting: true, now: now)
        #expect(third == nil, "nothing is held any more")
        #expect(account.subscription.nextDue == (try Samples.day("2026-04-30")))
    }

    @Test(arguments: [AttemptState.sent, .unknown, .pending, .actionRequired])
    func aPeriodThatMayBePaidAtThisMomentIsNotGranted(state: AttemptState) throws {
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [try Samples.attempt(state: state)])
        account.subscription.hold = .disputed
        let untouched = account
        let error = #expect(throws: Failure.self) { try account.release(note: "cash", granting: true, now: now) }
        #expect(error?.diagnostics.first?.code == PaymentCode.periodOpen && account == untouched)
        let first = try account.release(note: "won", granting: false, now: now)
        #expect(first == .disputed)
    }

    @Test func moneyForAPeriodThatAPersonGrantedIsTooMuch() throws {
        let failed = try Samples.attempt(state: .failed)
        var account = SubscriptionAccount(try Samples.subscription(state: .pastDue), attempts: [failed])
        account.subscription.hold = .disputed
        _ = try account.release(note: "paid in cash", granting: true, now: now)
        let charge = try Samples.charge(failed)
        var input = ReconciliationInput(
            attempts: account.attempts, charges: [charge], mode: .test, prefix: try Samples.rules().referencePrefix,
            from: failed.sentAt, to: now)
        input.expectsWebhooks = false
        input.paidOtherwise = MemoryStore([account]).paidOtherwise(on: now.day)
        #expect(Reconciliation(input).findings().map(\.kind) == [.doublePaid])
        let actions = account.apply(.observed(charge), to: failed.reference, now: now, source: .listing)
        #expect(actions == [.proposeRefund] && account.attempts[0].state == .surplus)
        #expect(account.subscription.nextDue == (try Samples.day("2026-04-30")))
        #expect(!account.events.contains { $0.reference == failed.reference && $0.isOfMoneyTaken }, "no invoice")
        // What paid for its own period is not too much when it is seen again.
        var paid = SubscriptionAccount(try Samples.subscription(), attempts: [try Samples.attempt()])
        for _ in 0..<2 {
            let charge = try Samples.charge(paid.attempts[0])
            paid.apply(.observed(charge), to: charge.reference!, now: now, source: .listing)
            #expect(paid.attempts[0].state == .paid)
        }
    }

    @Test func moneyForAPeriodWhosePaymentWentBackIsWelcome() throws {
        let attempts = [try Samples.attempt(1, state: .failed), try Samples.attempt(2, state: .reversed)]
        var account = SubscriptionAccount(try Samples.subscription(due: "2026-04-30"), attempts: attempts)
        account.apply(
            .observed(try Samples.charge(attempts[0])), to: attempts[0].reference, now: now, source: .listing)
        #expect(account.attempts[0].state == .paid && account.events.contains { $0.what == .lateSuccess })
    }

    @Test func whatWasTooMuchAndWentBackHoldsNobody() throws {
        let attempts = [try Samples.attempt(1, state: .surplus), try Samples.attempt(2, state: .paid)]
        var account = SubscriptionAccount(try Samples.subscription(due: "2026-04-30"), attempts: attempts)
        let charge = try Samples.charge(attempts[0], .reversed)
        account.apply(.observed(charge), to: attempts[0].reference, now: now, source: .listing)
        #expect(account.attempts[0].state == .reversed && account.subscription.hold == nil)
    }

    @Test func afterAReleaseAPaymentThatWentBackMakesRoomForAnother() throws {
        var account = try account(.reversed)
        #expect(account.nextStep(try Samples.rules(), now: now) == .rest(.held(.reversed)))
        #expect(throws: Failure.self) { try account.openCheckout(try Samples.rules(), now: now) }
        let first = try account.release(note: "pays again", granting: false, now: now)
        #expect(first == .reversed)
        var page = account
        #expect(try page.openCheckout(try Samples.rules(), now: now).ordinal == 2)
        let tomorrow = now.advanced(bySeconds: 86_400)
        guard case .charge(let request) = account.nextStep(try Samples.rules(), now: tomorrow) else {
            Issue.record("nothing is charged")
            return
        }
        #expect(request.reference.text.hasSuffix("-a2"))
    }

    @Test func aLateSuccessOfWhatHasEndedIsForAPerson() throws {
        let failed = try Samples.attempt(state: .failed)
        var account = SubscriptionAccount(try Samples.subscription(state: .ended), attempts: [failed])
        account.apply(.observed(try Samples.charge(failed)), to: failed.reference, now: now, source: .listing)
        #expect(account.attempts[0].state == .paid && account.subscription.hold == .lateSuccess)
        #expect(account.nextStep(try Samples.rules(), now: now) == .rest(.held(.lateSuccess)))
    }

    @Test func aPeriodThatIsNotDueIsNotGivenAway() throws {
        var subscription = try Samples.subscription(due: "2026-04-30")
        subscription.hold = .disputed
        var account = SubscriptionAccount(subscription, attempts: [])
        #expect(throws: Failure.self) { try account.release(note: "gift", granting: true, now: now) }
        #expect(account.subscription == subscription && account.events.isEmpty)
        let first = try account.release(note: "won", granting: false, now: now)
        #expect(first == .disputed)
    }

    @Test(arguments: [("2026-01-31", SubscriptionState.ended), ("2026-03-31", .active)])
    func aGrantTakesUpWhatHasEndedOnlyForAPeriodThatLasts(due: String, state: SubscriptionState) throws {
        var subscription = try Samples.subscription(due: due, state: .ended)
        subscription.hold = .disputed
        var account = SubscriptionAccount(subscription, attempts: [])
        let first = try account.release(note: "lost, and paid in cash", granting: true, now: now)
        #expect(first == .disputed)
        #expect(account.subscription.state == state && account.subscription.nextDue > subscription.nextDue)
        guard case .rest = account.nextStep(try Samples.rules(), now: now) else {
            Issue.record("a period of long ago is charged")
            return
        }
    }

    @Test func aDisputeLeavesTheFirstHold() throws {
        var account = try account(.mismatched)
        let reference = account.attempts[0].reference
        let isNews = account.dispute(reference, now: now, source: .listing)
        #expect(isNews && account.subscription.hold == .mismatch)
        #expect(account.events.last?.what == .held(.disputed))
        let isOurs = account.dispute(try Samples.attempt(9).reference, now: now, source: .listing)
        #expect(!isOurs)
    }
}
