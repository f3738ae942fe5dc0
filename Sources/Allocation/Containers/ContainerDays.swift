import Columns
import Kernel

/// Rows of containers gathered by container, pod, node and day: what is the same in all hours is looked up once, by
/// numbers.
struct ContainerDays {
    struct Entry {
        let day: CalendarDay
        let node: NodeKey
        let pod: PodKey
        let container: String
        /// Of each resource what the container took or asked for, whichever is more.
        let hours: [HourlyMaximum]
    }

    private static let hoursOfDay = 24
    /// Columns of container_hours that are read, in this order.
    static let columns = [
        "Hour", "Cluster", "Node", "Namespace", "Pod", "Container", "CpuUsageCoreNanoseconds",
        "CpuRequestCoreNanoseconds", "MemoryUsageByteSeconds", "MemoryRequestByteSeconds", "GpuRequestNanoseconds",
    ]

    private let resource: AllocationOptions.Resource
    private let resourceCount: Int
    private var texts = ByteInterner()
    private var keys = KeyTable(width: 6)
    private var words = Array(repeating: Int32(0), count: 6)
    /// Hour by hour of each resource of each container; -1 where no row says anything.
    private var figures: [Int64] = []

    init(resource: AllocationOptions.Resource) {
        self.resource = resource
        resourceCount = resource.count
    }

    /// - Parameter batch: of a reader that codes texts.
    mutating func add(_ batch: ColumnBatch) {
        let hours = batch.instants(0)
        let columns = (1...5).map { numbers(batch, $0) }
        let (cpuUsage, cpuRequest) = (batch.int64(6), batch.int64(7))
        let (memoryUsage, memoryRequest, gpu) = (batch.int64(8), batch.int64(9), batch.int64(10))
        var names = Array(repeating: Int32(0), count: columns.count)
        for row in 0..<batch.rowCount {
            for index in columns.indices { names[index] = columns[index][row] }
            add(
                hour: hours[row] ?? Instant(microseconds: 0), names: names,
                cpu: max(cpuUsage[row] ?? 0, cpuRequest[row] ?? 0),
                memory: max(memoryUsage[row] ?? 0, memoryRequest[row] ?? 0), gpu: gpu[row] ?? 0)
        }
    }

    mutating func number(of text: String) -> Int32 { texts.id(of: text) }

    /// - Parameter names: numbers of cluster, node, namespace, pod and container.
    mutating func add(hour: Instant, names: [Int32], cpu: Int64, memory: Int64, gpu: Int64) {
        words[0] = hour.day.daysSinceEpoch
        for index in names.indices { words[index + 1] = names[index] }
        let place = keys.add(words)
        let slots = resourceCount * ContainerDays.hoursOfDay
        if figures.count == place * slots { figures += repeatElement(-1, count: slots) }
        let slot = place * slots + hour.secondsOfDay / 3600
        switch resource {
        case .cpu: raise(slot, to: cpu)
        case .memory: raise(slot, to: memory)
        case .blend:
            raise(slot, to: cpu)
            raise(slot + ContainerDays.hoursOfDay, to: memory)
            raise(slot + 2 * ContainerDays.hoursOfDay, to: gpu)
        }
    }

    private mutating func raise(_ slot: Int, to value: Int64) { figures[slot] = max(figures[slot], value) }

    /// The numbers of a text column's rows.
    private mutating func numbers(_ batch: ColumnBatch, _ index: Int) -> [Int32] {
        let column = batch.codedTexts(index)
        let known = (0..<column.textCount).map { texts.id(of: column.text($0)) }
        let empty = texts.id(of: "")
        return (0..<batch.rowCount).map { row in column.code(row).map { known[$0] } ?? empty }
    }

    /// In order of first sight.
    func forEachEntry(_ body: (Entry) -> Void) {
        let names = (0..<Int32(texts.count)).map { texts.text($0) ?? "" }
        for place in 0..<keys.count {
            let key = Array(keys.key(place))
            let hours = (0..<resourceCount).map { resource in
                let start = (place * resourceCount + resource) * ContainerDays.hoursOfDay
                return HourlyMaximum(figures[start..<start + ContainerDays.hoursOfDay])
            }
            body(
                Entry(
                    day: CalendarDay(daysSinceEpoch: key[0]),
                    node: NodeKey(cluster: names[Int(key[1])], node: names[Int(key[2])]),
                    pod: PodKey(namespace: names[Int(key[3])], pod: names[Int(key[4])]),
                    container: names[Int(key[5])], hours: hours))
        }
    }
}
