package import Kernel

/// Something that must be in the security log.
package struct SecurityEvent: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case statementRefused = "rls_enforcement_failed.statement_refused"
        case sessionOutlivedScope = "rls_enforcement_failed.session_outlived_scope"
        case unknownServer = "rls_enforcement_failed.unknown_server"
        case tenantNotSet = "rls_enforcement_failed.tenant_not_set"
        case staleTenant = "rls_enforcement_failed.stale_tenant"
        case unboundRole = "rls_enforcement_failed.unbound_role"
        case tenantChanged = "rls_enforcement_failed.tenant_changed"
        case privilegeRefused = "rls_enforcement_failed.privilege_refused"
        case protectionsMissing = "rls_enforcement_failed.protections_missing"
    }

    package let kind: Kind
    package let tenant: TenantID?

    package init(_ kind: Kind, tenant: TenantID?) {
        self.kind = kind
        self.tenant = tenant
    }
}

/// Where security events go; the executable gives one that writes the audit log.
package protocol SecurityEventSink: Sendable {
    func record(_ event: SecurityEvent)
}
