import Kernel
import Testing

@testable import Payments

/// Other terms within a subscription.
struct UpgradeTests {
    private let rules: PaymentRules
    /// The 16th of 30 days of a period that is paid, from 31 March to 30 April.
    private let middle: Instant

    init() throws {
        rules = try Samples.rules()
        middle = try Samples.instant("2026-04-15T09:00:00Z")
    }

    private func account(_ more: [ChargeAttempt] = []) throws -> SubscriptionAccount {
        var paid = try Samples.attempt()
        _ = paid.apply(.observed(try Samples.charge(paid)), now: try Samples.instant("2026-03-31T02:01:00Z"))
        return SubscriptionAccount(try Samples.subscription(due: "2026-04-30"), attempts: [paid] + more)
    }

    private func terms(_ tier: String, _ interval: BillingInterval = .month) throws -> SubscriptionTerms {
        SubscriptionTerms(tier: try #require(TierID(tier)), interval: interval)
    }

    /// Sends the upgrade and brings back what the provider says of it.
    private func upgrade(
        _ account: inout SubscriptionAccount, _ tier: String, _ interval: BillingInterval = .month, at now: Instant,
        _ status: ObservedCharge.Status = .success, bank: String = "Insufficient Funds"
    ) throws -> ChargeAttempt {
        guard case .charge(let charge) = try account.change(try terms(tier, interval), rules, now: now) else {
            throw Unexpected()
        }
        let attempt = try #require(account.attempts.last)
        #expect(attempt.state == .sent && charge.reference == attempt.reference && charge.money == attempt.price.money)
        account.apply(
            .observed(try Samples.charge(attempt, status, bank: bank)), to: attempt.reference, now: now,
            source: .renewal)
        return try #require(account.attempts.last)
    }

    private struct Unexpected: Error {}

    private func code(_ account: SubscriptionAccount, _ wish: SubscriptionTerms, at now: Instant? = nil) throws
        -> String?
    {
        do {
            _ = try account.termsChange(wish, rules, now: now ?? middle)
            return nil
        } catch { return error.diagnostics.first?.code.description }
    }

    @Test func theDifferenceForTheDaysThatAreLeftIsChargedAndThePeriodStays() throws {
        var account = try account()
        let paid = try upgrade(&account, "pro", at: middle)
        // 15 of 30 days: 450,000.00 and 75,000.00 halved.
        #expect(paid.price.money == SubunitMoney(18_750_000, .naira))
        #expect(paid.upgrade?.credit == SubunitMoney(3_750_000, .naira) && paid.upgrade?.creditOfDays == 30)
        #expect(paid.reference.text == "rk-s1-202603-u1a1")
        #expect(paid.reference.parts?.upgrade == 1 && paid.reference.parts?.ordinal == 1)
        let subscription = account.subscription
        #expect(subscription.tier.text == "pro" && subscription.state == .active)
        #expect(try subscription.nextDue == Samples.day("2026-04-30"))
        #expect(subscription.anchor.day == 31)
        guard case .charge(let next) = account.nextStep(rules, now: try Samples.instant("2026-04-30T02:00:00Z")) else {
            throw Unexpected()
        }
        #expect(next.money == SubunitMoney(45_000_000, .naira) && next.reference.text == "rk-s1-202604-a1")
    }

    @Test func aSecondUpgradeCreditsWhatTheFirstCovers() throws {
        var account = try account()
        _ = try upgrade(&account, "pro", at: middle)
        let later = try Samples.instant("2026-04-20T09:00:00Z")
        // 31 March 2026 to 31 March 2027 has 365 days, of which 345 are left; of "pro" 10 of 15 days are not used.
        var yearly = rules
        yearly.tiers[try #require(TierID("pro"))]?.prices[.year] = [.naira: 450_000_000]
        let change = try account.termsChange(try terms("pro", .year), yearly, now: later)
        guard case .now(let quote) = change else { throw Unexpected() }
        #expect(quote.rest.subunits == 425_342_466 && quote.upgrade.credit.subunits == 15_000_000)
        #expect(quote.upgrade.number == 2)
        #expect(try quote.period.end == Samples.day("2027-03-31"))
        #expect(quote.price.money.subunits == 410_342_466)
    }

    @Test func aLongerIntervalMakesThePeriodLonger() throws {
        var account = try account()
        let paid = try upgrade(&account, "starter", .year, at: middle)
        // 350 of 365 days of 750,000.00 less 15 of 30 days of 75,000.00.
        #expect(paid.price.money.subunits == 71_917_808 - 3_750_000)
        #expect(try account.subscription.nextDue == Samples.day("2027-03-31"))
        #expect(account.subscription.interval == .year && account.subscription.anchor.day == 31)
        #expect(try code(account, terms("starter", .month)) == nil)
        let change = try account.termsChange(try terms("starter", .month), rules, now: middle)
        #expect(
            change
                == .atPeriodEnd(
                    try terms("starter"), on: try Samples.day("2027-03-31"), because: .shorterInterval))
    }

    @Test func whatCostsLessBeginsWithTheNextPeriodAndCanBeTakenBack() throws {
        var account = try account()
        _ = try upgrade(&account, "pro", at: middle)
        let due = account.subscription.nextDue
        #expect(try account.change(try terms("starter"), rules, now: middle) == .rest(.notDue(due)))
        #expect(account.subscription.tier.text == "pro" && account.subscription.nextTerms?.tier.text == "starter")
        #expect(account.events.last?.what == .nextTerms(try terms("starter"), from: due))
        var back = account
        _ = try back.change(try terms("pro"), rules, now: middle)
        #expect(back.subscription.nextTerms == nil)
        #expect(try code(back, terms("pro")) == "J653")
        let night = try Samples.instant("2026-04-30T02:00:00Z")
        guard case .charge(let charge) = account.nextStep(rules, now: night) else { throw Unexpected() }
        #expect(charge.money == SubunitMoney(7_500_000, .naira))
        let attempt = try #require(account.attempts.last)
        account.apply(.observed(try Samples.charge(attempt)), to: attempt.reference, now: night, source: .renewal)
        #expect(account.subscription.tier.text == "starter" && account.subscription.nextTerms == nil)
    }

    @Test func aDifferenceThatCannotBeChargedBeginsWithTheNextPeriod() throws {
        var dear = rules
        dear.currencies[.naira]?.minimumSubunits = 18_750_001
        let change = try account().termsChange(try terms("pro"), dear, now: middle)
        #expect(
            change
                == .atPeriodEnd(
                    try terms("pro"), on: try Samples.day("2026-04-30"),
                    because: .belowSmallestCharge(SubunitMoney(18_750_000, .naira))))
        dear.currencies[.naira]?.minimumSubunits = 18_750_000
        guard case .now = try account().termsChange(try terms("pro"), dear, now: middle) else { throw Unexpected() }
    }

