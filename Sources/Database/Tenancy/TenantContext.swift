package import Kernel

/// Who a connection works for.
package enum TenantContext: Sendable, Equatable {
    /// Nobody: nothing can be sent. Every connection starts and ends so.
    case refused
    case tenant(TenantID)
    /// Set-up, migrations and the tables that belong to no tenant. Tenant tables show no rows.
    case system
}
