import Columns
import Documents
import Kernel
import Model
import Runner

/// Reads allocations of clusters into the datasets of telemetry.
final class OpenCostIngest {
    /// Longer than this, averages say nothing of hours.
    private static let longest: Int64 = 25 * 3600 * Instant.microsecondsPerSecond

    private static let aggregation =
        "ask with the aggregation cluster,node,namespace,pod,container (OPENCOST_PARQUET_AGGREGATE of the Parquet exporter)"

    private struct Stretch: Hashable {
        let start: Instant
        let end: Instant
    }

    private struct Known {
        var figures: AllocationRow.Figures
        let row: AllocationRow
    }

    private let output: TelemetryOutput
    private let readsNetwork: Bool
    private let quarantine: Quarantine
    private let progress: @Sendable (StageProgress) throws -> Void
    private var coverage = Coverage()
    private var rows: Int64 = 0
    private var allocations: [AllocationRow.Subject: [Stretch: Known]] = [:]
    private var marked: [String: Int] = [:]
    private var withoutPod = 0
    private var ofOthers = 0
    private var repeated = 0
    private var podHours = 0

    init(
        directory: String, keepsContainers: Bool, readsNetwork: Bool, maximumQuarantinedRows: Int,
        progress: @escaping @Sendable (StageProgress) throws -> Void
    ) throws {
        output = try TelemetryOutput(directory: directory, keepsContainers: keepsContainers)
        quarantine = Quarantine(
            directory: directory, limit: maximumQuarantinedRows, tooMany: TelemetryCode.tooManyQuarantined)
        self.readsNetwork = readsNetwork
        self.progress = progress
    }

    func read(_ files: [InputFile], _ cluster: IngestOpenCostStage.Cluster) throws {
        allocations = [:]
        for file in files {
            try OpenCostIngest.read(file, readsNetwork: readsNetwork) { [self] row, place, unfit in
                do {
                    if let unfit {
                        throw BadRow(diagnostic: .error(TelemetryCode.badAllocation, unfit.message, at: place))
                    }
                    try add(row, cluster, place)
                } catch let bad as BadRow {
                    var name = row.name
                    try name.withUTF8 { try quarantine.add(bad.diagnostic, rawRow: $0) }
                }
            }
        }
        try write(cluster)
    }

    private static func read(
        _ file: InputFile, readsNetwork: Bool,
        _ take: @escaping (AllocationRow, Place, AllocationRow.Unfit?) throws -> Void
    ) throws {
        if try ParquetFile.isParquet(file.path) {
            return try AllocationDump(file, readsNetwork: readsNetwork).read(take)
        }
        let cursor = try ByteCursor(path: file.path, name: file.name)
        try cursor.skipBlanks()
        guard try cursor.peek() == UInt8(ascii: "{") else {
            throw Failure(
                .badInput, TelemetryCode.notAnAllocation, "the file is neither an answer in JSON nor Parquet",
                at: Place(file: file.name, line: 1, column: 1),
                hint:
                    "the CSV export does not say when a pod ran, so that no hours come out of it; Parquet is not read out of gzip"
            )
        }
        try AllocationReader.read(cursor, readsNetwork: readsNetwork, take)
    }

    private func add(_ row: AllocationRow, _ cluster: IngestOpenCostStage.Cluster, _ place: Place) throws {
        rows += 1
        if rows % 16_384 == 0 { try progress(StageProgress(rows: rows)) }
        if let mark = row.mark {
            marked[mark, default: 0] += 1
            return
        }
        guard !row.subject.pod.isEmpty else {
            withoutPod += 1
            return
        }
        guard row.subject.cluster.isEmpty || row.subject.cluster == cluster.name else {
            ofOthers += 1
            return
        }
        guard let start = row.start, let end = row.end, start <= end else {
            throw BadRow(
                diagnostic: .error(
                    TelemetryCode.badAllocation, "the allocation does not say from when to when it is", at: place))
        }
        guard end.microseconds - start.microseconds <= OpenCostIngest.longest else {
            throw Failure(
                .badInput, TelemetryCode.longStep, "an allocation is of more than a day", at: place,
                hint: "ask with a step of an hour or a day and without accumulation")
        }
        guard start < end else { return }
        noteLoadBalancers(of: row, cluster.id, from: start)
        let stretch = Stretch(start: start, end: end)
        guard var known = allocations[row.subject]?[stretch] else {
            allocations[row.subject, default: [:]][stretch] = Known(figures: row.figures, row: row)
            return
        }
        repeated += 1
        known.figures.raise(to: row.figures)
        allocations[row.subject]?[stretch] = known
    }
}

