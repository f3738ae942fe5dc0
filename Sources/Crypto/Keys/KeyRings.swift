package import Kernel

/// All rings: the installation's, and those of tenants who brought keys of their own.
package struct KeyRings: Sendable {
    package let installation: KeyRing?
    package let tenants: [TenantID: KeyRing]

    package init(installation: KeyRing?, tenants: [TenantID: KeyRing] = [:]) {
        precondition(installation.map { $0.owner == .installation } ?? true, "the installation's ring is its own")
        precondition(tenants.values.allSatisfy { $0.owner == .tenant }, "a tenant's ring is its own")
        self.installation = installation
        self.tenants = tenants
    }

    /// The key that seals what belongs to a tenant: its own where it brought one.
    package func current(for tenant: TenantID) -> KeyName? { (tenants[tenant] ?? installation)?.current }

    /// The key of that name, as a value of the tenant would mean it.
    package func entry(_ name: KeyName, for tenant: TenantID) -> KeyEntry? {
        let ring = name.owner == .tenant ? tenants[tenant] : installation
        return ring?.entries.first { $0.id == name.id }
    }
}
