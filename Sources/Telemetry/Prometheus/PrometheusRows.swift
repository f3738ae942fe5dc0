import Kernel
import Model

/// Makes the rows of one cluster out of its series.
struct PrometheusRows {
    private struct PodName: Hashable, Comparable {
        let namespace: String
        let pod: String

        static func < (left: PodName, right: PodName) -> Bool {
            (left.namespace, left.pod) < (right.namespace, right.pod)
        }
    }

    private let cluster: PrometheusCluster
    private let output: TelemetryOutput
    private let options: PodHourJoin.Options
    private var nodes: PrometheusNodes
    private var infos: [PodName: [String: Descriptions]] = [:]
    private var labels: [PodName: [String: Descriptions]] = [:]
    private(set) var podHours = 0
    private(set) var volumeHours = 0
    /// Pods that are on no node, though they used or asked for something.
    private(set) var podHoursWithoutNode = 0

    init(_ cluster: PrometheusCluster, output: TelemetryOutput, options: PodHourJoin.Options) {
        self.cluster = cluster
        self.output = output
        self.options = options
        nodes = PrometheusNodes(cluster.table)
        for (key, hours, _) in cluster.table.descriptions where key.object.count == 3 {
            let name = PodName(namespace: key.object[0], pod: key.object[1])
            let uid = key.object[2]
            switch key.kind {
            case .podInfo where !key.text.isEmpty:
                infos[name, default: [:]][uid, default: Descriptions()].insert(key.text, hours)
            case .podLabels: labels[name, default: [:]][uid, default: Descriptions()].insert(key.text, hours)
            default: break
            }
        }
    }

    var assumedCapacities: Int { nodes.assumedCapacities }

    mutating func write(into coverage: inout Coverage) throws {
        var byPod: [PodName: [SeriesTable.Container]] = [:]
        var hoursWithRunning: Set<HourNumber> = []
        for container in cluster.table.containers {
            guard !container.fold.sums.hasOverflown else { throw tooLarge(container.key.namespace, container.key.pod) }
            let isOfNode =
                container.key.measure.isOfNetwork
                && cluster.table.onHostNetwork.contains([container.key.namespace, container.key.pod])
            if isOfNode { continue }
            byPod[PodName(namespace: container.key.namespace, pod: container.key.pod), default: []].append(container)
            guard container.key.measure == .running else { continue }
            for hour in container.fold.sums.hours where hour.units > 0 { hoursWithRunning.insert(hour.hour) }
        }
        var join = PodHourJoin(hoursWithRunning: hoursWithRunning, options: options)
        for (name, series) in byPod.sorted(by: { $0.key < $1.key }) {
            for row in join.rows(series, infos: infos[name] ?? [:], nodes: nodes) {
                try write(row, name, isRunningKnown: hoursWithRunning.contains(row.hour), &coverage)
            }
        }
        guard podHours > 0 else { throw nothing }
        for (node, hour) in nodes.statedHours {
            let machine = coverage.machine(
                cluster: cluster.id, node: node, resourceID: nodes.resourceID(node, hour))
            coverage.see(machine: machine, hour: hour, nodes.capacity(node, hour))
        }
        for row in nodes.labelRows(cluster: cluster.id) { try output.append(row) }
        noteNamespaceLabels()
        noteLoadBalancers()
        try PrometheusVolumes(cluster.table, cluster: cluster.id).rows(node: { namespace, pod, hour in
            let places = infos[PodName(namespace: namespace, pod: pod)] ?? [:]
            return places.sorted { $0.key < $1.key }.compactMap { $0.value.nearest(to: hour) }
                .min { $0.distance < $1.distance }?.text ?? ""
        }).forEach { row in
            volumeHours += 1
            try output.append(row)
        }
    }

    private func noteNamespaceLabels() {
        for (key, hours, _) in cluster.table.descriptions where key.kind == .namespaceLabels {
            for hour in hours.all {
                output.note(
                    hour: Instant(hourNumber: hour), cluster: cluster.id, namespace: key.object[0], labels: key.text)
            }
        }
    }

    private func noteLoadBalancers() {
        for (key, hours, _) in cluster.table.descriptions where key.kind == .addressOfService && !key.text.isEmpty {
            for day in Set(hours.all.map { Instant(hourNumber: $0).day }) {
                output.note(
                    LoadBalancer(
                        day: day, cluster: cluster.id, namespace: key.object[0], service: key.object[1],
                        address: key.text))
            }
        }
    }

