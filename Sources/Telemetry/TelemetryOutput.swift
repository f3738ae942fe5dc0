import Columns
import Documents
import Kernel
import Model

/// The datasets of a telemetry stage. Every source publishes the same six, even where it has no rows for one, and a
/// seventh for a job that asks for containers.
final class TelemetryOutput {
    static let datasets: [Dataset] = [
        .usageHours, .containerHours, .volumeHours, .nodeLabels, .namespaceLabels, .loadBalancers, .nodeHours,
    ]

    /// The option of every source.
    static let containersKey = "containerHours"
    static let containersField = FieldShape.optional(
        containersKey, .boolean, default: false,
        "publish what each container used and asked for as well, for allocate's \"containers\"; telemetry is then several times as large"
    )

    /// The option of sources that know what pods send.
    static let networkKey = "networkBytes"
    static let networkField = FieldShape.optional(
        networkKey, .boolean, default: false,
        "publish how many bytes each pod received and sent, for allocate's \"network\": \"bytes\"")

    let usage: DatasetOutput
    let volumes: DatasetOutput
    /// Nil where containers are not asked for.
    private let containers: DatasetOutput?
    private let labels: DatasetOutput
    private let namespaces: DatasetOutput
    private let balancers: DatasetOutput
    private let nodes: DatasetOutput
    private var loadBalancers: Set<LoadBalancer> = []
    private var seenLabels: Set<NodeLabels> = []
    private var namespaceLabels: [NamespaceDay: (hour: Instant, labels: String)] = [:]

    private struct NamespaceDay: Hashable, Comparable {
        let day: CalendarDay
        let cluster: String
        let namespace: String

        static func < (left: NamespaceDay, right: NamespaceDay) -> Bool {
            (left.day, left.cluster, left.namespace) < (right.day, right.cluster, right.namespace)
        }
    }

    init(directory: String, keepsContainers: Bool) throws {
        usage = try DatasetOutput(.usageHours, directory: directory)
        containers = keepsContainers ? try DatasetOutput(.containerHours, directory: directory) : nil
        volumes = try DatasetOutput(.volumeHours, directory: directory)
        labels = try DatasetOutput(.nodeLabels, directory: directory)
        namespaces = try DatasetOutput(.namespaceLabels, directory: directory)
        balancers = try DatasetOutput(.loadBalancers, directory: directory)
        nodes = try DatasetOutput(.nodeHours, directory: directory)
    }

    func append(_ row: PodHour) throws {
        let batch = usage.batch
        batch[0].append(row.hour)
        let texts = [row.cluster, row.node, row.nodeResourceID, row.namespace, row.pod]
        for (index, text) in texts.enumerated() { batch[1 + index].append(text) }
        let numbers = [
            row.cpuUsageCoreNanoseconds, row.cpuRequestCoreNanoseconds, row.memoryUsageByteSeconds,
            row.memoryRequestByteSeconds, row.nodeCapacityCoreNanoseconds, row.nodeCapacityByteSeconds,
        ]
        for (index, number) in numbers.enumerated() { batch[6 + index].append(number) }
        for (index, text) in [row.labels, row.uid, row.controllerKind, row.controller].enumerated() {
            batch[12 + index].append(text)
        }
        batch[16].append(row.gpuRequestNanoseconds)
        batch[17].append(row.runSeconds)
        batch[18].append(row.networkReceiveBytes)
        batch[19].append(row.networkTransmitBytes)
        try usage.endRow()
    }

    var keepsContainers: Bool { containers != nil }

    func append(_ row: ContainerHour) throws {
        guard let containers else { preconditionFailure("no containers were asked for") }
        let batch = containers.batch
        batch[0].append(row.hour)
        let texts = [row.cluster, row.node, row.namespace, row.pod, row.container]
        for (index, text) in texts.enumerated() { batch[1 + index].append(text) }
        let numbers = [
            row.cpuUsageCoreNanoseconds, row.cpuRequestCoreNanoseconds, row.memoryUsageByteSeconds,
            row.memoryRequestByteSeconds, row.gpuRequestNanoseconds,
        ]
        for (index, number) in numbers.enumerated() { batch[6 + index].append(number) }
        try containers.endRow()
    }

    func append(_ row: VolumeHour) throws {
        let batch = volumes.batch
        batch[0].append(row.hour)
        let texts = [row.cluster, row.namespace, row.pod, row.node, row.claim, row.volume, row.handle]
        for (index, text) in texts.enumerated() { batch[1 + index].append(text) }
        batch[8].append(row.capacityBytes)
        try volumes.endRow()
    }

    /// Notes an address; they are written in their order, each once, whatever the order of calls.
    func note(_ row: LoadBalancer) { loadBalancers.insert(row) }

    private func writeLoadBalancers() throws {
        for row in loadBalancers.sorted() {
            // Another one after a row that fills it.
            let batch = balancers.batch
            batch[0].append(row.day)
            for (index, text) in [row.cluster, row.namespace, row.service, row.address].enumerated() {
                batch[1 + index].append(text)
            }
            try balancers.endRow()
        }
    }

    /// A set of labels that a node has already shown that day is left out.
    func append(_ row: NodeLabels) throws {
        guard seenLabels.insert(row).inserted else { return }
        let batch = labels.batch
        batch[0].append(row.day)
        batch[1].append(row.cluster)
        batch[2].append(row.node)
        batch[3].append(row.labels)
        try labels.endRow()
    }

    /// Notes what labels a namespace carried at an hour; the last of a day count, whatever the order of calls.
    func note(hour: Instant, cluster: String, namespace: String, labels: String) {
        let key = NamespaceDay(day: hour.day, cluster: cluster, namespace: namespace)
        if let known = namespaceLabels[key] {
            guard hour > known.hour || (hour == known.hour && labels < known.labels) else { return }
        }
        namespaceLabels[key] = (hour, labels)
    }

    private func writeNamespaceLabels() throws {
        for (key, latest) in namespaceLabels.sorted(by: { $0.key < $1.key }) {
            // Another one after a row that fills it.
            let batch = namespaces.batch
            batch[0].append(key.day)
            batch[1].append(key.cluster)
            batch[2].append(key.namespace)
            batch[3].append(latest.labels)
            try namespaces.endRow()
        }
    }

    func append(_ row: NodeHour) throws {
        let batch = nodes.batch
        batch[0].append(row.hour)
        batch[1].append(row.cluster)
        batch[2].append(row.node)
        batch[3].append(row.nodeResourceID)
        batch[4].append(row.capacityCoreNanoseconds)
        batch[5].append(row.capacityByteSeconds)
        batch[6].append(row.capacityGPUNanoseconds)
        try nodes.endRow()
    }

    func close() throws {
        try writeNamespaceLabels()
        try writeLoadBalancers()
        for output in [usage, containers, volumes, labels, namespaces, balancers, nodes] { try output?.close() }
    }
}
