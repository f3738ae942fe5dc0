import Model

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

    /// The pool that a directly allocated piece joins; nil when it stays where it is.
    init?(joinedBy recipient: Recipient, platform: PlatformNamespaces) {
        switch recipient.part {
        case .compute, .storage, .traffic, .loadBalancer, .project:
            guard platform.contain(recipient.namespace ?? "") else { return nil }
            self = .platform
        case .platformIdle: self = .platform
        case .workerIdle: self = .worker
        case .storageUnattributed: self = .storage
        case .network: self = .network
        case .clusterShared: self = .clusterShared
        case .noTelemetry, .outside: return nil
        }
    }
}
