import Kernel
import Testing

@testable import Payments

struct ReconciliationTests {
    private func input(
        _ attempts: [ChargeAttempt], _ charges: [ObservedCharge]
    ) throws -> ReconciliationInput {
        var input = ReconciliationInput(
            attempts: attempts, charges: charges, mode: .test, prefix: try #require(ReferencePrefix("rk")),
            from: try Samples.instant("2026-03-28T00:00:00Z"), to: try Samples.instant("2026-04-04T02:00:00Z"))
        input.expectsWebhooks = false
        return input
    }

    private func classes(_ input: ReconciliationInput) -> [String] {
        Reconciliation(input).findings().map { "\($0.kind.rawValue)\($0.needsPerson ? "!" : "")" }
    }

    @Test func whatAgreesHasNoFinding() throws {
        let attempt = try Samples.attempt(state: .paid)
        let input = try input([attempt], [Samples.charge(attempt)])
        #expect(classes(input) == [])
    }

    @Test func successesThatDiffer() throws {
        let sent = try Samples.attempt()
        #expect(try classes(input([sent], [Samples.charge(sent)])) == [])
        #expect(
            try classes(input([sent], [Samples.charge(sent, money: SubunitMoney(7_500_000, .dollar))]))
                == ["currency_mismatch!"])
        #expect(
            try classes(input([sent], [Samples.charge(sent, money: SubunitMoney(1, .naira))])) == ["amount_mismatch!"])
        var part = try Samples.charge(sent)
        part.requestedSubunits = 9_000_000
        #expect(try classes(input([sent], [part])) == ["amount_mismatch!"])
        let failed = try Samples.attempt(state: .failed)
        #expect(try classes(input([failed], [Samples.charge(failed)])) == ["late_success!"])
        var live = try Samples.charge(sent)
        live.isTest = false
        #expect(try classes(input([sent], [live])) == ["other_mode!"])
    }

    @Test func aPeriodPaidTwiceIsOneFinding() throws {
        let first = try Samples.attempt(1, state: .failed)
        let second = try Samples.attempt(2, state: .paid)
        let charges = try [Samples.charge(first, id: 1), Samples.charge(second, id: 2, paidAt: "2026-04-01T02:00:00Z")]
        let findings = try Reconciliation(input([first, second], charges)).findings()
        #expect(findings.map(\.kind) == [.doublePaid])
        #expect(findings.first?.reference == first.reference && findings.first?.money == first.price.money)
        #expect(findings.first?.kind.advice?.isEmpty == false)
    }

    @Test func strangersAreOursOrAnothers() throws {
        let gone = try Samples.attempt()
        var foreign = try Samples.charge(gone)
        foreign.reference = Reference("shop-77")
        #expect(try classes(input([], [Samples.charge(gone), foreign])) == ["foreign_payment", "unknown_reference!"])
        #expect(try classes(input([], [Samples.charge(gone, .failed)])) == [])
        foreign.ownSubscription = SubscriptionID("s1")
        #expect(try classes(input([], [foreign])) == ["unknown_reference!"])
    }

    @Test func refundsAreFullOrPart() throws {
        let attempt = try Samples.attempt(state: .paid)
        func refund(_ subunits: Int64, _ status: ObservedRefund.Status = .processed) -> ObservedRefund {
            ObservedRefund(id: 1, reference: attempt.reference, money: SubunitMoney(subunits, .naira), status: status)
        }
        var input = try input([attempt], [Samples.charge(attempt)])
        input.refunds = [refund(500)]
        #expect(classes(input) == ["partially_refunded!"])
        input.refunds = [refund(500), refund(7_499_500)]
        #expect(classes(input) == ["refunded!"])
        input.knownRefunds = ["processed 1"]
        #expect(classes(input) == [], "told once")
        input.refunds = [refund(500, .pending), refund(500, .failed), refund(500, .needsAttention)]
        #expect(classes(input) == ["refund_failed!", "refund_needs_attention!"])
        input.knownRefunds = ["failed 1"]
        #expect(classes(input) == ["refund_needs_attention!"], "told until it is answered")
        input.refunds = []
        input.charges = [try Samples.charge(attempt, .reversed)]
        #expect(classes(input) == ["refunded!"])
        input.refunds = [refund(7_500_000)]
        #expect(classes(input) == ["refunded!"])
    }

    @Test func disputesCountWhileTheyAreOpen() throws {
        let attempt = try Samples.attempt(state: .paid)
        var input = try input([attempt], [Samples.charge(attempt)])
        input.disputes = [
            ObservedDispute(id: 1, reference: attempt.reference, isOpen: true, dueAt: nil, money: nil),
            ObservedDispute(id: 2, reference: attempt.reference, isOpen: false, dueAt: nil, money: nil),
        ]
        #expect(classes(input) == ["disputed!"])
    }

    @Test func absenceCountsOnlyOnACompleteList() throws {
        let sent = try Samples.attempt()
        let paid = try Samples.attempt(2, state: .paid)
        var input = try input([sent, paid], [])
        #expect(classes(input) == ["missing_at_provider", "status_mismatch!"])
        input.isComplete = false
        #expect(classes(input) == ["incomplete_listing!"])
        input.isComplete = true
        input.from = try Samples.instant("2026-04-01T00:00:00Z")
        #expect(classes(input) == [])
    }

    @Test func webhooksThatAreMissingOrTooMany() throws {
        let attempt = try Samples.attempt(state: .paid)
        var input = try input([attempt], [Samples.charge(attempt)])
        input.expectsWebhooks = true
        #expect(classes(input) == ["missing_webhook!"])
        input.to = try Samples.instant("2026-04-01T02:00:00Z")
        #expect(classes(input) == ["missing_webhook"])
        func webhook(_ verdict: ReconciliationInput.Webhook.Verdict) -> ReconciliationInput.Webhook {
            .init(event: "charge.success", reference: attempt.reference, verdict: verdict)
        }
        input.webhooks = [webhook(.badSignature)]
        #expect(classes(input) == ["bad_signature", "missing_webhook"])
        input.webhooks = [webhook(.accepted), webhook(.repeated), webhook(.outOfOrder)]
        #expect(classes(input) == ["duplicate_webhook", "out_of_order"])
    }

    @Test(arguments: [(9_700, 0, nil), (9_699, 0, -1), (9_701, 0, 1), (9_200, 500, nil)] as [(Int64, Int64, Int64?)])
    func aSettlementIsItsPaymentsLessFees(paidOut: Int64, deducted: Int64, gap: Int64?) throws {
        var input = try input([], [])
        input.settlements = [
            .init(
                id: 3, paidOut: SubunitMoney(paidOut, .naira),
                lines: [.init(subunits: 4000, feeSubunits: 100), .init(subunits: 6000, feeSubunits: 200)],
                deductedSubunits: deducted)
        ]
        let findings = Reconciliation(input).findings()
        #expect(findings.map(\.kind) == (gap == nil ? [] : [.settlementGap]))
        #expect(findings.first?.money?.subunits == gap)
    }

    @Test func findingsDoNotDependOnTheOrderOfLists() throws {
        let first = try Samples.attempt(1, state: .failed)
        let second = try Samples.attempt(2, state: .paid)
        let charges = try [Samples.charge(first, id: 1), Samples.charge(second, id: 2, paidAt: "2026-04-01T02:00:00Z")]
        let one = try Reconciliation(input([first, second], charges)).findings()
        let other = try Reconciliation(input([second, first], charges.reversed())).findings()
        #expect(one == other)
    }

    @Test func totalsOfEachCurrencyStandAlone() throws {
        var naira = try Samples.attempt(state: .paid)
        naira.paidAt = try Samples.instant("2026-03-31T02:00:05Z")
        var dollars = try Samples.attempt(2, state: .paid, money: SubunitMoney(4900, .dollar))
        dollars.paidAt = naira.paidAt
        let input = try input([naira, dollars], [Samples.charge(naira, id: 1), Samples.charge(dollars, id: 2)])
        let totals = try PaymentTotals.compare(input)
        #expect(totals.map(\.currency) == [.naira, .dollar] && totals.allSatisfy(\.agree))
        #expect(totals.map(\.paidWithUs.description) == ["75000", "49"])
        var missing = input
        missing.charges.removeLast()
        #expect(try PaymentTotals.compare(missing).map(\.agree) == [true, false])
    }

    /// Sent again after the list was made: it cannot be on it.
    @Test func whatWasCalledAfterTheWindowIsNotMissing() throws {
        var sent = try Samples.attempt(at: "2026-04-01T02:00:00Z")
        sent.calledAt = try Samples.instant("2026-04-04T02:05:00Z")
        #expect(try classes(input([sent], [])) == [])
    }

    /// A page that was made before the window and paid in it is on no list of this window.
    @Test func totalsLeaveOutWhatTheListCannotShow() throws {
        var early = try Samples.attempt(state: .paid, at: "2026-03-27T23:00:00Z")
        early.paidAt = try Samples.instant("2026-03-28T02:00:00Z")
        var late = try Samples.attempt(2, state: .paid, at: "2026-04-04T01:59:00Z")
        late.calledAt = try Samples.instant("2026-04-04T02:05:00Z")
        late.paidAt = try Samples.instant("2026-04-04T02:05:00Z")
        #expect(try PaymentTotals.compare(input([early, late], [])).allSatisfy(\.agree))
        // On the list it counts on both sides.
        let listed = try PaymentTotals.compare(input([early, late], [Samples.charge(early)]))
        #expect(listed.map(\.paidWithUsCount) == [1] && listed.allSatisfy(\.agree))
    }

    @Test func moneyTooMuchIsToldUntilItWentBack() throws {
        let surplus = try Samples.attempt(state: .surplus)
        #expect(try classes(input([surplus], [Samples.charge(surplus)])) == ["double_paid!"])
        var old = try input([surplus], [])
        old.from = try Samples.instant("2026-04-01T00:00:00Z")
        #expect(classes(old) == ["double_paid!"], "it may be on no list of this window")
        #expect(try classes(input([Samples.attempt(state: .reversed)], [])) == [])
    }

    @Test func wrongMoneyIsToldUntilItIsTaken() throws {
        var wrong = try Samples.attempt(state: .mismatched)
        wrong.mismatch = .amount(SubunitMoney(7_000_000, .naira))
        var old = try input([wrong], [])
        old.from = try Samples.instant("2026-04-01T00:00:00Z")
        #expect(classes(old) == ["amount_mismatch!"], "it may be on no list of this window")
        #expect(Reconciliation(old).findings().map(\.money) == [SubunitMoney(7_000_000, .naira)])
        var listed = try input([wrong], [Samples.charge(wrong, money: SubunitMoney(7_000_000, .naira))])
        #expect(classes(listed) == ["amount_mismatch!"])
        old.taken = [wrong.reference]
        listed.taken = [wrong.reference]
        #expect(classes(old) == [] && classes(listed) == [])
    }

    @Test func refundsOfWrongMoneyAreHeldAgainstWhatCame() throws {
        var wrong = try Samples.attempt(state: .mismatched)
        wrong.mismatch = .currency(SubunitMoney(4900, .dollar))
        var input = try input([wrong], [])
        input.from = try Samples.instant("2026-04-01T00:00:00Z")
        input.taken = [wrong.reference]
        func refund(_ id: UInt64, _ subunits: Int64) -> ObservedRefund {
            ObservedRefund(
                id: id, reference: wrong.reference, money: SubunitMoney(subunits, .dollar), status: .processed)
        }
        input.refunds = [refund(1, 4000)]
        #expect(classes(input) == ["partially_refunded!"])
        input.refunds = [refund(1, 4000), refund(2, 900)]
        #expect(classes(input) == ["refunded!"])
        input.refunds = [
            ObservedRefund(id: 3, reference: wrong.reference, money: wrong.price.money, status: .processed)
        ]
        #expect(classes(input) == [], "no such money came")
    }
}
