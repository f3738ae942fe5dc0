import Columns
import Kernel

/// Pod rows gathered by pod, node and day: what is the same in all hours of a pod is looked up once, by numbers.
struct PodDays {
    /// All of a row that is no figure; texts by their numbers.
    struct Key: Hashable {
        let day: CalendarDay
        let cluster, node, resourceID, namespace, pod, controllerKind, controller: Int32

        func hash(into hasher: inout Hasher) {
            func pair(_ left: Int32, _ right: Int32) -> UInt64 {
                UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
            }
            hasher.combine(pair(Int32(truncatingIfNeeded: day.daysSinceEpoch), pod))
            hasher.combine(pair(node, namespace))
            hasher.combine(pair(cluster, resourceID))
            hasher.combine(pair(controllerKind, controller))
        }
    }

    struct Entry {
        let key: Key
        /// Place of its node and day among the capacities.
        let node: Int
        /// Of each resource what the pod took or asked for, whichever is more.
        var hours: [HourlyMaximum]
        var labels = LatestText(hour: -1, text: 0)
    }

    /// A text of the latest hour that states one.
    struct LatestText {
        /// -1 where none does.
        var hour: Int
        var text: Int32
    }

    struct NodeEntry {
        let day: CalendarDay
        let cluster, node: Int32
        var capacities: [HourlyMaximum]
    }

    private struct NodePlace: Hashable {
        let day: CalendarDay
        let cluster, node: Int32
    }

    let resource: AllocationOptions.Resource
    private var texts = ByteInterner()
    private var places: [Key: Int] = [:]
    private var nodePlaces: [NodePlace: Int] = [:]
    /// In order of first sight.
    private(set) var entries: [Entry] = []
    private(set) var nodes: [NodeEntry] = []
    /// Clusters of rows that name no node.
    private(set) var clusters: Set<Int32> = []
    private(set) var repeatedRows = 0
    private(set) var rowsWithoutNode = 0
    private let empty: Int32

    init(resource: AllocationOptions.Resource) {
        self.resource = resource
        empty = texts.id(of: "")
    }

    /// The texts by their numbers.
    var names: [String] { (0..<Int32(texts.count)).map { texts.text($0) ?? "" } }

    /// Columns of usage_hours that are read, in this order.
    static let columns = [
        "Hour", "Cluster", "Node", "NodeResourceId", "Namespace", "Pod", "ControllerKind", "Controller",
        "CpuUsageCoreNanoseconds", "CpuRequestCoreNanoseconds", "MemoryUsageByteSeconds", "MemoryRequestByteSeconds",
        "NodeCapacityCoreNanoseconds", "NodeCapacityByteSeconds", "GpuRequestNanoseconds", "PodLabels",
    ]

    mutating func add(_ batch: ColumnBatch) {
        // Each by its own name: columns in an array would be copied for each row.
        let (hours, cluster, node, resourceID) = (batch.instants(0), batch.texts(1), batch.texts(2), batch.texts(3))
        let (namespace, pod) = (batch.texts(4), batch.texts(5))
        let (controllerKind, controller) = (batch.texts(6), batch.texts(7))
        let (cpuUsage, cpuRequest) = (batch.int64(8), batch.int64(9))
        let (memoryUsage, memoryRequest) = (batch.int64(10), batch.int64(11))
        let (coreCapacity, memoryCapacity, gpu) = (batch.int64(12), batch.int64(13), batch.int64(14))
        let labels = batch.texts(15)
        for row in 0..<batch.rowCount {
            let hour = hours[row] ?? Instant(microseconds: 0)
            let key = Key(
                day: hour.day, cluster: number(cluster, row), node: number(node, row),
                resourceID: number(resourceID, row), namespace: number(namespace, row), pod: number(pod, row),
                controllerKind: number(controllerKind, row), controller: number(controller, row))
            add(
                key, hour: hour.secondsOfDay / 3600, cpu: max(cpuUsage[row] ?? 0, cpuRequest[row] ?? 0),
                memory: max(memoryUsage[row] ?? 0, memoryRequest[row] ?? 0), gpu: gpu[row] ?? 0,
                coreCapacity: coreCapacity[row] ?? 0, memoryCapacity: memoryCapacity[row] ?? 0,
                labels: number(labels, row))
        }
    }

    @inline(__always)
    private mutating func number(_ column: borrowing TextColumn, _ row: Int) -> Int32 {
        column.withBytes(row) { texts.id(of: $0) }
    }

    mutating func number(of text: String) -> Int32 { texts.id(of: text) }

    mutating func add(
        _ key: Key, hour: Int, cpu: Int64, memory: Int64, gpu: Int64, coreCapacity: Int64, memoryCapacity: Int64,
        labels: Int32
    ) {
        guard key.node != empty else {
            clusters.insert(key.cluster)
            rowsWithoutNode += 1
            return
        }
        let place = place(of: key)
        let node = entries[place].node
        let isRepeated: Bool
        switch resource {
        case .cpu:
            isRepeated = entries[place].hours[0].record(cpu, hour: hour)
            _ = nodes[node].capacities[0].record(coreCapacity, hour: hour)
        case .memory:
            isRepeated = entries[place].hours[0].record(memory, hour: hour)
            _ = nodes[node].capacities[0].record(memoryCapacity, hour: hour)
        case .blend:
            _ = entries[place].hours[0].record(cpu, hour: hour)
            _ = entries[place].hours[1].record(memory, hour: hour)
            isRepeated = entries[place].hours[2].record(gpu, hour: hour)
            // GPUs of the node come with its own rows.
            _ = nodes[node].capacities[0].record(coreCapacity, hour: hour)
            _ = nodes[node].capacities[1].record(memoryCapacity, hour: hour)
        }
        if isRepeated { repeatedRows += 1 }
        if labels != empty { learn(labels, at: place, hour: hour) }
    }

    /// Of two texts of one hour the first by its letters counts, whatever the order of rows.
    private mutating func learn(_ labels: Int32, at place: Int, hour: Int) {
        let known = entries[place].labels
        guard known.text != labels || known.hour < hour else { return }
        let isLater =
            hour > known.hour
            || (hour == known.hour && (texts.text(labels) ?? "") < (texts.text(known.text) ?? ""))
        if isLater { entries[place].labels = LatestText(hour: hour, text: labels) }
    }

    private mutating func place(of key: Key) -> Int {
        if let known = places[key] { return known }
        let resources = Array(repeating: HourlyMaximum(), count: resource == .blend ? 3 : 1)
        let nodePlace = NodePlace(day: key.day, cluster: key.cluster, node: key.node)
        let node: Int
        if let known = nodePlaces[nodePlace] {
            node = known
        } else {
            node = nodes.count
            nodePlaces[nodePlace] = node
            nodes.append(NodeEntry(day: key.day, cluster: key.cluster, node: key.node, capacities: resources))
        }
        places[key] = entries.count
        entries.append(Entry(key: key, node: node, hours: resources))
        return entries.count - 1
    }
}
