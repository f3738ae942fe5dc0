package import Kernel
package import Model

/// One pod's hours on one node on one day.
struct PodKey: Hashable, Comparable {
    let namespace: String
    let pod: String

    static func < (left: PodKey, right: PodKey) -> Bool {
        (left.namespace, left.pod) < (right.namespace, right.pod)
    }
}

struct ClaimKey: Hashable, Comparable {
    let namespace: String
    let volume: String

    static func < (left: ClaimKey, right: ClaimKey) -> Bool {
        (left.namespace, left.volume) < (right.namespace, right.volume)
    }
}

/// A node in a cluster: node names repeat between clusters.
struct NodeKey: Hashable, Comparable {
    let cluster: String
    let node: String

    static func < (left: NodeKey, right: NodeKey) -> Bool { (left.cluster, left.node) < (right.cluster, right.node) }
}

/// A pod in a cluster: names of pods repeat between clusters.
struct ClusterPod: Hashable {
    let cluster: String
    let pod: PodKey
}

/// A value for each hour of a day; several rows of one hour keep the largest, so that a telemetry row delivered twice
/// counts once and the order of rows does not matter.
struct HourlyMaximum {
    private var hours: [Int64] = []

    init() {}

    /// - Parameter hours: -1 for an hour of which nothing is known.
    init(_ hours: ArraySlice<Int64>) {
        if hours.contains(where: { $0 >= 0 }) { self.hours = Array(hours) }
    }

    /// Returns true when the hour already had a value.
    mutating func record(_ value: Int64, hour: Int) -> Bool {
        if hours.isEmpty { hours = Array(repeating: -1, count: 24) }
        let isRepeated = hours[hour] >= 0
        hours[hour] = max(hours[hour], value)
        return isRepeated
    }

    /// Returns how many hours had a value in both.
    mutating func merge(_ other: HourlyMaximum) -> Int {
        guard !hours.isEmpty, !other.hours.isEmpty else {
            if hours.isEmpty { hours = other.hours }
            return 0
        }
        var repeated = 0
        for hour in 0..<24 {
            if hours[hour] >= 0, other.hours[hour] >= 0 { repeated += 1 }
            hours[hour] = max(hours[hour], other.hours[hour])
        }
        return repeated
    }

    func value(hour: Int) -> UInt128 { hours.isEmpty ? 0 : UInt128(max(0, hours[hour])) }

    func isKnown(hour: Int) -> Bool { !hours.isEmpty && hours[hour] >= 0 }

    var sum: UInt128 { hours.reduce(0) { $0 + ($1 > 0 ? UInt128($1) : 0) } }
}

/// A namespace in a cluster: names of namespaces repeat between clusters.
struct ClusterNamespace: Hashable {
    let cluster: String
    let namespace: String
}

/// What a node could give and what its pods took on a day, for each resource that counts; the first is the one by which
/// pools are shared.
struct NodeDay {
    var pods: [PodKey: [HourlyMaximum]] = [:]
    private var labels: [PodKey: (hour: Int, text: String)] = [:]
    var capacities: [HourlyMaximum]

    init(resources: Int) { capacities = Array(repeating: HourlyMaximum(), count: resources) }

    /// Returns how many hours of the pod were there already.
    mutating func merge(_ pod: PodKey, _ hours: [HourlyMaximum]) -> Int {
        guard pods[pod] != nil else {
            pods[pod] = hours
            return 0
        }
        var repeated = 0
        for (resource, more) in hours.enumerated() { repeated = pods[pod]![resource].merge(more) }
        return repeated
    }

    /// The latest hour counts, and of two texts of one hour the first by its letters.
    mutating func learn(labels text: String, of pod: PodKey, hour: Int) {
        if let known = labels[pod] {
            guard hour > known.hour || (hour == known.hour && text < known.text) else { return }
        }
        labels[pod] = (hour, text)
    }

    /// As telemetry spells them; empty where none are known.
    func labels(of pod: PodKey) -> String { labels[pod]?.text ?? "" }

    mutating func mergeCapacities(_ more: [HourlyMaximum]) {
        for resource in more.indices { _ = capacities[resource].merge(more[resource]) }
    }

    mutating func recordGPUs(_ capacity: Int64, hour: Int) {
        guard capacities[0].isKnown(hour: hour) else { return }
        _ = capacities[2].record(capacity, hour: hour)
    }