    @Test func aDeclineChangesNothingAndDunsNobody() throws {
        var account = try account()
        let failed = try upgrade(&account, "pro", at: middle, .failed)
        #expect(failed.state == .failed && account.notices.isEmpty)
        #expect(account.subscription.tier.text == "starter" && account.subscription.state == .active)
        let again = try upgrade(&account, "pro", at: middle)
        #expect(again.reference.text == "rk-s1-202603-u1a2" && account.subscription.tier.text == "pro")
        // The first one comes after all: one upgrade is paid once.
        let late = account.apply(
            .observed(try Samples.charge(failed, id: 9)), to: failed.reference, now: middle, source: .listing)
        #expect(late == [.proposeRefund] && account.subscription.hold == nil)
    }

    @Test func aSuccessThatComesWhenThePeriodIsOverIsGivenBack() throws {
        var account = try account()
        let failed = try upgrade(&account, "pro", at: middle, .failed)
        let night = try Samples.instant("2026-04-30T02:00:00Z")
        guard case .charge = account.nextStep(rules, now: night) else { throw Unexpected() }
        for isPaid in [false, true] {
            var account = account
            if isPaid {
                let renewal = try #require(account.attempts.last)
                account.apply(
                    .observed(try Samples.charge(renewal)), to: renewal.reference, now: night, source: .renewal)
            }
            let late = account.apply(
                .observed(try Samples.charge(failed, id: 9)), to: failed.reference, now: night, source: .listing)
            #expect(late == [.proposeRefund] && account.subscription.tier.text == "starter", "renewed: \(isPaid)")
        }
    }