extension OpenCostIngest {
    private func noteLoadBalancers(of row: AllocationRow, _ cluster: String, from start: Instant) {
        for (service, address) in row.loadBalancers {
            let parts = service.split(separator: "/", maxSplits: 1).map(String.init)
            output.note(
                LoadBalancer(
                    day: start.day, cluster: cluster, namespace: parts.count == 2 ? parts[0] : row.subject.namespace,
                    service: parts.last ?? service, address: address))
        }
    }

    private struct Pod: Hashable, Comparable {
        let namespace: String
        let pod: String
        let node: String

        static func < (left: Pod, right: Pod) -> Bool {
            (left.namespace, left.pod, left.node) < (right.namespace, right.pod, right.node)
        }
    }

    private struct Hour {
        var row: AllocationRow
        var sums = AllocationRow.Figures()
        /// By name; empty unless containers are kept.
        var containers: [String: AllocationRow.Figures] = [:]
        var runMicroseconds: Int64 = 0
    }

    /// Containers of a pod are added up; a pod has run as long as its longest container.
    private func write(_ cluster: IngestOpenCostStage.Cluster) throws {
        var pods: [Pod: [(subject: AllocationRow.Subject, stretches: [Stretch: Known])]] = [:]
        for (subject, stretches) in allocations {
            pods[Pod(namespace: subject.namespace, pod: subject.pod, node: subject.node), default: []]
                .append((subject, stretches))
        }
        guard pods.isEmpty || pods.keys.contains(where: { !$0.node.isEmpty }) else {
            throw Failure(
                .badInput, TelemetryCode.withoutNodes,
                "no allocation of cluster \(QuotedText.of(cluster.id)) names its node, so that nobody would be charged for a machine",
                hint: OpenCostIngest.aggregation)
        }
        for (pod, containers) in pods.sorted(by: { $0.key < $1.key }) {
            var hours: [HourNumber: Hour] = [:]
            for (subject, stretches) in containers.sorted(by: { $0.subject.container < $1.subject.container }) {
                var last: Stretch?
                for (stretch, known) in stretches.sorted(by: { ($0.key.start, $0.key.end) < ($1.key.start, $1.key.end) }
                ) {
                    if let last, stretch.start < last.end { throw overlapping(subject, stretch, last) }
                    last = stretch
                    spread(known, of: subject.container, over: stretch, into: &hours)
                }
            }
            for (number, hour) in hours.sorted(by: { $0.key < $1.key }) {
                try write(hour, pod, number, cluster.id)
            }
        }
        allocations = [:]
    }

    private func spread(
        _ known: Known, of container: String, over stretch: Stretch, into hours: inout [HourNumber: Hour]
    ) {
        let spread = EvenSpread(from: stretch.start, to: stretch.end)
        // An average times the time: units of 10^-9 x microseconds.
        func total(_ average: Int128) -> Int128 { average * Int128(spread.microseconds) }
        let figures = known.figures
        let parts = [
            spread.parts(of: total(figures.cpuRequest) / 1_000_000),
            spread.parts(of: total(figures.cpuUsage) / 1_000_000),
            spread.parts(of: total(figures.memoryRequest) / 1_000_000_000_000_000),
            spread.parts(of: total(figures.memoryUsage) / 1_000_000_000_000_000),
            spread.parts(of: figures.gpuHours * 3600),
            spread.parts(of: figures.networkReceive / 1_000_000_000),
            spread.parts(of: figures.networkTransmit / 1_000_000_000),
        ]
        for (index, (number, time)) in spread.hours.enumerated() {
            var hour = hours[number] ?? Hour(row: known.row)
            let added = AllocationRow.Figures(
                cpuRequest: parts[0][index], cpuUsage: parts[1][index], memoryRequest: parts[2][index],
                memoryUsage: parts[3][index], gpuHours: parts[4][index], networkReceive: parts[5][index],
                networkTransmit: parts[6][index])
            hour.sums.add(added)
            if output.keepsContainers, !container.isEmpty {
                hour.containers[container, default: AllocationRow.Figures()].add(added)
            }
            hour.runMicroseconds = max(hour.runMicroseconds, time)
            hours[number] = hour
        }
    }

