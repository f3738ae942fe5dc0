import Kernel
import Testing

@testable import Payments

struct CheckoutTests {
    private func account(_ day: String = "2026-01-31") throws -> SubscriptionAccount {
        SubscriptionAccount(
            checkingOut: try #require(SubscriptionID("s9")), try #require(TenantID("harbor")),
            tier: try #require(TierID("starter")), interval: .month, currency: .naira, today: try Samples.day(day))
    }

    @Test func theFirstPaymentGrantsThePeriodAndKeepsTheCard() throws {
        var account = try account()
        let now = try Samples.instant("2026-01-31T10:00:00Z")
        let attempt = try account.openCheckout(try Samples.rules(), now: now)
        account.apply(
            .actionNeeded(url: "https://checkout.example/1"), to: attempt.reference, now: now, source: .person)
        #expect(account.openPage?.actionURL == "https://checkout.example/1")
        #expect(account.notices.isEmpty, "nobody is told by mail of a page that they have just asked for")
        var charge = try Samples.charge(attempt)
        charge.authorization = Samples.card
        account.apply(.observed(charge), to: attempt.reference, now: now, source: .webhook)
        #expect(account.subscription.state == .active)
        #expect(account.subscription.authorization == Samples.card)
        #expect(account.subscription.nextDue == (try Samples.day("2026-02-28")))
        #expect(account.openPage == nil)
    }

    @Test func aPeriodThatMayBePaidGetsNoSecondPage() throws {
        var account = try account()
        let now = try Samples.instant("2026-01-31T10:00:00Z")
        let attempt = try account.openCheckout(try Samples.rules(), now: now)
        #expect(throws: Failure.self) { try account.openCheckout(try Samples.rules(), now: now) }
        account.apply(.rejected(Decline(.setup, "Invalid key")), to: attempt.reference, now: now, source: .person)
        #expect(try account.openCheckout(try Samples.rules(), now: now).ordinal == 2)
    }

    @Test func aHeldSubscriptionGetsNoPage() throws {
        var account = try account()
        account.subscription.hold = .disputed
        #expect(throws: Failure.self) {
            try account.openCheckout(try Samples.rules(), now: try Samples.instant("2026-01-31T10:00:00Z"))
        }
    }

    @Test func whatIsAwaitedIsNotSentRoundInACircle() throws {
        var subscription = try account().subscription
        func hint(_ failure: Failure) -> String { failure.diagnostics[0].hint ?? "" }
        let tenant = subscription.tenant
        #expect(hint(PaymentFailure.subscriptionExists(subscription)).contains("given up after a day"))
        #expect(hint(PaymentFailure.nothingToChange(tenant, awaiting: subscription)).contains("given up after a day"))
        #expect(hint(PaymentFailure.nothingToChange(tenant, awaiting: nil)).contains("billing checkout"))
        subscription.hold = .mismatch
        #expect(hint(PaymentFailure.subscriptionExists(subscription)).contains("billing release"))
        subscription.state = .active
        #expect(hint(PaymentFailure.subscriptionExists(subscription)).hasPrefix("`reckon billing upgrade`"))
        // An upgrade of what is cancelled is refused.
        subscription.cancelledOn = subscription.nextDue
        #expect(hint(PaymentFailure.subscriptionExists(subscription)).hasPrefix("it is cancelled: a checkout of "))
    }

    @Test func aPageThatNobodyPaidOwesNothing() throws {
        var account = try account()
        let now = try Samples.instant("2026-01-31T10:00:00Z")
        let attempt = try account.openCheckout(try Samples.rules(), now: now)
        account.apply(
            .actionNeeded(url: "https://checkout.example/1"), to: attempt.reference, now: now, source: .person)
        account.apply(
            .observed(try Samples.charge(attempt, .abandoned)), to: attempt.reference,
            now: now.advanced(bySeconds: 90_000), source: .verification)
        #expect(account.subscription.state == .awaitingPayment)
        #expect(account.attempts.last?.state == .failed)
    }

    /// Another subscription may have taken its place.
    @Test func aPageThatIsPaidAfterItWasGivenUpIsForAPerson() throws {
        var account = try account()
        let now = try Samples.instant("2026-01-31T10:00:00Z")
        let attempt = try account.openCheckout(try Samples.rules(), now: now)
        account.apply(
            .actionNeeded(url: "https://checkout.example/1"), to: attempt.reference, now: now, source: .person)
        let later = now.advanced(bySeconds: 90_000)
        account.apply(
            .observed(try Samples.charge(attempt, .abandoned)), to: attempt.reference, now: later,
            source: .verification)
        account.apply(.observed(try Samples.charge(attempt)), to: attempt.reference, now: later, source: .listing)
        #expect(account.subscription.state == .active && account.subscription.hold != nil)
    }

    /// Another page could be paid as well.
    @Test func aFirstPaymentOfWrongMoneyIsNotLeft() throws {
        var account = try account()
        #expect(account.isLeft)
        let now = try Samples.instant("2026-01-31T10:00:00Z")
        let attempt = try account.openCheckout(try Samples.rules(), now: now)
        #expect(!account.isLeft)
        account.apply(
            .observed(try Samples.charge(attempt, money: SubunitMoney(1, .naira))), to: attempt.reference, now: now,
            source: .webhook)
        #expect(account.subscription.hold == .mismatch && !account.isLeft)
        _ = try account.release(note: "looked", granting: false, now: now)
        #expect(!account.isLeft, "the money is with us")
        var back = try Samples.charge(attempt, .reversed)
        back.money = SubunitMoney(1, .naira)
        account.apply(.observed(back), to: attempt.reference, now: now, source: .listing)
        _ = try account.release(note: "went back", granting: false, now: now)
        #expect(account.isLeft)
    }
}
