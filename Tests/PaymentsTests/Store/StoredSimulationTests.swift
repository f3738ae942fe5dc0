import Foundation
import Kernel
import Runner
import Testing

@testable import Payments

/// The same histories as in memory, with the state in PostgreSQL: each transaction of the simulation goes through the
/// store and must come back the same. `RECKON_STORED_HISTORIES` asks for more of them.
extension PaymentStoreTests {
    @Test func historiesGoThroughTheStoreUnchanged() throws {
        let rules = try Samples.rules()
        let count = ProcessInfo.processInfo.environment["RECKON_STORED_HISTORIES"].flatMap { UInt64($0) } ?? 4
        var debits = 0
        for seed in 1...count {
            let tenant = try #require(TenantID("history-\(seed)"))
            let store = store([tenant])
            let accounts = [
                try account("h\(seed)a", tenant), try account("h\(seed)b", tenant, currency: .dollar, anchor: 31),
            ]
            for account in accounts { try store.add(account) }
            var history = SimulatedHistory(seed: seed, rules: rules, subscriptions: accounts.map(\.subscription))
            history.committed.backing = store
            history.play(faultyNights: 12, quietNights: 20)
            #expect(history.world.violations.isEmpty, "seed \(seed): \(history.world.violations.prefix(3))")
            debits += history.provider.debits.count
            for account in accounts {
                let kept = history.committed.accounts[account.subscription.id]
                let read = try store.account(account.subscription.id)
                #expect(read.attempts == kept?.attempts, "seed \(seed)")
                #expect(read.subscription == kept?.subscription, "seed \(seed)")
            }
            #expect(try AuditLog(database).verify(tenant).findings.isEmpty, "seed \(seed)")
            if !history.world.violations.isEmpty { break }
        }
        #expect(debits >= Int(count))
    }
}
