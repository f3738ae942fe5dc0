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
    let clock: WallClock
    /// Made, and not in the audit log yet.
    var calls: [PaystackCall] = []
    private var homes: [SubscriptionID: TenantID] = [:]
    private var locks: [SubscriptionID: AdvisoryLock] = [:]

    /// - Parameters:
    ///   - tenants: those of the project; others are not looked at.
    ///   - mode: subscriptions of the other mode are not seen.
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
        let lastTold = today.advanced(by: Subscription.cardNoticeDays.max() ?? 0)
        return try tenants.flatMap { tenant in
            let found = try database.withTenant(tenant, readOnly: true) { session in
                try session.query(
                    """
                    SELECT subscription FROM subscriptions s
                    WHERE mode = \(mode.rawValue)
                        AND (state IN ('active', 'past_due', 'restricted') AND (next_due <= \(today)
                            OR (card_expiry < date_trunc('month', next_due) AND next_due <= \(lastTold)))
                        OR hold IS NOT NULL
                        OR EXISTS (SELECT FROM charge_attempts a WHERE a.subscription = s.subscription
                            AND a.state IN ('sent', 'unknown', 'pending', 'action_required')))
                    ORDER BY subscription COLLATE "C"
                    """
                ).rows.compactMap { SubscriptionID(try $0.value(0)) }
            }
            for id in found { homes[id] = tenant }
            return found
        }
    }

    package func owner(of reference: Reference) throws -> SubscriptionID? {
        // A reference names its subscription: payments of other applications are told apart without a query.
        guard let id = reference.parts?.subscription, let tenant = try home(of: id) else { return nil }
        let isThere = try database.withTenant(tenant, readOnly: true) { session in
            try session.query(
                "SELECT 1 FROM charge_attempts WHERE reference = \(reference.text) AND subscription = \(id.text)"
            ).rowCount > 0
        }
        return isThere ? id : nil
    }

    package func lock(_ id: SubscriptionID) throws -> Bool {
        guard let lock = try database.tryLock(Digest(of: "payment/\(id)").first64Bits) else { return false }
        locks[id] = lock
        return true
    }

    /// Runs `body` while no run is at work on a subscription.
    ///
    /// - Throws: J650 when one is.
    func holding<Value>(_ id: SubscriptionID, _ body: () throws -> Value) throws -> Value {
        // One that is not there is not locked.
        _ = try tenant(of: id)
        guard try lock(id) else { throw PaymentFailure.subscriptionBusy(id) }
        defer { unlock(id) }
        return try body()
    }

    /// Runs `body` while nobody else does so under the same name; nil when another has the lock.
    package func alone<Value>(_ name: String, _ body: () throws -> Value) throws -> Value? {
        guard let lock = try database.tryLock(Digest(of: name).first64Bits) else { return nil }
        defer { lock.unlock() }
        return try body()
    }

    package func unlock(_ id: SubscriptionID) { locks.removeValue(forKey: id)?.unlock() }

    package func update<Value>(
        _ id: SubscriptionID, _ body: (inout SubscriptionAccount) throws -> Value
    ) throws -> Value {
        let tenant = try tenant(of: id)
        let value = try database.withTenant(tenant) { session in
            guard let before = try account(session, id, tenant, vault, forUpdate: true) else {
                throw PaymentFailure.noSubscription(id.text)
            }
            var after = before
            let value = try body(&after)
            try write(session, after, before: before)
            try auditCalls(about: id, session, tenant)
            return value
        }
        forgetCalls(about: id)
        return value
    }

    /// The account as it is with its card, for those who only look.
    package func account(_ id: SubscriptionID) throws -> SubscriptionAccount {
        let tenant = try tenant(of: id)
        let found: SubscriptionAccount? = try database.withTenant(
            tenant, isolation: .repeatableRead, readOnly: true
        ) { session in
            try account(session, id, tenant, vault, forUpdate: false)
        }
        guard let found else { throw PaymentFailure.noSubscription(id.text) }
        return found
    }

    /// All accounts of a tenant, oldest first, without their cards: they are read also when the tenant's key is gone.
    package func accounts(of tenant: TenantID) throws -> [SubscriptionAccount] {
        try database.withTenant(tenant, isolation: .repeatableRead, readOnly: true) { session in
            let ids = try session.query(
                "SELECT subscription FROM subscriptions WHERE mode = \(mode.rawValue) ORDER BY created_at, subscription"
            ).rows.compactMap { SubscriptionID(try $0.value(0)) }
            for id in ids { homes[id] = tenant }
            return try ids.compactMap { try account(session, $0, tenant, nil, forUpdate: false) }
        }
    }

    /// One account without its card.
    func accountWithoutCard(_ id: SubscriptionID) throws -> SubscriptionAccount {
        let tenant = try tenant(of: id)
        let found: SubscriptionAccount? = try database.withTenant(
            tenant, isolation: .repeatableRead, readOnly: true
        ) { session in
            try account(session, id, tenant, nil, forUpdate: false)
        }
        guard let found else { throw PaymentFailure.noSubscription(id.text) }
        return found
    }

    /// One attempt; nil when there is none. No card is opened.
    package func attempt(_ reference: Reference) throws -> ChargeAttempt? {
        guard let owner = try owner(of: reference) else { return nil }
        return try database.withTenant(try tenant(of: owner), readOnly: true) { session in
            try PostgresPaymentStore.attempt(session, reference)
        }
    }

    static func attempt(_ session: Session, _ reference: Reference) throws -> ChargeAttempt {
        try AccountRows.attempt(
            session.query(
                "SELECT \(AccountRows.attemptColumns) FROM charge_attempts WHERE reference = \(reference.text)"
            ).onlyRow())
    }

    /// Keeps others from deciding on the subscription until the transaction ends.
    static func lockRow(_ session: Session, _ id: SubscriptionID) throws {
        _ = try session.query("SELECT 1 FROM subscriptions WHERE subscription = \(id.text) FOR UPDATE")
    }

    /// Adds a subscription with its first attempt.
    package func add(_ account: SubscriptionAccount) throws {
        let subscription = account.subscription
        try database.withTenant(subscription.tenant) { session in
            try AccountChanges(session: session, tenant: subscription.tenant, vault: vault)
                .insert(subscription, mode, at: clock.now())
            try write(session, account, before: SubscriptionAccount(subscription, attempts: []))
        }
        homes[subscription.id] = subscription.tenant
    }

    /// - Throws: J641 when no tenant of the project has it in this mode.
    package func tenant(of id: SubscriptionID) throws -> TenantID {
        guard let home = try home(of: id) else { throw PaymentFailure.noSubscription(id.text) }
        return home
    }

    func home(of id: SubscriptionID) throws -> TenantID? {
        if let home = homes[id] { return home }
        let home = try tenants.first { tenant in
            try database.withTenant(tenant, readOnly: true) { session in
                try session.query(
                    "SELECT 1 FROM subscriptions WHERE subscription = \(id.text) AND mode = \(mode.rawValue)"
                ).rowCount > 0
            }
        }
        homes[id] = home
        return home
    }

    private func write(_ session: Session, _ after: SubscriptionAccount, before: SubscriptionAccount) throws {
        let tenant = after.subscription.tenant
        try AccountChanges(session: session, tenant: tenant, vault: vault).write(after, before: before)
        let history = AccountHistory(
            session: session, tenant: tenant, subscription: after.subscription.id, actor: actor)
        let book = InvoiceBook(session: session, tenant: tenant, mode: mode)
        for event in after.events where event.isOfMoneyTaken {
            guard let attempt = after.attempts.first(where: { $0.reference == event.reference }) else { continue }
            try book.invoice(attempt, at: event.at)
        }
        try history.add(after.events)
        try history.add(after.notices, at: clock.now())
    }

    private func account(
        _ session: Session, _ id: SubscriptionID, _ tenant: TenantID, _ vault: Vault?, forUpdate: Bool
    ) throws -> SubscriptionAccount? {
        let lock: SQL = forUpdate ? "FOR UPDATE" : ""
        let found = try session.query(
            """
            SELECT \(AccountRows.subscriptionColumns) FROM subscriptions
            WHERE subscription = \(id.text) AND mode = \(mode.rawValue) \(lock)
            """)
        guard found.rowCount > 0 else { return nil }
        let rows = AccountRows(tenant: tenant, vault: vault)
        let attempts = try session.query(
            """
            SELECT \(AccountRows.attemptColumns) FROM charge_attempts WHERE subscription = \(id.text)
            ORDER BY position
            """
        ).rows.map(AccountRows.attempt)
        var account = SubscriptionAccount(try rows.subscription(found.onlyRow()), attempts: attempts)
        account.refunded = try PostgresPaymentStore.refundedPayments(session, id)
        return account
    }
}