    private func write(_ hour: Hour, _ pod: Pod, _ number: HourNumber, _ cluster: String) throws {
        let controller = Controller(kind: hour.row.controllerKind, name: hour.row.controller)
        let resourceID = MachineID.read(hour.row.providerID)
        try output.append(
            PodHour(
                hour: Instant(hourNumber: number), cluster: cluster, node: pod.node, nodeResourceID: resourceID,
                namespace: pod.namespace, pod: pod.pod,
                cpuUsageCoreNanoseconds: try fitting(hour.sums.cpuUsage, pod),
                cpuRequestCoreNanoseconds: try fitting(hour.sums.cpuRequest, pod),
                memoryUsageByteSeconds: try fitting(hour.sums.memoryUsage, pod),
                memoryRequestByteSeconds: try fitting(hour.sums.memoryRequest, pod),
                nodeCapacityCoreNanoseconds: 0, nodeCapacityByteSeconds: 0,
                labels: ObjectLabels(hour.row.labels).telemetryText,
                controllerKind: controller.kind, controller: controller.name,
                gpuRequestNanoseconds: try fitting(hour.sums.gpuHours, pod),
                runSeconds: hour.runMicroseconds / Instant.microsecondsPerSecond,
                networkReceiveBytes: try fitting(hour.sums.networkReceive, pod),
                networkTransmitBytes: try fitting(hour.sums.networkTransmit, pod)))
        for (container, figures) in hour.containers.sorted(by: { $0.key < $1.key }) {
            try output.append(
                ContainerHour(
                    hour: Instant(hourNumber: number), cluster: cluster, node: pod.node, namespace: pod.namespace,
                    pod: pod.pod, container: container, cpuUsageCoreNanoseconds: try fitting(figures.cpuUsage, pod),
                    cpuRequestCoreNanoseconds: try fitting(figures.cpuRequest, pod),
                    memoryUsageByteSeconds: try fitting(figures.memoryUsage, pod),
                    memoryRequestByteSeconds: try fitting(figures.memoryRequest, pod),
                    gpuRequestNanoseconds: try fitting(figures.gpuHours, pod)))
        }
        podHours += 1
        if !hour.row.namespaceLabels.isEmpty {
            output.note(
                hour: Instant(hourNumber: number), cluster: cluster, namespace: pod.namespace,
                labels: ObjectLabels(hour.row.namespaceLabels).telemetryText)
        }
        coverage.see(
            pod: coverage.pod(cluster: cluster, namespace: pod.namespace, pod: pod.pod), hour: number)
        coverage.see(
            machine: coverage.machine(cluster: cluster, node: pod.node, resourceID: resourceID), hour: number,
            Coverage.Capacity())
    }

    private func fitting(_ units: Int128, _ pod: Pod) throws -> Int64 {
        guard let value = Int64(exactly: units) else {
            throw Failure(
                .badInput, TelemetryCode.impossibleNumber,
                "an hour of pod \(QuotedText.of("\(pod.namespace)/\(pod.pod)")) is impossibly large",
                hint: "look at its allocations; no machine gives that much")
        }
        return value
    }

    private func overlapping(_ subject: AllocationRow.Subject, _ one: Stretch, _ other: Stretch) -> Failure {
        let name = "\(subject.namespace)/\(subject.pod)/\(subject.container)"
        return Failure(
            .badInput, TelemetryCode.overlappingAllocations,
            "two allocations of \(QuotedText.of(name)) overlap: from \(other.start) to \(other.end) and from \(one.start) to \(one.end)",
            hint: "deliver each hour or day once: not both an hourly and a daily answer")
    }

    func finish(files: [InputFile], period: Month) throws -> StageOutcome {
        try quarantine.close()
        try quarantine.refuseIfNothing(kept: rows, TelemetryCode.nothingReadable)
        guard podHours > 0 else {
            throw Failure(
                .badInput, TelemetryCode.noPodHours, "no hour of any pod comes out of the \(rows) allocations",
                hint: "\(OpenCostIngest.aggregation); look at the clusters' names")
        }
        let nodeHours = coverage.nodeHours()
        for row in nodeHours { try output.append(row) }
        try output.close()
        return StageOutcome(
            facts: .object([
                .init("files", try InputFile.facts(files)),
                .init("allocations", .integer(Int(rows))),
                .init(
                    "marked",
                    .object(marked.sorted { $0.key < $1.key }.map { .init($0.key, .integer($0.value)) })),
                .init("withoutPod", .integer(withoutPod)),
                .init("ofOtherClusters", .integer(ofOthers)),
                .init("repeated", .integer(repeated)),
                .init("coverage", CoverageFacts(coverage, nodeHours: nodeHours, period: period).facts),
                .init("rowsQuarantined", .integer(Int(quarantine.rowCount))),
                .init("quarantine", quarantine.tally.facts),
            ]),
            rowCount: rows, diagnostics: quarantine.warnings)
    }
}
