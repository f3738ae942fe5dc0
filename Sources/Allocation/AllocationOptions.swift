package import Model

/// What an allocation is told to do; part of the stage's cache key.
package struct AllocationOptions: Sendable, Hashable {
    /// The resource whose effective use (max of usage and request) parts a node's cost.
    package enum Resource: String, Sendable, CaseIterable {
        case cpu, memory
        /// CPU, memory and GPU by their prices.
        case blend

        /// How many are looked at.
        var count: Int { self == .blend ? 3 : 1 }
    }

    /// What a bill row of a node is split by.
    package enum Join: String, Sendable, CaseIterable {
        /// The use of the hours that it covers.
        case hour
        /// The use of the whole day, as koku does.
        case day
    }

    /// Whose rules are followed.
    package enum Rules: String, Sendable, CaseIterable {
        case reckon
        /// Those of koku, for who compares or moves from there (docs/allocation.md, "koku's rules").
        case koku
    }

    /// What becomes of a node's traffic.
    package enum Network: String, Sendable, CaseIterable {
        /// The namespaces of its cluster share it.
        case pool
        /// Its pods pay for what they sent.
        case bytes
    }

    /// What time a stored row is of.
    package enum RowTime: String, Sendable, CaseIterable {
        /// Rows of a day that differ in nothing but hour and figures are one.
        case day
        /// As fine as the bill's rows are, down to the hour.
        case hour
    }

    package var rules: Rules
    package var resource: Resource
    package var join: Join
    /// The tag that names the namespace a charge belongs to.
    package var projectTag: String
    /// The tag that names the node a charge belongs to.
    package var nodeTag: String
    /// The tag that names the cluster a charge belongs to.
    package var clusterTag: String
    /// For `blend`; empty otherwise.
    package var prices: PriceBook
    /// How pools are shared; those that no policy fits are shared by use.
    package var sharing: [SharingPolicy]
    package var platform: PlatformNamespaces
    /// Whose namespaces are whose.
    package var teams: [TeamRule]
    /// Who pays for charges outside of clusters.
    package var outside: [OutsideRule]
    /// What a pod costs is parted among its containers.
    package var containers: Bool
    package var network: Network
    package var rows: RowTime

    package init(
        rules: Rules = .reckon, resource: Resource = .cpu, join: Join = .hour, prices: PriceBook = PriceBook(lines: []),
        projectTag: String = "openshift_project",
        nodeTag: String = "openshift_node",
        clusterTag: String = "openshift_cluster", sharing: [SharingPolicy] = [],
        platform: PlatformNamespaces = .usual, teams: [TeamRule] = [], outside: [OutsideRule] = [],
        containers: Bool = false, network: Network = .pool, rows: RowTime = .day
    ) {
        self.rules = rules
        self.resource = resource
        self.join = join
        self.prices = prices
        self.projectTag = projectTag
        self.nodeTag = nodeTag
        self.clusterTag = clusterTag
        self.sharing = sharing
        self.platform = platform
        self.teams = teams
        self.outside = outside
        self.containers = containers
        self.network = network
        self.rows = rows
    }
}
