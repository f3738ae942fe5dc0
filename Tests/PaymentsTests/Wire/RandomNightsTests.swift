import Documents
import Kernel
import Testing

@testable import Payments

extension WireTests {
    /// Random faults, runners that die around calls, two runners at once: the sandbox's journal is the judge.
    struct RandomNights {
        private struct Crash: Error {}

        /// Dies before a call or after it, as by `kill -9`: the answer is then written down nowhere.
        private final class MortalProvider: PaymentProvider {
            let provider: PaystackProvider
            var random: Seeded
            var isMortal = true

            init(_ provider: PaystackProvider, seed: UInt64) {
                self.provider = provider
                random = Seeded(seed: seed)
            }

            func charge(_ request: ChargeRequest) throws -> ChargeAnswer {
                try perhapsDie()
                let answer = try provider.charge(request)
                try perhapsDie()
                return answer
            }

            func verify(_ reference: Reference) throws -> VerifyAnswer {
                try perhapsDie()
                return try provider.verify(reference)
            }

            private func perhapsDie() throws {
                if isMortal, random.happens(100) { throw Crash() }
            }
        }

        private static let chances: JSONOut = .object(
            [
                "lost", "reset-before", "reset-after", "held", "twice", "429", "500", "500-after", "503-after", "html",
                "html-after", "truncated", "redirect",
            ].map { JSONOut.Member($0, .number(JSONNumber("0.06")!)) })

        private func accounts(_ wire: WireCase) throws -> [SubscriptionAccount] {
            try (0..<6).map { index in
                let currency = index % 2 == 0 ? Currency.naira : .dollar
                let due = try Samples.day("2026-02-0\(index + 1)")
                let subscription = Subscription(
                    id: try #require(SubscriptionID("s\(index + 1)")), tenant: try #require(TenantID("harbor")),
                    tier: try #require(TierID("starter")), interval: .month, currency: currency,
                    anchor: AnchorDay(of: due), nextDue: due, state: .active,
                    authorization: try wire.card(currency, subscription: "first\(index)"))
                return SubscriptionAccount(subscription, attempts: [])
            }
        }

        @Test(arguments: 1...2 as ClosedRange<UInt64>) func noPeriodIsDebitedTwice(seed: UInt64) throws {
            let wire = try WireCase(at: "2026-01-31T02:00:00Z")
            let store = MemoryStore(try accounts(wire))
            let provider = MortalProvider(wire.provider, seed: seed)
            let begin = try Samples.day("2026-02-01")
            for night in 0..<75 {
                let day = begin.advanced(by: night)
                let isFaulty = night < 55
                provider.isMortal = isFaulty
                try wire.sandbox.control(
                    "faults/random",
                    isFaulty
                        ? ["seed": .integer(Int(seed) * 1000 + night), "probabilities": RandomNights.chances]
                        : ["seed": 0, "probabilities": [:]])
                // The first runs of a night, and one an hour later that takes up what they left.
                for time in ["02:00:00", "03:00:00"] {
                    try wire.set("\(day)T\(time)Z")
                    try play(store, provider, wire)
                    try wire.sandbox.control("release")
                }
            }
            try check(wire, store, until: begin.advanced(by: 74))
        }

        /// Two runners take turns; one that dies is not missed.
        private func play(_ store: MemoryStore, _ provider: MortalProvider, _ wire: WireCase) throws {
            var runs = try (0..<2).map { _ in
                RenewalRun(
                    store: store, provider: provider, rules: try Samples.rules(), clock: wire.clock.wall,
                    uptimeSeconds: { 0 })
            }
            while !runs.isEmpty {
                let turn = provider.random.below(runs.count)
                do {
                    if try !runs[turn].step() { runs.remove(at: turn) }
                } catch is Crash {
                    runs.remove(at: turn)
                }
            }
        }

        private func check(_ wire: WireCase, _ store: MemoryStore, until today: CalendarDay) throws {
            let debits = try wire.sandbox.journal("debit").compactMap { debit -> String? in
                guard let subscription = debit["metadata"]?.text("subscription"), subscription.hasPrefix("s") else {
                    return nil
                }
                return "\(subscription) \(debit["metadata"]?.text("period") ?? "")"
            }
            let spoilt = try wire.sandbox.journal("request").count { $0["faults"]?.array?.isEmpty == false }
            #expect(spoilt > 10, "else nothing was tried")
            #expect(Set(debits).count == debits.count, "\(debits.sorted())")
            #expect(debits.count == 18, "three periods of each began")
            for account in store.accounts.values {
                #expect(account.subscription.state == .active && today < account.subscription.nextDue)
                #expect(account.attempts.count { $0.state == .paid } == 3)
            }
        }
    }
}
