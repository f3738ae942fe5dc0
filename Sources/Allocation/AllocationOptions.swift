import Kernel

/// What an allocation is told to do; part of the stage's cache key.
package struct AllocationOptions: Sendable, Hashable {
    /// The resource whose effective use (max of usage and request) parts a node's cost.
    package enum Resource: String, Sendable, CaseIterable {
        case cpu, memory
        /// CPU, memory and GPU by their prices.
        case blend
    }

    package var resource: Resource
    /// The tag that names the namespace a charge belongs to.
    package var projectTag: String
    /// The tag that names the node a charge belongs to.
    package var nodeTag: String
    /// The tag that names the cluster a charge belongs to.
    package var clusterTag: String
    /// For `blend`; empty otherwise.
    package var prices: PriceBook

    package init(
        resource: Resource = .cpu, prices: PriceBook = PriceBook(lines: []), projectTag: String = "openshift_project",
        nodeTag: String = "openshift_node",
        clusterTag: String = "openshift_cluster"
    ) {
        self.resource = resource
        self.prices = prices
        self.projectTag = projectTag
        self.nodeTag = nodeTag
        self.clusterTag = clusterTag
    }
}
