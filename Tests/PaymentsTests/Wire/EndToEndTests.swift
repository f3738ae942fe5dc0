import Documents
import Kernel
import Testing

@testable import Payments

extension WireTests {
    /// A subscription's life over TLS: the renewals of the domain, the sandbox's books on the other side.
    struct EndToEnd {
        private struct Life {
            let wire: WireCase
            let store: MemoryStore
            let rules: PaymentRules
            let id: SubscriptionID
            let currency: Currency

            init(_ currency: Currency) throws {
                self.currency = currency
                wire = try WireCase(at: "2026-01-31T02:00:00Z")
                rules = try Samples.rules()
                var subscription = try Samples.subscription(
                    due: "2026-01-31", currency: currency, state: .awaitingPayment)
                subscription.authorization = nil
                subscription.cardCount = 0
                id = subscription.id
                store = MemoryStore([SubscriptionAccount(subscription, attempts: [])])
            }

            var account: SubscriptionAccount { get throws { try #require(store.accounts[id]) } }

            func attempt(_ reference: String) throws -> ChargeAttempt {
                try #require(account.attempts.first { $0.reference.text == reference })
            }

            @discardableResult
            func renew(_ now: String) throws -> RenewalReport {
                try wire.set(now)
                var run = RenewalRun(
                    store: store, provider: wire.provider, rules: rules, clock: wire.clock.wall,
                    uptimeSeconds: { 0 })
                try run.finish()
                return run.report
            }

            func check(_ state: SubscriptionState, due: String) throws {
                let subscription = try account.subscription
                #expect(subscription.state == state)
                #expect(subscription.nextDue == (try Samples.day(due)))
            }

            func debits() throws -> [String] {
                try wire.sandbox.journal("debit").map { debit in
                    #expect(debit.text("currency") == currency.description)
                    #expect(debit.wholeNumber("amount") == WireCase.money(currency).subunits)
                    return "\(debit.text("reference") ?? "") \(debit["metadata"]?.text("period") ?? "")"
                }
            }

            /// As the command does it: all lists, what differs, and then all that they say.
            func reconcile() throws -> [ReconciliationFinding.Class] {
                let now = wire.clock.wall.now()
                var run = try ReconciliationRun(
                    store: store, provider: wire.provider, rules: rules,
                    window: ProviderLists.Window(mark: try Samples.instant("2026-01-08T00:00:00Z"), to: now), now: now,
                    webhooks: nil)
                let findings = run.findings()
                try run.apply()
                #expect(run.lists.isComplete && run.mayAdvance && run.unreadable.isEmpty)
                #expect(try run.totals().allSatisfy(\.agree))
                return findings.map(\.kind)
            }
        }

        @Test(arguments: [Currency.naira, .dollar]) func fromCheckoutToDispute(currency: Currency) throws {
            let life = try Life(currency)
            try checkOut(life)
            try life.renew("2026-02-28T02:00:00Z")
            try life.check(.active, due: "2026-03-31")
            try decline(life)
            try lose(life)
            #expect(
                try life.debits() == [
                    "rk-s1-202601-a1 2026-01-31/2026-02-28", "rk-s1-202602-a1 2026-02-28/2026-03-31",
                    "rk-s1-202603-a3 2026-03-31/2026-04-30", "rk-s1-202604-a1 2026-04-30/2026-05-31",
                ])
            #expect(try life.reconcile() == [])
            try refund(life)
            try dispute(life)
        }

        private func checkOut(_ life: Life) throws {
            let now = life.wire.clock.wall.now()
            let subscription = try life.account.subscription
            var attempt = ChargeAttempt(
                reference: Reference(
                    life.rules.referencePrefix, life.id, subscription.duePeriod.month, ordinal: 1),
                subscription: life.id, period: subscription.duePeriod, ordinal: 1, tier: subscription.tier,
                interval: .month, price: Price(WireCase.money(life.currency)), card: 0, sentAt: now)
            _ = attempt.apply(.sending, now: now)
            try life.store.update(life.id) { $0.attempts.append(attempt) }
            let answer = try life.wire.provider.initialize(
                CheckoutRequest(
                    reference: attempt.reference, money: attempt.price.money, email: Secret(WireCase.email),
                    subscription: life.id, period: attempt.period))
            guard case .page(let url) = answer else { throw Sandbox.Refused(answer: "\(answer)") }
            try life.store.update(life.id) {
                _ = $0.apply(.actionNeeded(url: url), to: attempt.reference, now: now, source: .person)
            }
            try life.renew("2026-01-31T02:05:00Z")
            try life.check(.awaitingPayment, due: "2026-01-31")
            try life.wire.sandbox.control("pay/\(attempt.reference)", ["card": "good"])
            try life.renew("2026-01-31T02:10:00Z")
            try life.check(.active, due: "2026-02-28")
            #expect(try life.account.subscription.authorization != nil)
        }