    private mutating func write(
        _ row: PodHourJoin.Row, _ name: PodName, isRunningKnown: Bool, _ coverage: inout Coverage
    ) throws {
        let capacity = row.node.isEmpty ? Coverage.Capacity() : nodes.capacity(row.node, row.hour)
        let resourceID = nodes.resourceID(row.node, row.hour)
        let controller = cluster.table.owners.controller(ofPod: name.pod, namespace: name.namespace, uid: row.uid)
        let known = labels[name] ?? [:]
        // Usage of a pod of which no uid is known has the labels of its name, if they are of one pod.
        let described = known[row.uid] ?? (known.count == 1 ? known.values.first : nil)
        try output.append(
            PodHour(
                hour: Instant(hourNumber: row.hour), cluster: cluster.id, node: row.node, nodeResourceID: resourceID,
                namespace: name.namespace, pod: name.pod,
                cpuUsageCoreNanoseconds: try fitting(row.figures.cpuUsage, name),
                cpuRequestCoreNanoseconds: try fitting(row.figures.cpuRequest, name),
                memoryUsageByteSeconds: try fitting(row.figures.memoryUsage, name),
                memoryRequestByteSeconds: try fitting(row.figures.memoryRequest, name),
                nodeCapacityCoreNanoseconds: capacity.coreNanoseconds,
                nodeCapacityByteSeconds: capacity.byteSeconds, labels: described?.text(at: row.hour) ?? "",
                uid: row.uid, controllerKind: controller?.kind ?? "", controller: controller?.name ?? "",
                gpuRequestNanoseconds: try fitting(row.figures.gpuRequest, name),
                runSeconds: runSeconds(row, isRunningKnown: isRunningKnown),
                networkReceiveBytes: try fitting(row.figures.networkReceive, name),
                networkTransmitBytes: try fitting(row.figures.networkTransmit, name)))
        for (container, figures) in row.containers.sorted(by: { $0.key < $1.key }) {
            try write(container, figures, row, name)
        }
        podHours += 1
        coverage.see(
            pod: coverage.pod(cluster: cluster.id, namespace: name.namespace, pod: name.pod), hour: row.hour)
        guard !row.node.isEmpty else {
            podHoursWithoutNode += 1
            return
        }
        coverage.see(
            machine: coverage.machine(cluster: cluster.id, node: row.node, resourceID: resourceID), hour: row.hour,
            capacity)
    }

    private func write(
        _ container: String, _ figures: PodHourJoin.Figures, _ row: PodHourJoin.Row, _ name: PodName
    ) throws {
        try output.append(
            ContainerHour(
                hour: Instant(hourNumber: row.hour), cluster: cluster.id, node: row.node, namespace: name.namespace,
                pod: name.pod, container: container, cpuUsageCoreNanoseconds: try fitting(figures.cpuUsage, name),
                cpuRequestCoreNanoseconds: try fitting(figures.cpuRequest, name),
                memoryUsageByteSeconds: try fitting(figures.memoryUsage, name),
                memoryRequestByteSeconds: try fitting(figures.memoryRequest, name),
                gpuRequestNanoseconds: try fitting(figures.gpuRequest, name)))
    }

    private func runSeconds(_ row: PodHourJoin.Row, isRunningKnown: Bool) -> Int64 {
        let seen = isRunningKnown ? row.runMilliseconds : row.seenMilliseconds
        return isRunningKnown || seen > 0 ? min(3600, seen / 1000) : 3600
    }

    private func fitting(_ units: Int128, _ name: PodName) throws -> Int64 {
        guard let value = Int64(exactly: units) else { throw tooLarge(name.namespace, name.pod) }
        return value
    }

    private func tooLarge(_ namespace: String, _ pod: String) -> Failure {
        Failure(
            .badInput, TelemetryCode.impossibleNumber,
            "an hour of pod \(QuotedText.of("\(namespace)/\(pod)")) in cluster \(QuotedText.of(cluster.id)) is impossibly large",
            hint: "look at its series; no machine gives that much")
    }

    private var nothing: Failure {
        Failure(
            .badInput, TelemetryCode.noPodHours,
            "no hour of any pod comes out of the \(cluster.table.count) series of cluster \(QuotedText.of(cluster.id))",
            hint: "requests, CPU and memory of containers are needed; docs/telemetry.md lists the series")
    }
}
