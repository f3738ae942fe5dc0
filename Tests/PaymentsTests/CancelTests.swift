import Kernel
import Testing

@testable import Payments

/// A tenant that gives its subscription up.
struct CancelTests {
    private let rules: PaymentRules
    private let before: Instant
    private let due: Instant

    init() throws {
        rules = try Samples.rules()
        before = try Samples.instant("2026-03-10T09:00:00Z")
        due = try Samples.instant("2026-03-31T09:00:00Z")
    }

    private func account(_ attempts: [ChargeAttempt] = [], _ state: SubscriptionState = .active) throws
        -> SubscriptionAccount
    {
        SubscriptionAccount(try Samples.subscription(state: state), attempts: attempts)
    }

    @Test func whatIsPaidLastsAndNothingIsChargedAfterIt() throws {
        var account = try account()
        account.subscription.authorization?.expiry = Month("2026-02")
        let isNews = account.cancel(note: "moves away", now: before)
        #expect(isNews && account.subscription.state == .active)
        #expect(account.events.map(\.what) == [.cancelled(until: due.day, note: "moves away")])
        #expect(account.notices.map(\.kind) == [.cancelled])
        let again = account.cancel(note: "", now: before)
        #expect(!again && account.events.count == 1)
        #expect(account.nextStep(rules, now: before) == .rest(.cancelled(until: due.day)))
        #expect(account.notices.count == 1, "an expiring card is nobody's matter any more")
        #expect(account.nextStep(rules, now: due) == .rest(.ended))
        #expect(account.subscription.state == .ended && account.attempts.isEmpty && account.notices.count == 1)
    }

    @Test func itCanBeTakenBackWhileItLasts() throws {
        var account = try account()
        _ = account.cancel(note: "", now: before)
        let isBack = account.resume(now: before)
        #expect(isBack && account.events.last?.what == .resumed)
        guard case .charge = account.nextStep(rules, now: due) else {
            Issue.record("it is not charged again")
            return
        }
        var ended = try self.account()
        _ = ended.cancel(note: "", now: due)
        #expect(ended.subscription.state == .ended, "nothing of it is paid")
        let isTooLate = ended.resume(now: due)
        #expect(!isTooLate)
    }

    @Test func moneyThatIsUnderWayStillPaysForItsPeriod() throws {
        let sent = try Samples.attempt()
        var account = try account([sent])
        _ = account.cancel(note: "", now: due)
        #expect(account.subscription.state == .active, "only the provider knows how the attempt stands")
        var paid = account
        paid.apply(.observed(try Samples.charge(sent)), to: sent.reference, now: due, source: .verification)
        #expect(paid.nextStep(rules, now: due) == .rest(.cancelled(until: try Samples.day("2026-04-30"))))
        var failed = account
        failed.apply(
            .observed(try Samples.charge(sent, .failed, bank: "Insufficient Funds")), to: sent.reference, now: due,
            source: .verification)
        #expect(failed.notices.map(\.kind) == [.cancelled], "nobody asks for money that is not wanted")
        #expect(failed.nextStep(rules, now: due) == .rest(.ended))
        // A call that never arrived is not made again.
        var known = RunKnowledge()
        (known.asked, known.absent) = ([sent.reference], [sent.reference: due.advanced(bySeconds: 3600)])
        #expect(account.nextStep(rules, now: due.advanced(bySeconds: 3600), known: known) == .rest(.ended))
        #expect(account.attempts[0].state == .rejected && account.attempts[0].decline?.kind == .withdrawn)
    }

    @Test(arguments: [SubscriptionState.pastDue, .restricted])
    func whatIsOwedIsNotAskedForAnyMore(state: SubscriptionState) throws {
        var account = try account([], state)
        _ = account.cancel(note: "", now: due)
        #expect(account.subscription.state == .ended && account.notices.map(\.kind) == [.cancelled])
    }

    @Test func whatIsHeldEndsAfterAPersonHasLooked() throws {
        var account = try account()
        account.subscription.hold = .disputed
        _ = account.cancel(note: "", now: due)
        #expect(account.nextStep(rules, now: due) == .rest(.held(.disputed)))
        _ = try account.release(note: "won", granting: false, now: due)
        #expect(account.nextStep(rules, now: due) == .rest(.ended))
    }
}