    /// Nobody tried to renew it, such as for want of a card.
    @Test(arguments: [("2026-04-29T23:59:59Z", true), ("2026-04-30T00:00:00Z", false), ("2026-05-03T02:00:00Z", false)])
    func aSuccessPaysForDaysThatAreNotOver(at text: String, isPaid: Bool) throws {
        var account = try account()
        let failed = try upgrade(&account, "pro", at: middle, .failed)
        let now = try Samples.instant(text)
        #expect(account.isPaidOtherwise(failed, on: now.day) == !isPaid)
        let actions = account.apply(
            .observed(try Samples.charge(failed, id: 9)), to: failed.reference, now: now, source: .listing)
        #expect(actions == (isPaid ? [.reportLateSuccess, .grant] : [.proposeRefund]))
        #expect(account.subscription.tier.text == (isPaid ? "pro" : "starter"))
        #expect(try account.subscription.nextDue == Samples.day("2026-04-30"))
        // What paid in its days stays, whenever it is seen again.
        let seen = account.apply(
            .observed(try Samples.charge(failed, id: 9)), to: failed.reference,
            now: try Samples.instant("2026-06-01T02:00:00Z"), source: .listing)
        #expect(seen.isEmpty && account.attempts.last?.state == (isPaid ? .paid : .surplus))
    }

    @Test func aHardDeclineOfAnUpgradeStopsNoRenewal() throws {
        var account = try account()
        let failed = try upgrade(&account, "pro", at: middle, .failed, bank: "Stolen card")
        #expect(failed.decline?.kind == .hard)
        #expect(try code(account, terms("pro")) == nil)
        let night = try Samples.instant("2026-04-30T02:00:00Z")
        guard case .charge(let charge) = account.nextStep(rules, now: night) else { throw Unexpected() }
        #expect(charge.reference.text == "rk-s1-202604-a1" && account.notices.isEmpty)
    }

    @Test func noPageIsMadeBesideAnOpenUpgrade() throws {
        var account = try account()
        _ = try account.change(try terms("pro"), rules, now: middle)
        let upgrade = try #require(account.attempts.last)
        let night = try Samples.instant("2026-04-30T02:00:00Z")
        do throws(Failure) {
            _ = try account.openCheckout(rules, now: night)
            Issue.record("a page was made")
        } catch {
            #expect(error.diagnostics.first?.code == PaymentCode.periodOpen)
            #expect(error.diagnostics.first?.message.contains("waits for \(upgrade.reference)") == true)
        }
        account.apply(
            .observed(try Samples.charge(upgrade, .failed)), to: upgrade.reference, now: night, source: .verification)
        #expect(try account.openCheckout(rules, now: night).reference.text == "rk-s1-202604-a1")
    }

    @Test func nothingChangesWhileSomethingIsOpenHeldDueOrGivenUp() throws {
        let wish = try terms("pro")
        var open = try account()
        _ = try open.change(wish, rules, now: middle)
        #expect(try code(open, wish) == "J652")
        var held = try account()
        held.subscription.hold = .disputed
        #expect(try code(held, wish) == "J652")
        var cancelled = try account()
        _ = cancelled.cancel(note: "", now: middle)
        #expect(try code(cancelled, wish) == "J652")
        #expect(try code(account(), wish, at: Samples.instant("2026-04-30T00:00:00Z")) == "J652")
        for state in [SubscriptionState.pastDue, .restricted, .ended, .awaitingPayment] {
            var account = try account()
            account.subscription.state = state
            #expect(try code(account, wish) == "J652", "\(state)")
        }
    }

