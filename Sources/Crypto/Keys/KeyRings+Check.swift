package import Kernel

/// A configured key that could be read.
package struct CheckedKey: Sendable, Hashable {
    /// Nil for a key of the installation.
    package let tenant: TenantID?
    package let id: KeyID
    package let isCurrent: Bool
    /// Eight hexadecimal digits by which two copies of a key can be compared.
    package let fingerprint: String
}

extension CheckedKey: CustomStringConvertible {
    package var description: String {
        let owner = tenant.map { "tenant '\($0)'" } ?? "the installation"
        return "'\(id)' of \(owner) \(isCurrent ? "seals" : "opens"), fingerprint \(fingerprint)"
    }
}

extension KeyRings {
    /// Reads every configured key once.
    ///
    /// - Throws: what is wrong with all of them together, with the exit status of the first.
    package func check(_ source: KeySource) throws(Failure) -> [CheckedKey] {
        var checked: [CheckedKey] = []
        var trouble: Failure?
        for (tenant, ring) in rings {
            for entry in ring.entries {
                do {
                    let key = try entry.load(source)
                    checked.append(
                        CheckedKey(
                            tenant: tenant, id: entry.id, isCurrent: entry.id == ring.current.id,
                            fingerprint: DataKey.fingerprint(of: key)))
                } catch {
                    trouble = trouble ?? Failure(error.exitStatus, [])
                    trouble?.diagnostics += error.diagnostics
                }
            }
        }
        if let trouble { throw trouble }
        return checked
    }

    private var rings: [(TenantID?, KeyRing)] {
        (installation.map { [(nil, $0)] } ?? []) + tenants.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
