package import Crypto
package import Database
package import Kernel

/// Subscriptions of all tenants of a project, in PostgreSQL. Each transaction is one tenant's.
package final class PostgresPaymentStore: PaymentStore {
    let database: Database
    let vault: Vault
    let tenants: [TenantID]
    /// Who the audit log names.
    let actor: String
    let mode: PaymentRules.Mode
    private let clock: WallClock
    private var homes: [SubscriptionID: TenantID] = [:]
    private var locks: [SubscriptionID: AdvisoryLock] = [:]

    /// - Parameters:
    ///   - tenants: those of the project; others are not looked at.
    ///   - mode: whether invoices are of test money.
    package init(
        _ database: Database, vault: Vault, tenants: [TenantID], actor: String, mode: PaymentRules.Mode,
        clock: WallClock
    ) {
        self.database = database
        self.vault = vault
        self.tenants = tenants
        self.actor = actor
        self.mode = mode
        self.clock = clock
    }

    package func subscriptionsWithWork(on today: CalendarDay) throws -> [SubscriptionID] {
        try tenants.flatMap { tenant in
            let found = try database.withTenant(tenant, readOnly: true) { session in
                try session.query(
                    """
                    SELECT subscription FROM subscriptions s
                    WHERE state IN ('active', 'past_due', 'restricted') AND (next_due <= \(today)
                            OR (card_expiry < date_trunc('month', next_due) AND next_due <= \(today.advanced(by: 30))))
                        OR EXISTS (SELECT FROM charge_attempts a WHERE a.subscription = s.subscription
                            AND a.state IN ('sent', 'unknown', 'pending', 'action_required'))
                    ORDER BY subscription COLLATE "C"
                    """
                ).rows.compactMap { SubscriptionID(try $0.value(0)) }
            }
            for id in found { homes[id] = tenant }
            return found
        }
    }

    package func owner(of reference: Reference) throws -> SubscriptionID? {
        for tenant in tenants {
            let found: SubscriptionID? = try database.withTenant(tenant, readOnly: true) { session in
                let rows = try session.query(
                    "SELECT subscription FROM charge_attempts WHERE reference = \(reference.text)")
                return rows.rowCount == 0 ? nil : SubscriptionID(try rows.onlyRow().value(0))
            }
            if let found {
                homes[found] = tenant
                return found
            }
        }
        return nil
    }

    package func lock(_ id: SubscriptionID) throws -> Bool {
        let key = Digest(of: "payment/\(id)").bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
        guard let lock = try database.tryLock(key) else { return false }
        locks[id] = lock
        return true
    }

    package func unlock(_ id: SubscriptionID) { locks.removeValue(forKey: id)?.unlock() }

    package func update<Value>(
        _ id: SubscriptionID, _ body: (inout SubscriptionAccount) throws -> Value
    ) throws -> Value {
        let tenant = try tenant(of: id)
        return try database.withTenant(tenant) { session in
            guard let before = try account(session, id, tenant, forUpdate: true) else {
                throw PaymentFailure.noSubscription(id.text)
            }
            var after = before
            let value = try body(&after)
            try write(session, after, before: before)
            return value
        }
    }

    /// The account as it is, for those who only look.
    package func account(_ id: SubscriptionID) throws -> SubscriptionAccount {
        let tenant = try tenant(of: id)
        let found: SubscriptionAccount? = try database.withTenant(
            tenant, isolation: .repeatableRead, readOnly: true
        ) { session in
            try account(session, id, tenant, forUpdate: false)
        }
        guard let found else { throw PaymentFailure.noSubscription(id.text) }
        return found
    }

    /// All accounts of a tenant, oldest first.
    package func accounts(of tenant: TenantID) throws -> [SubscriptionAccount] {
        let ids = try database.withTenant(tenant, readOnly: true) { session in
            try session.query("SELECT subscription FROM subscriptions ORDER BY created_at, subscription").rows
                .compactMap { SubscriptionID(try $0.value(0)) }
        }
        for id in ids { homes[id] = tenant }
        return try ids.map { try account($0) }
    }

    /// Adds a subscription with its first attempt.
    package func add(_ account: SubscriptionAccount) throws {
        let subscription = account.subscription
        try database.withTenant(subscription.tenant) { session in
            try AccountChanges(session: session, tenant: subscription.tenant, vault: vault)
                .insert(subscription, at: clock.now())
            try write(session, account, before: SubscriptionAccount(subscription, attempts: []))
        }
        homes[subscription.id] = subscription.tenant
    }

    /// - Throws: E621 when no tenant of the project has it.
    package func tenant(of id: SubscriptionID) throws -> TenantID {
        if let home = homes[id] { return home }
        for tenant in tenants {
            let isHere = try database.withTenant(tenant, readOnly: true) { session in
                try session.query("SELECT 1 FROM subscriptions WHERE subscription = \(id.text)").rowCount > 0
            }
            if isHere {
                homes[id] = tenant
                return tenant
            }
        }
        throw PaymentFailure.noSubscription(id.text)
    }

    private func write(_ session: Session, _ after: SubscriptionAccount, before: SubscriptionAccount) throws {
        let tenant = after.subscription.tenant
        try AccountChanges(session: session, tenant: tenant, vault: vault).write(after, before: before)
        let history = AccountHistory(
            session: session, tenant: tenant, subscription: after.subscription.id, actor: actor)
        let book = InvoiceBook(session: session, tenant: tenant, mode: mode)
        for event in after.events {
            guard case .attempt(_, .paid) = event.what,
                let attempt = after.attempts.first(where: { $0.reference == event.reference })
            else { continue }
            try book.invoice(attempt, at: event.at)
        }
        try history.add(after.events)
        try history.add(after.notices, at: clock.now())
    }

    private func account(
        _ session: Session, _ id: SubscriptionID, _ tenant: TenantID, forUpdate: Bool
    ) throws -> SubscriptionAccount? {
        let lock: SQL = forUpdate ? "FOR UPDATE" : ""
        let found = try session.query(
            """
            SELECT \(AccountRows.subscriptionColumns) FROM subscriptions WHERE subscription = \(id.text) \(lock)
            """)
        guard found.rowCount > 0 else { return nil }
        let rows = AccountRows(tenant: tenant, vault: vault)
        let attempts = try session.query(
            """
            SELECT \(AccountRows.attemptColumns) FROM charge_attempts WHERE subscription = \(id.text)
            ORDER BY position
            """
        ).rows.map(AccountRows.attempt)
        return SubscriptionAccount(try rows.subscription(found.onlyRow()), attempts: attempts)
    }
}