    @Test func whatWasNotPaidExactlyIsNotCredited() throws {
        let granted = SubscriptionAccount(try Samples.subscription(due: "2026-04-30"), attempts: [])
        #expect(try code(granted, terms("pro")) == "J654")
        var account = try account()
        #expect(try code(account, terms("pro"), at: Samples.instant("2026-03-30T00:00:00Z")) == "J654")
        account.refunded = [account.attempts[0].reference]
        #expect(try code(account, terms("pro")) == "J654")
    }

    /// Brings back that the money of an attempt was taken away, and lifts the hold of it.
    private func chargeBack(_ account: inout SubscriptionAccount, _ attempt: ChargeAttempt) throws {
        account.apply(
            .observed(try Samples.charge(attempt, .reversed)), to: attempt.reference, now: middle, source: .listing)
        #expect(account.subscription.hold == .reversed)
        _ = try account.release(note: "agreed", granting: false, now: middle)
    }

    @Test func moneyThatWasChargedBackIsNotCredited() throws {
        var account = try account()
        _ = try upgrade(&account, "pro", at: middle)
        let year = try terms("starter", .year)
        #expect(try code(account, year) == nil)
        try chargeBack(&account, account.attempts[0])
        #expect(try code(account, year) == "J654", "the upgrade that is paid has the credit of what went back")
        // Paid once more, it is there again.
        var again = try Samples.attempt(2)
        _ = again.apply(.observed(try Samples.charge(again, id: 9)), now: middle)
        account.attempts.append(again)
        #expect(try code(account, year) == nil)
    }

    /// What came a second time and went back was credited nowhere.
    @Test func moneyThatPaidForNothingTakesNoCreditAwayWhenItGoesBack() throws {
        var account = try account()
        var surplus = try Samples.attempt(2)
        _ = surplus.apply(.observed(try Samples.charge(surplus, id: 9)), now: middle, periodIsPaid: true)
        #expect(surplus.state == .surplus)
        account.attempts.append(surplus)
        let before = try account.termsChange(try terms("pro"), rules, now: middle)
        account.refunded = [surplus.reference]
        #expect(try account.termsChange(try terms("pro"), rules, now: middle) == before)
        account.refunded.insert(account.attempts[0].reference)
        #expect(try code(account, terms("pro")) == "J654")
    }

    /// Each thing to do that is named is a command that there is, and is about this payment.
    @Test(
        arguments: [
            (.paid, "tenant 'harbor' has pro now"),
            (.failed, "nothing was paid, and nothing changes"), (.rejected, "nothing was paid, and nothing changes"),
            (.actionRequired, "the payer has to confirm it: the bank asked for it"),
            (
                .mismatched,
                "7.00 USD came, and nothing changes: `reckon billing refund propose rk-s1-202603-u1a1 --note TEXT`, and "
                    + "then `reckon billing release s1 --note TEXT`"
            ),
            (
                .surplus,
                "187500.00 NGN came, and pays for nothing: `reckon billing refund propose rk-s1-202603-u1a1 --note TEXT`"
            ),
            (
                .reversed,
                "its money went back, and the subscription is held: settle it, then `reckon billing release s1 --note "
                    + "TEXT`"
            ),
            (.sent, "it is sent: `reckon billing renew` asks what became of it"),
            (.unknown, "it is unknown: `reckon billing renew` asks what became of it"),
        ] as [(AttemptState, String)])
    func whoAskedIsToldWhatBecameOfIt(state: AttemptState, words: String) throws {
        var account = try account()
        _ = try account.change(try terms("pro"), rules, now: middle)
        var attempt = try #require(account.attempts.last)
        attempt.state = state
        if state == .mismatched { attempt.mismatch = .currency(SubunitMoney(700, .dollar)) }
        let outcome = UpgradeOutcome(of: attempt, by: account.subscription.tenant)
        #expect(outcome.description == words)
        #expect(outcome.isPaid == (state == .paid))
    }

