import Kernel
import Testing

@testable import Payments

struct DunningTests {
    /// What a tenant meets, day by day, whose bank always says the same.
    private func story(
        _ bank: String, days: Int = 24, rules: PaymentRules? = nil, newCardOn: Int? = nil, hasCard: Bool = true
    ) throws -> [String] {
        let rules = try rules ?? Samples.rules()
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [])
        if !hasCard { account.subscription.authorization = nil }
        var lines: [String] = []
        for day in 0..<days {
            let now = try Samples.instant("2026-03-31T09:00:00Z").advanced(bySeconds: Int64(day) * 86_400)
            if day == newCardOn {
                var card = Samples.card
                card.code = Secret("AUTH_other")
                account.subscription.take(card)
            }
            var step = account.nextStep(rules, now: now)
            if case .charge(let request) = step {
                let attempt = try #require(account.attempts.last)
                lines.append("\(day) \(request.reference.text.suffix(2))")
                let status = bank == "Approved" ? ObservedCharge.Status.success : .failed
                let charge = try Samples.charge(attempt, status, bank: bank)
                account.apply(.observed(charge), to: attempt.reference, now: now, source: .renewal)
                step = account.nextStep(rules, now: now)
            }
            let state = account.subscription.state.rawValue
            if lines.last?.hasSuffix(state) != true, account.events.last.map({ $0.at == now }) == true {
                lines.append("\(day) \(state)")
            }
        }
        return lines
    }

    @Test func softDeclinesUseAllRetryDaysThenRestrictThenEnd() throws {
        #expect(
            try story("Insufficient Funds") == [
                "0 a1", "0 past_due", "1 a2", "1 past_due", "3 a3", "3 past_due", "7 a4", "7 restricted", "21 ended",
            ])
    }

    @Test func hardDeclinesStopAtOnce() throws {
        #expect(try story("Stolen card") == ["0 a1", "0 past_due", "7 restricted", "21 ended"])
    }

    @Test func anotherCardIsTriedAfterAHardDecline() throws {
        #expect(try story("Stolen card", days: 4, newCardOn: 2) == ["0 a1", "0 past_due", "2 a2", "2 past_due"])
    }

    @Test func withoutACardGraceRunsFromTheDueDay() throws {
        #expect(try story("Approved", hasCard: false) == ["0 past_due", "7 restricted", "21 ended"])
        #expect(try story("Approved", newCardOn: 3, hasCard: false) == ["0 past_due", "3 a1", "3 active"])
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [])
        account.subscription.authorization?.isReusable = false
        let step = account.nextStep(try Samples.rules(), now: try Samples.instant("2026-03-31T09:00:00Z"))
        #expect(step == .rest(.noCard) && account.notices.count == 1)
    }

    @Test func aPaymentGrantsThePeriodFromItsAnchor() throws {
        #expect(try story("Approved", days: 3) == ["0 a1", "0 active"])
    }

    @Test func aClosedGateChargesNobodyAndTakesNothingAway() throws {
        var rules = try Samples.rules()
        rules.currencies[.dollar]?.isEnabled = false
        var account = SubscriptionAccount(try Samples.subscription(currency: .dollar), attempts: [])
        for day in 0..<60 {
            let now = try Samples.instant("2026-03-31T09:00:00Z").advanced(bySeconds: Int64(day) * 86_400)
            #expect(account.nextStep(rules, now: now) == .rest(.gateClosed(.dollar)))
        }
        #expect(account.subscription == (try Samples.subscription(currency: .dollar)))
        #expect(account.attempts.isEmpty && account.events.isEmpty)
    }

    @Test func atMostOneAttemptADayWhateverTheClockDoes() throws {
        let rules = DunningRules()
        var history = DunningRules.History()
        history.firstDecline = try Samples.day("2026-04-01")
        history.latestAttempt = try Samples.day("2026-04-02")
        history.declineCount = 1
        #expect(rules.step(history, on: try Samples.day("2026-04-02")) == .wait(until: try Samples.day("2026-04-03")))
        #expect(rules.step(history, on: try Samples.day("2026-03-20")) == .wait(until: try Samples.day("2026-04-03")))
    }

    @Test func aFaultOfOursIsNotThePayers() throws {
        let rules = try Samples.rules()
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [])
        for day in 0..<30 {
            let now = try Samples.instant("2026-03-31T09:00:00Z").advanced(bySeconds: Int64(day) * 86_400)
            guard case .charge(let request) = account.nextStep(rules, now: now) else {
                Issue.record("no attempt on day \(day)")
                return
            }
            let reason = Decline.byRejection("Currency not supported by merchant")
            account.apply(.rejected(reason), to: request.reference, now: now, source: .renewal)
        }
        #expect(account.subscription.state == .active && account.notices.isEmpty)
    }

    @Test(
        arguments: [
            (40, nil), (30, "card-30"), (8, "card-30"), (7, "card-7"), (1, "card-7"), (0, nil),
        ] as [(Int, String?)])
    func anExpiringCardIsToldOfTwice(daysBefore: Int, key: String?) throws {
        var subscription = try Samples.subscription(due: "2026-05-31")
        subscription.authorization?.expiry = Month("2026-04")
        let today = try Samples.day("2026-05-31").advanced(by: -daysBefore)
        #expect(subscription.cardNotice(on: today)?.key == key.map { "s1/2026-05-31/\($0)" })
        subscription.authorization?.expiry = Month("2026-05")
        #expect(subscription.cardNotice(on: today) == nil)
    }

    @Test func subscriptionMovesAreThese() {
        typealias State = SubscriptionState
        let moves: [SubscriptionEvent: [State]] = [
            .paid: [.active, .active, .active, .active, .active],
            .declined: [.awaitingPayment, .pastDue, .pastDue, .restricted, .ended],
            .graceEnded: [.awaitingPayment, .active, .restricted, .restricted, .ended],
            .restrictionEnded: [.awaitingPayment, .active, .pastDue, .ended, .ended],
            .paidTooLate: State.allCases,
            .cancelledEnded: [.awaitingPayment, .ended, .ended, .ended, .ended],
        ]
        #expect(Set(moves.keys) == Set(SubscriptionEvent.allCases))
        for (event, states) in moves { #expect(State.allCases.map { $0.next(event) } == states, "\(event)") }
    }
}
