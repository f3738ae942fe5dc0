package import Kernel

/// What the namespaces of one cluster cost, and what was spread over them.
package struct ClusterCosts: Sendable {
    package var name: String
    package var namespaces: [NamespaceCost]
    package var spread: [SpreadCost]

    package init(name: String, namespaces: [NamespaceCost], spread: [SpreadCost] = []) {
        self.name = name
        self.namespaces = namespaces
        self.spread = spread
    }
}

/// What one namespace costs: its own use, its parts of what is shared, and their sum.
package struct NamespaceCost: Sendable, Hashable {
    package struct Direct: Sendable, Hashable {
        package var compute: Amount
        package var storage: Amount
        package var projectTag: Amount
        package var nodeTag: Amount
        package var traffic: Amount
        package var loadBalancer: Amount

        package init(
            compute: Amount = .zero, storage: Amount = .zero, projectTag: Amount = .zero, nodeTag: Amount = .zero,
            traffic: Amount = .zero, loadBalancer: Amount = .zero
        ) {
            self.compute = compute
            self.storage = storage
            self.projectTag = projectTag
            self.nodeTag = nodeTag
            self.traffic = traffic
            self.loadBalancer = loadBalancer
        }

        var all: [Amount] { [compute, storage, projectTag, nodeTag, traffic, loadBalancer] }
    }

    package struct Distributed: Sendable, Hashable {
        package var platform: Amount
        package var worker: Amount
        package var storage: Amount
        package var network: Amount
        package var clusterShared: Amount

        package init(
            platform: Amount = .zero, worker: Amount = .zero, storage: Amount = .zero, network: Amount = .zero,
            clusterShared: Amount = .zero
        ) {
            self.platform = platform
            self.worker = worker
            self.storage = storage
            self.network = network
            self.clusterShared = clusterShared
        }

        var all: [Amount] { [platform, worker, storage, network, clusterShared] }
    }

    package var name: String
    package var direct: Direct
    package var distributed: Distributed
    package var final: Amount
    /// Whole coins; they sum to the rounded total of the cluster's namespaces.
    package var finalInCoins: Amount

    package init(name: String, direct: Direct, distributed: Distributed, final: Amount, finalInCoins: Amount) {
        self.name = name
        self.direct = direct
        self.distributed = distributed
        self.final = final
        self.finalInCoins = finalInCoins
    }
}

/// A cost without an owner of its own that the namespaces of the cluster share.
package struct SpreadCost: Sendable, Hashable {
    package enum Pool: String, Sendable, CaseIterable {
        case platform, worker, storage, network, clusterShared
    }

    /// A platform namespace, or a pool such as `Worker unallocated`.
    package var name: String
    package var pool: Pool
    package var cost: Amount

    package init(name: String, pool: Pool, cost: Amount) {
        self.name = name
        self.pool = pool
        self.cost = cost
    }
}

/// The final cost of one namespace on each day of the section.
package struct DailyCosts: Sendable, Hashable {
    package var cluster: String
    package var namespace: String
    /// As many as the section has days.
    package var finals: [Amount]

    package init(cluster: String, namespace: String, finals: [Amount]) {
        self.cluster = cluster
        self.namespace = namespace
        self.finals = finals
    }
}

package struct NodeCost: Sendable, Hashable {
    package var cluster: String
    package var name: String
    package var role: String
    package var cost: Amount
    package var allocated: Amount
    package var idle: Amount
    package var noTelemetry: Amount
    /// Utilisation is their ratio; above one on an over-committed node.
    package var effectiveCoreHours: Quantity
    package var capacityCoreHours: Quantity

    package init(
        cluster: String, name: String, role: String, cost: Amount, allocated: Amount, idle: Amount,
        noTelemetry: Amount, effectiveCoreHours: Quantity, capacityCoreHours: Quantity
    ) {
        self.cluster = cluster
        self.name = name
        self.role = role
        self.cost = cost
        self.allocated = allocated
        self.idle = idle
        self.noTelemetry = noTelemetry
        self.effectiveCoreHours = effectiveCoreHours
        self.capacityCoreHours = capacityCoreHours
    }
}

package struct PodCost: Sendable, Hashable {
    package var cluster: String
    package var namespace: String
    package var pod: String
    package var node: String
    package var directCompute: Amount

    package init(cluster: String, namespace: String, pod: String, node: String, directCompute: Amount) {
        self.cluster = cluster
        self.namespace = namespace
        self.pod = pod
        self.node = node
        self.directCompute = directCompute
    }
}
