import Columns
import Kernel
import Model

/// Reads the telemetry datasets into an index.
enum TelemetryReader {
    /// - Parameter progress: called after each batch, on several threads.
    static func read(
        _ path: String, _ dataset: Dataset, into index: inout TelemetryIndex,
        progress: @escaping @Sendable () throws -> Void
    ) throws {
        guard dataset != .usageHours else { return try readPods(path, into: &index, progress: progress) }
        let reader = try ParquetReader(path: path, columns: dataset.schema.columns.map(\.name))
        while let batch = try reader.nextBatch() {
            for row in 0..<batch.rowCount {
                switch dataset {
                case .volumeHours: try index.add(volumeHour(batch, row))
                case .nodeLabels: index.add(nodeLabels(batch, row))
                case .namespaceLabels: index.add(namespaceLabels(batch, row))
                case .loadBalancers: index.add(loadBalancer(batch, row))
                case .nodeHours: index.add(nodeHour(batch, row))
                default: preconditionFailure("\(dataset) is no telemetry")
                }
            }
            try progress()
        }
    }

    /// Containers by hour.
    static func readContainers(
        _ path: String, into index: inout TelemetryIndex, progress: () throws -> Void
    ) throws {
        let reader = try ParquetReader(path: path, codingTextsOf: ContainerDays.columns)
        var days = ContainerDays(resource: index.resource)
        for group in 0..<reader.rowGroupCount {
            try reader.read(group: group)
            while let batch = try reader.nextBatch() {
                days.add(batch)
                try progress()
            }
        }
        index.add(days)
    }

    /// Each thread reads its own stretch of the file, whose hours follow each other as a rule, so that few pods are in
    /// two of them. What the threads found is put together by largest values, which come out the same in any order.
    private static func readPods(
        _ path: String, into index: inout TelemetryIndex, progress: @escaping @Sendable () throws -> Void
    ) throws {
        let keepsTraffic = index.keepsTraffic
        let columns = PodDays.columns(keepsTraffic: keepsTraffic)
        let groups = try ParquetReader(path: path, codingTextsOf: columns).rowGroupCount
        let lanes = max(1, min(OrderedWork.processors, groups))
        let resource = index.resource
        _ = try OrderedWork.run(
            units: lanes, lanes: lanes, ahead: lanes, makeLane: {},
            work: { _, lane in
                let reader = try ParquetReader(path: path, codingTextsOf: columns)
                var days = PodDays(resource: resource, keepsTraffic: keepsTraffic)
                for group in groups * lane / lanes..<groups * (lane + 1) / lanes {
                    try reader.read(group: group)
                    while let batch = try reader.nextBatch() {
                        days.add(batch)
                        try progress()
                    }
                }
                return days
            }, consume: { _, days in try index.add(days) })
    }

    private static func nodeHour(_ batch: ColumnBatch, _ row: Int) -> NodeHour {
        NodeHour(
            hour: batch.instants(0)[row] ?? Instant(microseconds: 0), cluster: text(batch, 1, row),
            node: text(batch, 2, row), nodeResourceID: text(batch, 3, row),
            capacityCoreNanoseconds: number(batch, 4, row), capacityByteSeconds: number(batch, 5, row),
            capacityGPUNanoseconds: number(batch, 6, row))
    }

    private static func volumeHour(_ batch: ColumnBatch, _ row: Int) -> VolumeHour {
        VolumeHour(
            hour: batch.instants(0)[row] ?? Instant(microseconds: 0), cluster: text(batch, 1, row),
            namespace: text(batch, 2, row), pod: text(batch, 3, row), node: text(batch, 4, row),
            claim: text(batch, 5, row), volume: text(batch, 6, row), handle: text(batch, 7, row),
            capacityBytes: number(batch, 8, row))
    }

    private static func nodeLabels(_ batch: ColumnBatch, _ row: Int) -> NodeLabels {
        NodeLabels(
            day: batch.days(0)[row] ?? CalendarDay(daysSinceEpoch: 0), cluster: text(batch, 1, row),
            node: text(batch, 2, row), labels: text(batch, 3, row))
    }

    private static func namespaceLabels(_ batch: ColumnBatch, _ row: Int) -> NamespaceLabels {
        NamespaceLabels(
            day: batch.days(0)[row] ?? CalendarDay(daysSinceEpoch: 0), cluster: text(batch, 1, row),
            namespace: text(batch, 2, row), labels: text(batch, 3, row))
    }

    private static func loadBalancer(_ batch: ColumnBatch, _ row: Int) -> LoadBalancer {
        LoadBalancer(
            day: batch.days(0)[row] ?? CalendarDay(daysSinceEpoch: 0), cluster: text(batch, 1, row),
            namespace: text(batch, 2, row), service: text(batch, 3, row), address: text(batch, 4, row))
    }

    private static func text(_ batch: ColumnBatch, _ column: Int, _ row: Int) -> String {
        batch.texts(column).string(row) ?? ""
    }

    private static func number(_ batch: ColumnBatch, _ column: Int, _ row: Int) -> Int64 {
        batch.int64(column)[row] ?? 0
    }
}