        private func decline(_ life: Life) throws {
            let card = JSONOut.Member("reference", "rk-s1-202601-a1")
            try life.wire.sandbox.control(
                "card", .object([card, .init("kind", "declining"), .init("text", "Insufficient Funds")]))
            try life.renew("2026-03-31T02:00:00Z")
            try life.check(.pastDue, due: "2026-03-31")
            try life.renew("2026-03-31T22:00:00Z")
            try life.renew("2026-04-01T02:00:00Z")
            try life.renew("2026-04-02T02:00:00Z")
            #expect(
                try life.account.attempts(of: life.account.subscription.duePeriod).map(\.state) == [.failed, .failed])
            try life.wire.sandbox.control("card", .object([card, .init("kind", "good")]))
            try life.renew("2026-04-03T02:00:00Z")
            try life.check(.active, due: "2026-04-30")
        }

        private func lose(_ life: Life) throws {
            try life.wire.sandbox.fault("lost", path: WireCase.chargePath)
            try life.renew("2026-04-30T02:00:00Z")
            #expect(try life.attempt("rk-s1-202604-a1").state == .unknown)
            try life.renew("2026-05-01T02:00:00Z")
            #expect(try life.attempt("rk-s1-202604-a1").state == .paid)
            try life.check(.active, due: "2026-05-31")
        }

        private func refund(_ life: Life) throws {
            let reference = try life.attempt("rk-s1-202604-a1").reference
            let request = RefundRequest(
                reference: reference, money: SubunitMoney(1000, life.currency), note: "reckon refund r1")
            let answer = try life.wire.provider.refund(request)
            guard case .observed(let made) = answer, let id = made.id else {
                throw Sandbox.Refused(answer: "\(answer)")
            }
            #expect(try life.wire.provider.refund(request) == answer, "asked again, it is the same one")
            #expect(try life.reconcile() == [])
            for status in ["processing", "processed"] {
                try life.wire.sandbox.control("refund/\(id)", ["status": .string(status)])
            }
            #expect(try life.reconcile() == [.partiallyRefunded])
            #expect(try life.wire.sandbox.journal("refund").count == 1)
            try life.wire.sandbox.control("settlement", ["currency": .string(life.currency.description)])
            #expect(try life.reconcile() == [], "told once, and what was refunded explains the settlement")
        }

        private func dispute(_ life: Life) throws {
            let reference = "rk-s1-202602-a1"
            let dispute = try life.wire.sandbox.control("dispute", ["reference": .string(reference)])
            #expect(try life.reconcile() == [.disputed])
            let id: UInt64 = try #require(dispute?.wholeNumber("id"))
            try life.wire.sandbox.control(
                "dispute/\(id)", ["status": "resolved", "resolution": "merchant-accepted"])
            // Months later the payment itself is on no list of the night any more.
            let now = life.wire.clock.wall.now()
            var run = try ReconciliationRun(
                store: life.store, provider: life.wire.provider, rules: life.rules,
                window: ProviderLists.Window(mark: now, to: now), now: now, webhooks: nil)
            try run.apply()
            #expect(run.matters.map(\.kind) == [.reversed] && run.needsPerson)
            #expect(try life.attempt(reference).state == .reversed)
            #expect(try life.account.subscription.hold == .disputed, "the first hold stands until a person has looked")
            try life.renew("2026-05-31T02:00:00Z")
            #expect(try life.debits().count == 4, "while a person looks, nothing is charged")
        }

        @Test func aRefusedKeyEndsTheRunAfterTheFirstCall() throws {
            let life = try Life(.naira)
            try checkOut(life)
            let second = try #require(SubscriptionID("s2"))
            let subscription = Subscription(
                id: second, tenant: try #require(TenantID("quay")), tier: try #require(TierID("starter")),
                interval: .month, currency: .naira, anchor: try #require(AnchorDay(28)),
                nextDue: try Samples.day("2026-02-28"), state: .active,
                authorization: try life.account.subscription.authorization)
            life.store.accounts[second] = SubscriptionAccount(subscription, attempts: [])
            let before = life.wire.calls.count
            try life.wire.sandbox.control("key")
            let report = try life.renew("2026-02-28T02:00:00Z")
            #expect(report.keyWasRefused && life.wire.calls.count == before + 1)
            #expect(try life.wire.sandbox.journal("debit").count == 1)
        }

        @Test func aClosedGateMakesNoCall() throws {
            let life = try Life(.dollar)
            try checkOut(life)
            let before = life.wire.calls.count
            var rules = life.rules
            rules.currencies[.dollar]?.isEnabled = false
            try life.wire.set("2026-02-28T02:00:00Z")
            var run = RenewalRun(
                store: life.store, provider: life.wire.provider, rules: rules, clock: life.wire.clock.wall,
                uptimeSeconds: { 0 })
            try run.finish()
            #expect(life.wire.calls.count == before)
            try life.check(.active, due: "2026-02-28")
        }
    }
}
