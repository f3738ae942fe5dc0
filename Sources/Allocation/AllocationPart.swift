/// Where an allocated piece of a charge went. The raw values stand in the `x_AllocationPart` column.
package enum AllocationPart: String, Sendable, CaseIterable, Comparable {
    /// A pod's share of its node.
    case compute = "Compute"
    /// The unused part of a control-plane or infrastructure node.
    case platformIdle = "Platform idle"
    /// The unused part of a worker node.
    case workerIdle = "Worker idle"
    /// A claim's share of its disk.
    case storage = "Storage"
    /// The part of a disk that no claim covers.
    case storageUnattributed = "Storage unattributed"
    /// Traffic of a node, of which nothing says whose it is.
    case network = "Network"
    /// A pod's share of its node's traffic.
    case traffic = "Traffic"
    /// A load balancer of a service.
    case loadBalancer = "Load balancer"
    /// A charge tagged with a namespace.
    case project = "Project tag"
    /// A charge tagged with a cluster.
    case clusterShared = "Cluster shared"
    /// A node on a day on which no telemetry saw it.
    case noTelemetry = "No telemetry"
    /// Everything that belongs to no cluster: tax, fees, credits without a resource, other resources.
    case outside = "Outside"

    package static func < (left: AllocationPart, right: AllocationPart) -> Bool { left.order < right.order }

    private var order: Int { AllocationPart.allCases.firstIndex(of: self)! }

    /// True when the piece goes to a namespace; false when it is kept apart under the part's own name.
    package var hasNamespace: Bool {
        switch self {
        case .compute, .storage, .traffic, .loadBalancer, .project: true
        case .platformIdle, .workerIdle, .storageUnattributed, .network, .clusterShared, .noTelemetry, .outside: false
        }
    }
}

/// Who an allocated piece of a charge went to.
package struct Recipient: Sendable, Hashable {
    package var part: AllocationPart
    package var cluster: String?
    package var node: String?
    package var namespace: String?
    package var pod: String?
    /// Nil for what a pod costs beyond its containers, or where none are looked at.
    package var container: String?
    package var volume: String?
    /// Of the cluster, whose load is balanced.
    package var service: String?
    /// In lower case: `deployment`.
    package var controllerKind: String?
    package var controller: String?
    /// A JSON object; nil for none.
    package var labels: String?
    /// Who answers for it; nil where no rule says so.
    package var team: String?
    /// The rule by which a team pays for what is outside of clusters.
    package var rule: String?

    package init(
        _ part: AllocationPart, cluster: String? = nil, node: String? = nil, namespace: String? = nil,
        pod: String? = nil, volume: String? = nil, controllerKind: String? = nil, controller: String? = nil,
        labels: String? = nil, team: String? = nil
    ) {
        self.part = part
        self.cluster = cluster
        self.node = node
        self.namespace = namespace
        self.pod = pod
        self.volume = volume
        self.controllerKind = controllerKind
        self.controller = controller
        self.labels = labels
        self.team = team
    }
}
