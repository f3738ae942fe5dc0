import Kernel

/// Who receives a charge that only a tag ties to a node or a cluster, by koku's rules: a part for each namespace and
/// kind of row. A namespace with a pod gets one, with a volume that is mounted one, with both two.
struct TagReceivers {
    struct Part: Equatable {
        let namespace: String
        let count: UInt128
    }

    private struct ClusterDay: Hashable {
        let cluster: String
        let day: CalendarDay
    }

    private let telemetry: TelemetryIndex
    /// A cluster has many pods, and many charges name it.
    private var clusters: [ClusterDay: [Part]] = [:]

    init(telemetry: TelemetryIndex) { self.telemetry = telemetry }

    /// In the order of names.
    func parts(of node: NodeKey, on day: CalendarDay) -> [Part] {
        TagReceivers.parts(
            pods: telemetry.nodeDays[day]?[node]?.namespaces ?? [], volumes: telemetry.mounts[day]?[node] ?? [])
    }

    /// In the order of names; empty on a day on which nothing of the cluster was seen.
    mutating func parts(of cluster: String, on day: CalendarDay) -> [Part] {
        let key = ClusterDay(cluster: cluster, day: day)
        if let known = clusters[key] { return known }
        var pods: Set<String> = []
        for (node, nodeDay) in telemetry.nodeDays[day] ?? [:] where node.cluster == cluster {
            pods.formUnion(nodeDay.namespaces)
        }
        var volumes: Set<String> = []
        for (node, namespaces) in telemetry.mounts[day] ?? [:] where node.cluster == cluster {
            volumes.formUnion(namespaces)
        }
        let parts = TagReceivers.parts(pods: pods, volumes: volumes)
        clusters[key] = parts
        return parts
    }

    private static func parts(pods: Set<String>, volumes: Set<String>) -> [Part] {
        pods.union(volumes).sorted().map { namespace in
            Part(
                namespace: namespace, count: (pods.contains(namespace) ? 1 : 0) + (volumes.contains(namespace) ? 1 : 0))
        }
    }
}

extension NodeDay {
    /// Of all its pods.
    fileprivate var namespaces: Set<String> { Set(pods.keys.map(\.namespace)) }
}