    @Test func anUpgradeWhoseMoneyWentBackIsMadeAgainForWhatIsPaid() throws {
        var account = try account()
        let first = try upgrade(&account, "pro", at: middle)
        try chargeBack(&account, first)
        account.subscription.tier = try #require(TierID("starter"))
        let again = try upgrade(&account, "pro", at: middle)
        #expect(again.reference.text == "rk-s1-202603-u1a2" && again.upgrade?.credit.subunits == 3_750_000)
    }

    @Test func whatCostsLessNeedsNoCredit() throws {
        var account = try account()
        let first = try upgrade(&account, "pro", at: middle)
        let wish = try terms("starter")
        let later = TermsChange.atPeriodEnd(wish, on: try Samples.day("2026-04-30"), because: .costsNoMore)
        account.refunded = [first.reference]
        #expect(try account.termsChange(wish, rules, now: middle) == later, "a part was refunded")
        try chargeBack(&account, first)
        #expect(try account.termsChange(wish, rules, now: middle) == later, "the upgrade was charged back")
        _ = try account.change(wish, rules, now: middle)
        #expect(account.subscription.nextTerms == wish)
        var granted = SubscriptionAccount(try Samples.subscription(due: "2026-04-30"), attempts: [])
        granted.subscription.tier = try #require(TierID("pro"))
        #expect(try granted.termsChange(wish, rules, now: middle) == later, "granted by hand")
        // Without a price of the present terms there is only what was paid.
        granted.subscription.tier = try #require(TierID("gone"))
        #expect(try code(granted, wish) == "J654")
    }

    @Test func aCardAnOpenGateAndAPriceAreWanted() throws {
        var account = try account()
        #expect(try code(account, terms("free")) == "J612")
        #expect(try code(account, terms("enterprise")) == "J614")
        #expect(try code(account, terms("pro", .year)) == "J613")
        account.subscription.authorization?.isReusable = false
        #expect(try code(account, terms("pro")) == "J655")
        var closed = rules
        closed.currencies[.naira]?.isEnabled = false
        #expect(throws: Failure.self) { try account.termsChange(try terms("pro"), closed, now: middle) }
    }

    @Test(arguments: [("2026-04-15T23:00:00Z", true), ("2026-04-16T03:00:00Z", false)])
    func aCallThatNeverArrivedIsMadeAgainOnItsDayOnly(at text: String, isMade: Bool) throws {
        var account = try account()
        _ = try account.change(try terms("pro"), rules, now: middle)
        let attempt = try #require(account.attempts.last)
        var known = RunKnowledge()
        let now = try Samples.instant(text)
        (known.asked, known.absent) = ([attempt.reference], [attempt.reference: now])
        let step = account.nextStep(rules, now: now, known: known)
        if isMade {
            guard case .charge(let charge) = step else { throw Unexpected() }
            #expect(charge.reference == attempt.reference)
        } else {
            #expect(step == .rest(.notDue(account.subscription.nextDue)))
            #expect(account.attempts.last?.state == .rejected && account.subscription.tier.text == "starter")
        }
    }

    @Test(arguments: [
        "rk-s1-202603-u0a1", "rk-s1-202603-u01a1", "rk-s1-202603-a1u1", "rk-s1-202603-u1", "rk-s1-202603-u-1a1",
    ])
    func otherFormsAreNoReferencesOfOurs(text: String) { #expect(Reference(text)?.parts == nil) }
}
