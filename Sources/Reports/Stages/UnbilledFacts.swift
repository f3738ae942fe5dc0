import Documents
import Kernel
import Model
import Runner

/// What an allocation says of nodes and disks that its bill does not charge.
enum UnbilledFacts {
    static func items(_ publication: Publication) throws -> [UnbilledItem] {
        let unbilled: JSONNode = try publication.facts.fact("unbilled") { $0 }
        let nodes = try unbilled.fact("nodes", \.array).map { node in
            UnbilledItem(
                kind: .node, cluster: try node.fact("cluster", \.string), name: try node.fact("node", \.string),
                resourceID: try node.fact("resourceId", \.string), first: try node.fact("firstHour", \.string),
                last: try node.fact("lastHour", \.string), count: try node.fact("hours", \.int))
        }
        let disks = try unbilled.fact("disks", \.array).map { disk in
            let handle: String = try disk.fact("handle", \.string)
            return UnbilledItem(
                kind: .disk, cluster: try disk.fact("cluster", \.string), name: handle, resourceID: handle,
                first: try disk.fact("firstDay", \.string), last: try disk.fact("lastDay", \.string),
                count: try disk.fact("days", \.int),
                namespaces: try disk.fact("namespaces", \.array).compactMap(\.string))
        }
        return nodes + disks
    }
}
