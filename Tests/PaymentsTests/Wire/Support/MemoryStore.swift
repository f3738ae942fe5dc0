import Kernel

@testable import Payments

/// Accounts in memory, with what the tables refuse.
final class MemoryStore: ReconciliationStore {
    struct Violation: Error {}

    var accounts: [SubscriptionID: SubscriptionAccount] = [:]
    private(set) var notices: [Notice] = []
    private(set) var events: [PaymentEvent] = []
    private(set) var refunds: Set<String> = []
    /// Accounts that cannot be opened, as when a tenant's key was taken back.
    var locked: [SubscriptionID: any Error] = [:]

    init(_ accounts: [SubscriptionAccount]) {
        for account in accounts { self.accounts[account.subscription.id] = account }
    }

    func attempts() -> [ChargeAttempt] { accounts.values.flatMap(\.attempts) }

    func knownRefunds() -> Set<String> { refunds }

    func takenPayments() -> Set<Reference> {
        Set(events.compactMap { if case .released(_, _, granted: true) = $0.what { $0.reference } else { nil } })
    }

    func paidOtherwise(on today: CalendarDay) -> Set<Reference> {
        Set(
            accounts.values.flatMap { account in
                account.attempts.filter { account.isPaidOtherwise($0, on: today) }.map(\.reference)
            })
    }

    func record(_ refund: ObservedRefund, source: PaymentEvent.Source, now: Instant) throws -> Bool {
        guard let news = refund.news, let reference = refund.reference, try owner(of: reference) != nil else {
            return false
        }
        return refunds.insert(news).inserted
    }

    func record(_ dispute: ObservedDispute, source: PaymentEvent.Source, now: Instant) throws -> Bool {
        guard dispute.isOpen, let reference = dispute.reference, let owner = try owner(of: reference) else {
            return false
        }
        let isKnown = events.reduce(false) { isKnown, event in
            switch event.what {
            case .held(.disputed): isKnown || event.reference == reference
            case .released: false
            default: isKnown
            }
        }
        if isKnown { return false }
        return try update(owner) { $0.dispute(reference, now: now, source: source) }
    }

    func subscriptionsWithWork(on today: CalendarDay) throws -> [SubscriptionID] {
        accounts.values.filter { account in
            account.subscription.nextDue <= today || account.subscription.hold != nil
                || account.attempts.contains(where: \.state.isOpen)
        }.map(\.subscription.id).sorted()
    }

    func owner(of reference: Reference) throws -> SubscriptionID? {
        accounts.values.first { $0.attempts.contains { $0.reference == reference } }?.subscription.id
    }

    func lock(_ id: SubscriptionID) throws -> Bool { true }
    func unlock(_ id: SubscriptionID) {}

    func update<Value>(
        _ id: SubscriptionID, _ body: (inout SubscriptionAccount) throws -> Value
    ) throws -> Value {
        guard var account = accounts[id] else { throw Violation() }
        if let error = locked[id] { throw error }
        let value = try body(&account)
        let paid = account.attempts.filter { $0.state == .paid }.map(\.slot)
        guard Set(account.attempts.map(\.reference)).count == account.attempts.count, Set(paid).count == paid.count
        else { throw Violation() }
        for notice in account.notices where !notices.contains(where: { $0.key == notice.key }) {
            notices.append(notice)
        }
        events += account.events
        account.notices = []
        account.events = []
        accounts[id] = account
        return value
    }
}