    /// The pods in the order in which weights are given.
    var podsInOrder: [(pod: PodKey, hours: [HourlyMaximum])] {
        pods.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

/// Who made a pod.
struct ControllerKey: Hashable, Comparable {
    let kind: String
    let name: String

    static func < (left: ControllerKey, right: ControllerKey) -> Bool {
        (left.kind, left.name) < (right.kind, right.name)
    }
}

/// Telemetry of all clusters by day and hour, in the units of the chosen resources (core-nanoseconds, byte-seconds,
/// GPU-nanoseconds).
package struct TelemetryIndex {
    let resource: AllocationOptions.Resource
    private(set) var nodeDays: [CalendarDay: [NodeKey: NodeDay]] = [:]
    /// What containers took, where that is asked for.
    private(set) var containerDays: [CalendarDay: [NodeKey: [PodKey: PodContainers]]] = [:]
    /// Largest capacity in bytes of each claim's volume on each day, by disk id.
    private(set) var claims: [CalendarDay: [String: [ClaimKey: Int64]]] = [:]
    /// Which clusters had a pod or volume row of a namespace on a day.
    private(set) var namespaces: [CalendarDay: [String: Set<String>]] = [:]
    private(set) var nodeByResourceID: [String: NodeKey] = [:]
    private(set) var clusterByDisk: [String: String] = [:]
    /// Services by what the bill may call their load balancers, by the day.
    private var servicesByBalancer: [LoadBalancerID: [CalendarDay: Set<ServiceKey>]] = [:]
    package private(set) var clusters: Set<String> = []
    private var controllers: [ClusterPod: ControllerKey] = [:]
    /// All labels that a node carried at any time.
    private var labels: [NodeKey: Set<String>] = [:]
    private var namespaceLabels: [ClusterNamespace: [CalendarDay: String]] = [:]
    private var controlPlane: Set<NodeKey> = []
    private var infrastructure: Set<NodeKey> = []
    /// Namespaces with a volume mounted on a node on a day; empty unless that is asked for. The node has no name where
    /// telemetry does not say it.
    private(set) var mounts: [CalendarDay: [NodeKey: Set<String>]] = [:]
    private let keepsMounts: Bool
    /// What pods sent is kept behind their use of resources.
    let keepsTraffic: Bool
    /// Pod rows that name an hour, node and pod already seen.
    package private(set) var repeatedPodHours = 0
    /// Pod rows without a node: pods that wait for one use nothing that is billed.
    package private(set) var podHoursWithoutNode = 0

    package init(resource: AllocationOptions.Resource, keepsMounts: Bool = false, keepsTraffic: Bool = false) {
        self.resource = resource
        self.keepsMounts = keepsMounts
        self.keepsTraffic = keepsTraffic
    }

    /// Takes pod rows in.
    mutating func add(_ days: consuming PodDays) throws(Failure) {
        let names = days.names
        repeatedPodHours += days.repeatedRows
        podHoursWithoutNode += days.rowsWithoutNode
        for cluster in days.clusters { clusters.insert(names[Int(cluster)]) }
        try days.forEachEntry { entry throws(Failure) in
            let (key, cluster) = (entry.key, names[Int(entry.key.cluster)])
            let node = NodeKey(cluster: cluster, node: names[Int(key.node)])
            let pod = PodKey(namespace: names[Int(key.namespace)], pod: names[Int(key.pod)])
            repeatedPodHours += nodeDays[key.day, default: [:]][node, default: NodeDay(resources: resource.count)]
                .merge(pod, entry.hours)
            if entry.labels.hour >= 0 {
                nodeDays[key.day]?[node]?.learn(
                    labels: names[Int(entry.labels.text)], of: pod, hour: entry.labels.hour)
            }
            clusters.insert(cluster)
            namespaces[key.day, default: [:]][pod.namespace, default: []].insert(cluster)
            if pod.namespace == PlatformNamespaces.controlPlane { controlPlane.insert(node) }
            learn(
                ClusterPod(cluster: cluster, pod: pod),
                ControllerKey(kind: names[Int(key.controllerKind)], name: names[Int(key.controller)]))
            try learn(node, resourceID: names[Int(key.resourceID)])
        }
        days.forEachNode { entry in
            let node = NodeKey(cluster: names[Int(entry.cluster)], node: names[Int(entry.node)])
            nodeDays[entry.day]?[node]?.mergeCapacities(entry.capacities)
        }
    }

    mutating func add(_ days: consuming ContainerDays) {
        days.forEachEntry { entry in
            containerDays[entry.day, default: [:]][entry.node, default: [:]][entry.pod, default: PodContainers()]
                .merge(entry.container, entry.hours)
        }
    }

    package mutating func add(_ row: VolumeHour) throws(Failure) {
        clusters.insert(row.cluster)
        let day = row.hour.day
        namespaces[day, default: [:]][row.namespace, default: []].insert(row.cluster)
        if keepsMounts {
            let node = NodeKey(cluster: row.cluster, node: row.node)
            mounts[day, default: [:]][node, default: []].insert(row.namespace)
        }
        guard !row.handle.isEmpty else { return }
        if let known = clusterByDisk[row.handle], known != row.cluster {
            throw TelemetryIndex.ambiguous("disk", row.handle, known, row.cluster)
        }
        clusterByDisk[row.handle] = row.cluster
        let claim = ClaimKey(namespace: row.namespace, volume: row.volume)
        let largest = claims[day]?[row.handle]?[claim] ?? 0
        claims[day, default: [:]][row.handle, default: [:]][claim] = max(largest, row.capacityBytes)
    }

    /// GPUs of a node count as its capacity in the hours in which a pod was seen on it, as its cores do.
    package mutating func add(_ row: NodeHour) {
        guard resource == .blend else { return }
        let node = NodeKey(cluster: row.cluster, node: row.node)
        nodeDays[row.hour.day]?[node]?.recordGPUs(row.capacityGPUNanoseconds, hour: row.hour.secondsOfDay / 3600)
    }

    package mutating func add(_ row: LoadBalancer) {
        let service = ServiceKey(cluster: row.cluster, namespace: row.namespace, service: row.service)
        for id in LoadBalancerID.ids(address: row.address) {
            servicesByBalancer[id, default: [:]][row.day, default: []].insert(service)
        }
    }

    /// What resource ids of load balancers may end with.
    var balancerEndings: [String] { servicesByBalancer.keys.map(\.ending) }

    /// The services of a load balancer on a day, else those of the latest day before it, else of the first after it;
    /// none where it is not known.
    func services(ofBalancer ending: String, resource: String, on day: CalendarDay) -> [ServiceKey] {
        var ids = [LoadBalancerID(ending)]
        if let region = LoadBalancerID.region(ofResource: resource) {
            ids.append(LoadBalancerID(ending, region: region))
        }
        let found = ids.compactMap { servicesByBalancer[$0].flatMap { TelemetryIndex.nearest($0, to: day) } }
        return found.reduce(into: Set()) { $0.formUnion($1) }.sorted()
    }

    /// What is stated of a day, else of the latest day before it, else of the first after it.
    private static func nearest<Value>(_ days: [CalendarDay: Value], to day: CalendarDay) -> Value? {
        if let stated = days[day] { return stated }
        let nearest = days.keys.filter { $0 < day }.max() ?? days.keys.min()
        return nearest.flatMap { days[$0] }
    }

    package mutating func add(_ row: NodeLabels) {
        clusters.insert(row.cluster)
        let carried = row.labels.split(separator: "|").map(String.init)
        labels[NodeKey(cluster: row.cluster, node: row.node), default: []].formUnion(carried)
        let isInfrastructure = carried.contains { label in
            label == "\(PlatformNamespaces.infrastructureLabel):infra"
                || label.hasPrefix("\(PlatformNamespaces.infrastructureLabel)_infra:")
        }
        if isInfrastructure { infrastructure.insert(NodeKey(cluster: row.cluster, node: row.node)) }
    }

    /// Several sources may tell the labels of a namespace; the first by its letters counts.
    package mutating func add(_ row: NamespaceLabels) {
        let key = ClusterNamespace(cluster: row.cluster, namespace: row.namespace)
        if let known = namespaceLabels[key]?[row.day], known <= row.labels { return }
        namespaceLabels[key, default: [:]][row.day] = row.labels
    }

    func labels(of node: NodeKey) -> Set<String> { labels[node] ?? [] }

    /// The labels of a namespace on a day as telemetry spells them, else those of the latest day before it, else of the
    /// first after it; empty where none are known.
    func labels(of namespace: ClusterNamespace, on day: CalendarDay) -> String {
        namespaceLabels[namespace].flatMap { TelemetryIndex.nearest($0, to: day) } ?? ""
    }

    func controller(of pod: PodKey, in cluster: String) -> ControllerKey? {
        controllers[ClusterPod(cluster: cluster, pod: pod)]
    }

    /// A pod has one controller; where rows differ, the first by name counts, whatever their order.
    private mutating func learn(_ pod: ClusterPod, _ controller: ControllerKey) {
        guard !controller.kind.isEmpty else { return }
        if let known = controllers[pod], known <= controller { return }
        controllers[pod] = controller
    }

    func role(of node: NodeKey) -> NodeRole {
        if controlPlane.contains(node) { return .controlPlane }
        return infrastructure.contains(node) ? .infrastructure : .worker
    }

    private mutating func learn(_ node: NodeKey, resourceID: String) throws(Failure) {
        guard !resourceID.isEmpty else { return }
        if let known = nodeByResourceID[resourceID] {
            if known != node { throw TelemetryIndex.ambiguous("machine", resourceID, "\(known)", "\(node)") }
            return
        }
        nodeByResourceID[resourceID] = node
    }

    private static func ambiguous(_ kind: String, _ id: String, _ first: String, _ second: String) -> Failure {
        let claimants = "\(QuotedText.of(first)) and by \(QuotedText.of(second))"
        return Failure(
            .badInput, AllocationCode.claimedTwice, "\(kind) \(QuotedText.of(id)) is claimed by \(claimants)",
            hint: "its cost cannot belong to both; check that no cluster is delivered twice under two names")
    }
}

extension NodeKey: CustomStringConvertible {
    var description: String { "\(cluster)/\(node)" }
}
