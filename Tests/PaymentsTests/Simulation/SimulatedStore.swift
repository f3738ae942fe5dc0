import Kernel

@testable import Payments

/// What is committed, and who holds which lock.
final class CommittedState {
    var accounts: [SubscriptionID: SubscriptionAccount] = [:]
    var locks: [SubscriptionID: Int] = [:]
    var notices: Set<String> = []
    /// The index over references.
    var owners: [Reference: SubscriptionID] = [:]
    /// A real store that stands behind: what is committed goes through it and is read back from it.
    var backing: PostgresPaymentStore?

    /// What a person changes, past all faults.
    func put(_ account: SubscriptionAccount) {
        let id = account.subscription.id
        accounts[id] = account
        do {
            try backing?.update(id) { $0.subscription = account.subscription }
        } catch {
            preconditionFailure("the store behind is down: \(error)")
        }
    }
}

/// A runner's session: transactions that commit, roll back, or die before or after the commit.
struct SimulatedStore: PaymentStore {
    let world: SimulatedWorld
    let committed: CommittedState
    let session: Int

    func subscriptionsWithWork(on today: CalendarDay) throws -> [SubscriptionID] {
        if world.strikes(5) { throw StoreDown() }
        return committed.accounts.values.filter { account in
            account.subscription.nextDue <= today || account.subscription.hold != nil
                || account.attempts.contains(where: \.state.isOpen)
        }.map(\.subscription.id).sorted()
    }

    func owner(of reference: Reference) throws -> SubscriptionID? {
        committed.owners[reference]
    }

    func lock(_ id: SubscriptionID) throws -> Bool {
        // A session that lost its connection lost its locks, and does not know.
        if committed.locks[id] != nil, !world.strikes(300) { return false }
        committed.locks[id] = session
        return true
    }

    func unlock(_ id: SubscriptionID) {
        if committed.locks[id] == session { committed.locks[id] = nil }
    }

    func dropLocks() { committed.locks = committed.locks.filter { $0.value != session } }

    func update<Value>(
        _ id: SubscriptionID, _ body: (inout SubscriptionAccount) throws -> Value
    ) throws -> Value {
        guard let before = committed.accounts[id] else { throw StoreDown() }
        if world.strikes(5) { throw StoreDown() }
        if let backing = committed.backing { return try update(id, before, through: backing, body) }
        var account = before
        let value = try body(&account)
        if world.strikes(15) { throw Crash() }
        if !account.events.isEmpty { check(before, account) }
        for event in account.events { world.tell("  session \(session): \(event.reference as Any) \(event.what)") }
        committed.notices.formUnion(account.notices.map(\.key))
        account.notices = []
        account.events = []
        committed.accounts[id] = account
        for attempt in account.attempts.dropFirst(before.attempts.count) { committed.owners[attempt.reference] = id }
        if world.strikes(15) { throw Crash() }
        return value
    }

    /// Dies within the transaction, or after its commit.
    private func update<Value>(
        _ id: SubscriptionID, _ before: SubscriptionAccount, through backing: PostgresPaymentStore,
        _ body: (inout SubscriptionAccount) throws -> Value
    ) throws -> Value {
        let value = try backing.update(id) { account in
            if account != before { world.violations.append("\(id) came back from the store as something else") }
            let value = try body(&account)
            if world.strikes(15) { throw Crash() }
            return value
        }
        let after = try backing.account(id)
        check(before, after)
        committed.accounts[id] = after
        for attempt in after.attempts.dropFirst(before.attempts.count) { committed.owners[attempt.reference] = id }
        if world.strikes(15) { throw Crash() }
        return value
    }

    /// What the tables' constraints refuse.
    private func check(_ before: SubscriptionAccount, _ after: SubscriptionAccount) {
        var references: Set<Reference> = []
        var paid: Set<String> = []
        for attempt in after.attempts {
            if !references.insert(attempt.reference).inserted { world.violations.append("\(attempt.reference) twice") }
            if attempt.state == .paid, !paid.insert("\(attempt.slot)").inserted {
                world.violations.append("\(attempt.period) paid twice in the store")
            }
        }
        for attempt in before.attempts {
            let now = after.attempts.first { $0.reference == attempt.reference }
            if now == nil || now?.price != attempt.price || now?.period != attempt.period
                || now?.upgrade != attempt.upgrade
            {
                world.violations.append("\(attempt.reference) was rewritten")
            }
        }
    }
}
