import Columns
import Documents
import Kernel
import Model
import Runner

/// Reads operator reports row by row into the datasets of telemetry.
final class OperatorIngest {
    private static let progressRows: Int64 = 16_384

    private let output: TelemetryOutput
    private let quarantine: Quarantine
    private let progress: @Sendable (StageProgress) throws -> Void
    private var coverage = Coverage()
    private var cluster = ""
    private var owners = OperatorOwners()
    private var gpus = OperatorGPUs()
    private var containers = OperatorContainers()
    private var rows: Int64 = 0
    private var rowsByReport: [OperatorReport: Int64] = [:]
    private var hours: (first: Instant, last: Instant)?
    private var ownerConflicts = 0
    private var unusedGPUHours = 0
    private var machineKey = JoinedKey()
    private var podKey = JoinedKey()

    init(
        directory: String, keepsContainers: Bool, maximumQuarantinedRows: Int,
        progress: @escaping @Sendable (StageProgress) throws -> Void
    ) throws {
        output = try TelemetryOutput(directory: directory, keepsContainers: keepsContainers)
        quarantine = Quarantine(
            directory: directory, limit: maximumQuarantinedRows, tooMany: TelemetryCode.tooManyQuarantined)
        self.progress = progress
    }

    /// The reports that follow are of this cluster; those that pods take from come before the pods.
    func begin(cluster: String) throws {
        try endCluster()
        self.cluster = cluster
        owners = OperatorOwners()
        gpus = OperatorGPUs()
    }

    private func endCluster() throws {
        for row in containers.rows(cluster: cluster) { try output.append(row) }
        containers = OperatorContainers()
        ownerConflicts += owners.chains.conflicts
        unusedGPUHours += gpus.unused
    }

    func read(_ file: InputFile, report: OperatorReport) throws {
        let reader = try CSVReader(path: file.path)
        let keepsContainers = report == .containers && output.keepsContainers
        let columns = try OperatorColumns(report, header: reader.header, file: file.name, needsAll: keepsContainers)
        try reader.forEachRecord { record in
            do {
                if let problem = record.problem { throw BadRow(diagnostic: problem.diagnostic(file: file.name)) }
                switch report {
                case .podUsage: try addPod(record, columns)
                case .storageUsage: try addVolume(record, columns)
                case .nodeLabels: try addLabels(record, columns)
                case .namespaceLabels: try addNamespaceLabels(record, columns)
                case .owners: owners.addOwner(record, columns)
                case .containers:
                    owners.addContainer(record, columns)
                    if keepsContainers { try addContainer(record, columns) }
                case .gpuUsage: try addGPU(record, columns)
                }
                rowsByReport[report, default: 0] += 1
                rows += 1
            } catch let bad as BadRow {
                try quarantine.add(bad.diagnostic, rawRow: record.rawBytes)
            }
            if rows % OperatorIngest.progressRows == 0 { try progress(StageProgress(rows: rows)) }
        }
    }

    func finish(files: [InputFile], period: Month) throws -> StageOutcome {
        try endCluster()
        let nodeHours = coverage.nodeHours()
        for row in nodeHours { try output.append(row) }
        try output.close()
        try quarantine.close()
        try quarantine.refuseIfNothing(kept: rows, TelemetryCode.nothingReadable)
        return StageOutcome(
            facts: .object([
                .init("files", try InputFile.facts(files)),
                .init(
                    "rows",
                    .object(
                        OperatorReport.allCases.map {
                            .init($0.rawValue, .integer(Int(rowsByReport[$0] ?? 0)))
                        })),
                .init("firstHour", .optional(hours?.first.description)),
                .init("lastHour", .optional(hours?.last.description)),
                .init("coverage", CoverageFacts(coverage, nodeHours: nodeHours, period: period).facts),
                .init("rowsQuarantined", .integer(Int(quarantine.rowCount))),
                .init("quarantine", quarantine.tally.facts),
            ]),
            rowCount: rows, diagnostics: quarantine.warnings + warnings)
    }

    private var warnings: [Diagnostic] {
        var warnings: [Diagnostic] = []
        if ownerConflicts > 0 {
            warnings.append(
                .warning(
                    TelemetryCode.twoOwners,
                    "\(ownerConflicts) pods have two owners; one of them counts"))
        }
        if unusedGPUHours > 0 {
            warnings.append(
                .warning(
                    TelemetryCode.gpuWithoutPod,
                    "\(unusedGPUHours) pod-hours of the GPU report have no row in the pod report; their GPU time is lost"
                ))
        }
        return warnings
    }

