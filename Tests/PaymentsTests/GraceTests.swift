import Kernel
import Testing

@testable import Payments

/// Nobody is restricted who was not told before, and nobody is charged with a card that was refused for good.
struct GraceTests {
    private let due: Instant
    private let rules: PaymentRules

    init() throws {
        due = try Samples.instant("2026-03-31T09:00:00Z")
        rules = try Samples.rules()
    }

    private func day(_ number: Int) -> Instant { due.advanced(bySeconds: Int64(number) * 86_400) }

    private func declined(_ ordinal: Int, _ kind: Decline.Kind, card: Int, at: Instant) throws -> ChargeAttempt {
        let sample = try Samples.attempt(ordinal)
        var attempt = ChargeAttempt(
            reference: sample.reference, subscription: sample.subscription, period: sample.period, ordinal: ordinal,
            tier: sample.tier, interval: .month, price: sample.price, card: card, sentAt: at, state: .failed)
        attempt.decline = Decline(kind, "no")
        return attempt
    }

    private func account(_ attempts: [ChargeAttempt], cards: Int = 1) throws -> SubscriptionAccount {
        var account = SubscriptionAccount(try Samples.subscription(state: .pastDue), attempts: attempts)
        account.subscription.pastDueSince = due.day
        account.subscription.cardCount = cards
        return account
    }

    private func isCharged(_ account: SubscriptionAccount, on day: Int) -> Bool {
        var account = account
        if case .charge = account.nextStep(rules, now: self.day(day)) { return true }
        return false
    }

    @Test func aCardThatWasRefusedForGoodStaysSoWhateverIsSaidLater() throws {
        let stolen = try declined(1, .hard, card: 1, at: due)
        let soft = try declined(2, .soft, card: 1, at: day(1))
        #expect(try !isCharged(account([stolen, soft]), on: 3))
        // What a card of before or a page met says nothing of the present card.
        #expect(try isCharged(account([stolen, soft], cards: 2), on: 3))
        #expect(try isCharged(account([soft, declined(1, .hard, card: 0, at: due)]), on: 3))
    }

    @Test func theNextPeriodNeedsAnotherCardToo() throws {
        var account = try account([declined(1, .hard, card: 1, at: due)])
        account.subscription.state = .active
        account.subscription.nextDue = try Samples.day("2026-04-30")
        let next = try Samples.instant("2026-04-30T09:00:00Z")
        var granted = account
        #expect(granted.nextStep(rules, now: next) == .rest(.noCard))
        #expect(granted.notices.map(\.kind) == [.paymentFailed(needsOtherCard: true)])
        // The payer pays with the same card on a page: it is good again.
        account.subscription.take(Samples.card)
        #expect(account.subscription.cardCount == 1, "the provider names it in each answer")
        account.subscription.take(Samples.card, isGiven: true)
        guard case .charge = account.nextStep(rules, now: next) else {
            Issue.record("a card that was given again is not charged")
            return
        }
    }

    @Test func graceBeginsWithTheFirstNoticeHoweverLateThatIs() throws {
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [])
        account.subscription.authorization = nil
        // No run came for ten days.
        #expect(account.nextStep(rules, now: day(10)) == .rest(.noCard))
        #expect(account.subscription.state == .pastDue && account.notices.count == 1)
        #expect(account.graceEnd(rules.dunning) == day(17).day)
        #expect(account.nextStep(rules, now: day(16)) == .rest(.noCard))
        #expect(account.subscription.state == .pastDue)
        #expect(account.nextStep(rules, now: day(17)) == .rest(.restricted))
        #expect(account.notices.map(\.kind) == [.paymentFailed(needsOtherCard: true), .restricted])
    }

    @Test func aDeclineThatIsLearnedLateRestrictsNobodyTheSameNight() throws {
        let sent = try Samples.attempt(state: .unknown)
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [sent])
        let failed = try Samples.charge(sent, .failed, bank: "Stolen card")
        account.apply(.observed(failed), to: sent.reference, now: day(10), source: .verification)
        #expect(account.nextStep(rules, now: day(10)) == .rest(.dunning(until: day(17).day)))
        #expect(account.subscription.state == .pastDue && account.notices.count == 1)
        #expect(account.nextStep(rules, now: day(17)) == .rest(.restricted))
    }

    @Test func aPageThatNobodyFinishedDeclinedNobodysCard() throws {
        var account = try account([])
        account.subscription.state = .active
        account.subscription.pastDueSince = nil
        let page = try account.openCheckout(rules, now: due)
        let abandoned = AttemptEvent.observed(try Samples.charge(page, .abandoned))
        account.apply(abandoned, to: page.reference, now: day(2), source: .verification)
        #expect(account.attempts[0].decline?.kind == .abandoned)
        #expect(account.notices.isEmpty && account.subscription.state == .active)
        #expect(isCharged(account, on: 2))
        // A charge that the payer did not confirm is another matter.
        let saved = try Samples.attempt(state: .actionRequired)
        var asked = SubscriptionAccount(try Samples.subscription(), attempts: [saved])
        asked.apply(
            .observed(try Samples.charge(saved, .abandoned)), to: saved.reference, now: day(2), source: .verification)
        #expect(asked.notices.map(\.kind) == [.paymentFailed(needsOtherCard: false)])
        #expect(asked.subscription.state == .pastDue)
    }

    @Test func aDeclineOfACardOfBeforeAsksForNoOther() throws {
        let sent = try Samples.attempt()
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [sent])
        account.subscription.cardCount = 2
        account.apply(
            .observed(try Samples.charge(sent, .failed, bank: "Stolen card")), to: sent.reference, now: due,
            source: .verification)
        #expect(account.notices.map(\.kind) == [.paymentFailed(needsOtherCard: false)])
    }
}
