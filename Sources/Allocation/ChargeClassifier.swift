import Kernel
import Model

/// What a charge is, as far as allocation is concerned.
enum ChargeClass: Hashable {
    case compute(NodeKey)
    case noTelemetry(NodeKey)
    case network(NodeKey)
    case disk(cluster: String, handle: String)
    case loadBalancer([ServiceKey])
    case project(clusters: [String], namespace: String)
    case nodeTag([NodeKey])
    case clusterTag(String)
    case outside
}

/// Decides the class of each charge: the first rule that fits, in the order of docs/allocation.md.
struct ChargeClassifier {
    private let telemetry: TelemetryIndex
    private let options: AllocationOptions
    private let nodes: IdentifierSuffix
    private let disks: IdentifierSuffix
    private let balancers: IdentifierSuffix
    private var chargeTags = ChargeTags()

    init(telemetry: TelemetryIndex, options: AllocationOptions) {
        self.telemetry = telemetry
        self.options = options
        nodes = IdentifierSuffix(telemetry.nodeByResourceID.keys)
        disks = IdentifierSuffix(telemetry.clusterByDisk.keys)
        balancers = IdentifierSuffix(telemetry.balancerEndings)
    }

    mutating func classify(_ charge: Charge) -> ChargeClass {
        let day = charge.day
        if let id = nodes.match(charge.resourceID), let node = telemetry.nodeByResourceID[id] {
            if isNetwork(charge) { return .network(node) }
            return telemetry.nodeDays[day]?[node] == nil ? .noTelemetry(node) : .compute(node)
        }
        if let handle = disks.match(charge.resourceID), let cluster = telemetry.clusterByDisk[handle] {
            return .disk(cluster: cluster, handle: handle)
        }
        if let ending = balancers.match(charge.resourceID) {
            let services = telemetry.services(ofBalancer: ending, resource: charge.resourceID, on: day)
            if !services.isEmpty { return .loadBalancer(services) }
        }
        let tags = chargeTags.of(charge)
        let cluster = tags[options.clusterTag]
        if let namespace = tags[options.projectTag] {
            let clusters = (telemetry.namespaces[day]?[namespace] ?? []).filter { cluster == nil || cluster == $0 }
            if !clusters.isEmpty { return .project(clusters: clusters.sorted(), namespace: namespace) }
        }
        if let node = tags[options.nodeTag] {
            let nodes = (telemetry.nodeDays[day] ?? [:]).keys.filter {
                $0.node == node && (cluster == nil || cluster == $0.cluster)
            }
            if !nodes.isEmpty { return .nodeTag(nodes.sorted()) }
        }
        if let cluster, telemetry.clusters.contains(cluster) { return .clusterTag(cluster) }
        return .outside
    }

    /// Traffic that is booked under a machine's id. AWS calls it its compute service's; FOCUS shows the product family in
    /// SkuMeter. Others have a service for it.
    private func isNetwork(_ charge: Charge) -> Bool {
        charge[.serviceCategory] == "Networking"
            || charge[.serviceName] == "Amazon Elastic Compute Cloud" && charge[.skuMeter] == "Data Transfer"
    }
}
