/// A pool of cost that the namespaces of users share.
package enum CostPool: String, Sendable, CaseIterable, Comparable {
    /// Platform namespaces, and idle of the nodes that serve them.
    case platform = "Platform"
    /// Idle of worker nodes.
    case worker = "Worker idle"
    case storage = "Storage"
    case network = "Network"
    case clusterShared = "Cluster shared"

    package static func < (left: CostPool, right: CostPool) -> Bool { left.order < right.order }

    private var order: Int { CostPool.allCases.firstIndex(of: self)! }

    /// As options spell it: `worker idle`.
    var option: String { rawValue.lowercased() }

    init?(option: String) {
        guard let pool = CostPool.allCases.first(where: { $0.option == option }) else { return nil }
        self = pool
    }
}
