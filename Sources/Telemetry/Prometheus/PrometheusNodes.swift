import Kernel
import Model

/// What the series say of one cluster's nodes.
struct PrometheusNodes {
    private static let hourSeconds: Int64 = 3600

    private var machines: [String: Descriptions] = [:]
    private var labels: [String: Descriptions] = [:]
    private var roles: [String: Descriptions] = [:]
    private var capacities: [String: [String: HourValues]] = [:]
    /// Hours of nodes whose capacity was taken from the nearest hour that states one, or was never stated.
    private(set) var assumedCapacities = 0
    private var known: [NodeHour: Coverage.Capacity] = [:]

    private struct NodeHour: Hashable {
        let node: String
        let hour: HourNumber
    }

    /// The values of the hours that state one.
    private struct HourValues {
        private let hours: [HourNumber]
        private let values: [HourNumber: Int64]

        init(_ values: [HourNumber: Int64]) {
            self.values = values
            hours = values.keys.sorted()
        }

        func value(at hour: HourNumber) -> (value: Int64, isStated: Bool)? {
            if let stated = values[hour] { return (stated, true) }
            // The latest before the hour; the first after it where there is none.
            guard let near = hours.last(where: { $0 < hour }) ?? hours.first, let value = values[near] else {
                return nil
            }
            return (value, false)
        }

        var all: [HourNumber] { hours }
    }

    init(_ table: SeriesTable) {
        for (key, hours, _) in table.descriptions {
            guard let node = key.object.first else { continue }
            switch key.kind {
            case .nodeInfo: machines[node, default: Descriptions()].insert(key.text, hours)
            case .nodeLabels: labels[node, default: Descriptions()].insert(key.text, hours)
            case .nodeRole: roles[node, default: Descriptions()].insert(key.text, hours)
            default: break
            }
        }
        for (key, values) in table.capacities {
            capacities[key.node, default: [:]][key.resource] = HourValues(values)
        }
    }

    func resourceID(_ node: String, _ hour: HourNumber) -> String { machines[node]?.text(at: hour) ?? "" }

    /// Hours in which a node stated its capacity, whether or not a pod ran there.
    var statedHours: [(node: String, hour: HourNumber)] {
        capacities.flatMap { node, resources in
            Set(resources.values.flatMap(\.all)).map { (node, $0) }
        }
    }

    mutating func capacity(_ node: String, _ hour: HourNumber) -> Coverage.Capacity {
        let key = NodeHour(node: node, hour: hour)
        if let capacity = known[key] { return capacity }
        var capacity = Coverage.Capacity()
        var isStated = !(capacities[node] ?? [:]).isEmpty
        for (resource, values) in capacities[node] ?? [:] {
            guard let (value, stated) = values.value(at: hour) else { continue }
            isStated = isStated && stated
            let time = value * PrometheusNodes.hourSeconds
            switch resource {
            case "cpu": capacity.coreNanoseconds = time
            case "memory": capacity.byteSeconds = time
            default: capacity.gpuNanoseconds += ofDevices(time, resource: resource, node: node, hour)
            }
        }
        if !isStated { assumedCapacities += 1 }
        known[key] = capacity
        return capacity
    }

    /// The time of a resource in devices: a slice or one of several replicas is a part of one.
    func ofDevices(_ time: Int64, resource: String, node: String, _ hour: HourNumber) -> Int64 {
        let unit = NodeGPUs(
            labels: labels[node]?.text(at: hour) ?? "", resources: capacities[node]?.keys.map { $0 } ?? []
        )
        .unit(of: resource)
        return Int64(clamping: Int128(time) * Int128(unit.slices) / Int128(unit.of))
    }

    /// Labels of nodes by day, with the roles that another series states.
    func labelRows(cluster: String) -> [NodeLabels] {
        var rows: Set<NodeLabels> = []
        for node in Set(labels.keys).union(roles.keys) {
            var days: [Int32: Set<String>] = [:]
            for (role, hours) in roles[node]?.all ?? [] {
                for day in hours { days[day, default: []].insert("label_node_role_kubernetes_io_\(role):") }
            }
            var texts = labels[node]?.all ?? []
            let described = Set(texts.flatMap(\.days))
            texts.append(("", Set(days.keys).subtracting(described)))
            for (text, hours) in texts {
                for day in hours {
                    let stated = text.split(separator: "|").map(String.init)
                    let all = Set(stated).union(days[day] ?? []).sorted()
                    rows.insert(
                        NodeLabels(
                            day: CalendarDay(daysSinceEpoch: day), cluster: cluster, node: node,
                            labels: all.joined(separator: "|")))
                }
            }
        }
        return rows.sorted { ($0.node, $0.day, $0.labels) < ($1.node, $1.day, $1.labels) }
    }
}
