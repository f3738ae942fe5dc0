import Kernel

/// Puts a transaction under a tenant, and makes sure that the server really did.
///
/// Anything unexpected closes the connection: the next scope gets a new one, and never another role.
///
/// What this protects from, and what not: row security on `reckon.tenant` keeps one tenant's rows from another's even
/// where a condition was forgotten. Any statement of the session may set `reckon.tenant`, so it does not protect from
/// SQL made of input; `SQL` cannot be made of input (values become parameters), and `verifyAtEnd` undoes a transaction
/// in which the tenant is another one at its end.
struct TenantScope {
    let connection: Connection
    /// Nil for the system scope.
    let tenant: TenantID?
    let security: any SecurityEventSink

    func enter() throws(DatabaseError) {
        do throws(DatabaseError) {
            try requireNobody()
            if let tenant {
                let answer = try connection.run("SELECT set_config('reckon.tenant', \(tenant.text), true)")
                _ = try answer.onlyRow()
                // Asked again, as its own statement: what counts is what the policies will see.
                guard try currentTenant() == tenant.text else { throw DatabaseError(.tenantUnverified) }
            }
        } catch {
            throw refuse(error)
        }
    }

    /// Before the commit: nothing in the transaction may have changed the tenant.
    func verifyAtEnd() throws(DatabaseError) {
        // A failed transaction cannot be asked, and will not be committed.
        guard connection.isInTransaction else { return }
        guard try currentTenant() == tenant?.text ?? "" else { throw refuse(DatabaseError(.tenantChanged)) }
    }

    /// After a transaction-local setting PostgreSQL leaves an empty text, so empty and unset are the same.
    private func currentTenant() throws(DatabaseError) -> String {
        try connection.run("SELECT coalesce(current_setting('reckon.tenant', true), '')").onlyRow().value(0)
    }

    /// No tenant may be left from before, and neither the role nor any role it could become may pass row security by.
    private func requireNobody() throws(DatabaseError) {
        let row = try connection.run(
            """
            SELECT coalesce(current_setting('reckon.tenant', true), ''),
                count(*) FILTER (WHERE rolsuper OR rolbypassrls), count(*) FILTER (WHERE rolname = current_user)
            FROM pg_catalog.pg_roles WHERE pg_catalog.pg_has_role(current_user, oid, 'MEMBER')
            """
        ).onlyRow()
        guard try row.value(0, as: String.self).isEmpty else { throw DatabaseError(.staleTenant) }
        guard try row.value(1, as: Int.self) == 0, try row.value(2, as: Int.self) == 1 else {
            throw DatabaseError(.unboundRole)
        }
    }

    private func refuse(_ error: DatabaseError) -> DatabaseError {
        // A server that went away is no security matter; the run is tried again.
        if connection.isBroken { return error }
        let kinds: [StoreCode: SecurityEvent.Kind] = [
            .staleTenant: .staleTenant, .unboundRole: .unboundRole, .tenantChanged: .tenantChanged,
        ]
        security.record(SecurityEvent(kinds[error.code] ?? .tenantNotSet, tenant: tenant))
        connection.close()
        guard kinds[error.code] == nil, error.code != .tenantUnverified else { return error }
        return DatabaseError(.tenantUnverified, sqlState: error.sqlState, detail: error.restrictedDetail)
    }
}
