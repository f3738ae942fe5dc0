/// A node or disk that telemetry saw at times at which the bill does not charge it.
package struct UnbilledItem: Sendable, Hashable {
    package enum Kind: String, Sendable { case node, disk }

    package var kind: Kind
    package var cluster: String
    /// Of a node its name, of a disk its handle.
    package var name: String
    /// How the bill would spell the end of its id.
    package var resourceID: String
    /// First and last hour of a node, first and last day of a disk.
    package var first: String
    package var last: String
    /// Hours of a node, days of a disk.
    package var count: Int
    /// Of a disk: who has it mounted.
    package var namespaces: [String]

    package init(
        kind: Kind, cluster: String, name: String, resourceID: String, first: String, last: String, count: Int,
        namespaces: [String] = []
    ) {
        self.kind = kind
        self.cluster = cluster
        self.name = name
        self.resourceID = resourceID
        self.first = first
        self.last = last
        self.count = count
        self.namespaces = namespaces
    }
}