    private func addPod(_ record: borrowing CSVRecord, _ columns: OperatorColumns) throws {
        let hour = try self.hour(record, columns)
        // Core-seconds are kept to the nanosecond, byte-seconds to the whole byte-second.
        let cpuUsage = try columns.number(record, 5, scale: 9)
        let cpuRequest = try columns.number(record, 6, scale: 9)
        let memoryUsage = try columns.number(record, 7, scale: 0)
        let memoryRequest = try columns.number(record, 8, scale: 0)
        var capacity = Coverage.Capacity(
            coreNanoseconds: try columns.number(record, 9, scale: 9),
            byteSeconds: try columns.number(record, 10, scale: 0))
        let (pod, namespace) = (columns.bytes(record, 1), columns.bytes(record, 2))
        let node = columns.bytes(record, 3)
        let number = hour.hourNumber
        let gpuTime = gpuTime(record, columns, hour: number, &capacity)
        let batch = output.usage.batch
        batch[0].append(hour)
        batch[1].append(cluster)
        batch[2].append(utf8: node)
        batch[3].append(utf8: columns.bytes(record, 4))
        batch[4].append(utf8: namespace)
        batch[5].append(utf8: pod)
        batch[6].append(cpuUsage)
        batch[7].append(cpuRequest)
        batch[8].append(memoryUsage)
        batch[9].append(memoryRequest)
        batch[10].append(capacity.coreNanoseconds)
        batch[11].append(capacity.byteSeconds)
        batch[12].append(utf8: columns.bytes(record, 11))
        batch[13].append("")
        podKey.begin(cluster)
        podKey.add(namespace)
        podKey.add(pod)
        let podNumber = coverage.pod(podKey)
        let controller = owners.controller(of: podNumber, namespace: namespace, pod: pod)
        batch[14].append(controller.kind)
        batch[15].append(controller.name)
        batch[16].append(gpuTime)
        batch[17].append(Int64(3600))
        // No report of the operator knows bytes of pods.
        batch[18].append(Int64(0))
        batch[19].append(Int64(0))
        try output.usage.endRow()

        machineKey.begin(cluster)
        machineKey.add(node)
        machineKey.add(columns.bytes(record, 4))
        coverage.see(machine: coverage.machine(machineKey), hour: number, capacity)
        coverage.see(pod: podNumber, hour: number)
    }

    private func gpuTime(
        _ record: borrowing CSVRecord, _ columns: OperatorColumns, hour: HourNumber, _ capacity: inout Coverage.Capacity
    ) -> Int64 {
        guard !gpus.isEmpty else { return 0 }
        let node = record[columns.positions[3]].text
        capacity.gpuNanoseconds = gpus.capacity(node: node, hour: hour)
        return gpus.take(
            node: node, namespace: record[columns.positions[2]].text, pod: record[columns.positions[1]].text, hour: hour
        )
    }

    private func addVolume(_ record: borrowing CSVRecord, _ columns: OperatorColumns) throws {
        let hour = try self.hour(record, columns)
        let bytes = try columns.number(record, 7, scale: 0)
        let batch = output.volumes.batch
        batch[0].append(hour)
        batch[1].append(cluster)
        for column in 2..<8 { batch[column].append(utf8: columns.bytes(record, column - 1)) }
        batch[8].append(bytes)
        try output.volumes.endRow()
    }

    private func addLabels(_ record: borrowing CSVRecord, _ columns: OperatorColumns) throws {
        let hour = try self.hour(record, columns)
        let row = NodeLabels(
            day: hour.day, cluster: cluster, node: record[columns.positions[1]].text,
            labels: record[columns.positions[2]].text)
        gpus.learn(node: row.node, labels: row.labels)
        try output.append(row)
    }

    private func addNamespaceLabels(_ record: borrowing CSVRecord, _ columns: OperatorColumns) throws {
        let hour = try self.hour(record, columns)
        output.note(
            hour: hour, cluster: cluster, namespace: record[columns.positions[1]].text,
            labels: record[columns.positions[2]].text)
    }

    private func addGPU(_ record: borrowing CSVRecord, _ columns: OperatorColumns) throws {
        let hour = try self.hour(record, columns)
        let time = try columns.number(record, 6, scale: 9)
        func text(_ column: Int) -> String { columns.text(record, column) ?? "" }
        gpus.add(
            node: text(1), namespace: text(2), pod: text(3), hour: hour.hourNumber, uuid: text(4), instance: text(7),
            part: GPUModels.part(profile: text(8), model: text(5)), nanoseconds: time)
    }

    /// Averages of a quarter of an hour. The report's quarters begin a second late.
    private func addContainer(_ record: borrowing CSVRecord, _ columns: OperatorColumns) throws {
        let first = OperatorReport.containers.columns.count
        let start = try columns.instant(record, first)
        let end = try columns.instant(record, first + 1)
        let seconds = (end.microseconds - start.microseconds) / Instant.microsecondsPerSecond
        let quarter = OperatorContainers.quarterSeconds
        guard (quarter - 1...quarter).contains(seconds) else {
            throw columns.bad(
                TelemetryCode.notATime, "the row is of \(seconds) seconds, expected a quarter of an hour", record,
                first + 1)
        }
        func units(_ column: Int, scale: Int) throws -> Int64 {
            let average = try columns.number(record, first + column, scale: scale)
            let (units, overflow) = average.multipliedReportingOverflow(by: quarter)
            // Four quarters are summed.
            guard !overflow, units < Int64.max / 4 else {
                throw columns.bad(
                    TelemetryCode.impossibleNumber, "\(average) is impossibly large", record, first + column)
            }
            return units
        }
        func text(_ column: Int) -> String { columns.text(record, column) ?? "" }
        let name = OperatorContainers.Name(
            namespace: text(0), pod: text(1), node: text(first + 2), container: text(first + 3))
        guard !name.container.isEmpty else { return }
        containers.add(
            name, at: start,
            [
                try units(4, scale: 9), try units(5, scale: 9), try units(6, scale: 0), try units(7, scale: 0),
            ])
    }

    private func hour(_ record: borrowing CSVRecord, _ columns: OperatorColumns) throws -> Instant {
        let instant = try columns.hour(record)
        hours = (min(hours?.first ?? instant, instant), max(hours?.last ?? instant, instant))
        return instant
    }
}
