import Foundation
import Kernel
import Testing

@testable import Payments

/// Seeded random histories of faults, crashes around every call and commit, runners that overlap, late webhooks and
/// clocks that jump. `RECKON_HISTORIES` asks for more of them, `RECKON_HISTORY` for one.
struct SimulationTests {
    private static let variables = ProcessInfo.processInfo.environment
    private static let count = variables["RECKON_HISTORIES"].flatMap { UInt64($0) } ?? 1000
    /// Each takes its share of the seeds, so that all processors have some.
    private static let shares: UInt64 = 4

    @Test(arguments: 0..<shares) func noHistoryChargesAPeriodTwiceOrLosesADebit(share: UInt64) throws {
        let rules = try Samples.rules()
        let only = SimulationTests.variables["RECKON_HISTORY"].flatMap { UInt64($0) }
        var debits = 0
        var calls = 0
        var states: [String: Int] = [:]
        let seeds =
            only.map { [$0] }
            ?? stride(from: share + 1, through: SimulationTests.count, by: Int(SimulationTests.shares)).map { $0 }
        for seed in seeds {
            var history = SimulatedHistory(seed: seed, rules: rules, subscriptions: try subscriptions())
            history.world.isTold = only != nil
            history.play()
            #expect(history.world.violations.isEmpty, "seed \(seed): \(history.world.violations.prefix(3))")
            debits += history.provider.debits.count
            calls += history.provider.callCount
            for account in history.committed.accounts.values {
                states[account.subscription.hold?.rawValue ?? account.subscription.state.rawValue, default: 0] += 1
                for attempt in account.attempts {
                    let what = attempt.upgrade == nil ? "" : attempt.interval == .year ? "year " : "upgrade "
                    states[what + attempt.state.rawValue, default: 0] += 1
                }
            }
            if history.world.violations.isEmpty == false { break }
        }
        // Guards against a simulation in which nothing happens.
        #expect(debits > calls / 10)
        if only == nil {
            for state in [
                "paid", "failed", "rejected", "mismatched", "ended", "mismatch", "active", "upgrade paid",
                "upgrade failed",
                "upgrade rejected", "upgrade mismatched", "year paid",
            ] {
                #expect(states[state, default: 0] > 0, "no history came to \(state)")
            }
        }
    }

    private func subscriptions() throws -> [Subscription] {
        try [("s1", Currency.naira, 1), ("s2", .dollar, 31)].map { id, currency, anchor in
            let anchor = try #require(AnchorDay(anchor))
            return Subscription(
                id: try #require(SubscriptionID(id)), tenant: try #require(TenantID("harbor")),
                tier: try #require(TierID("starter")), interval: .month, currency: currency, anchor: anchor,
                nextDue: anchor.day(in: try #require(Month("2026-02"))), state: .active, authorization: Samples.card)
        }
    }
}
