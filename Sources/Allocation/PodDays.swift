import Columns
import Kernel

/// Pod rows gathered by pod, node and day: what is the same in all hours of a pod is looked up once, by numbers.
struct PodDays {
    /// All of a row that is no figure; texts by their numbers.
    struct Key {
        let day: CalendarDay
        let cluster, node, resourceID, namespace, pod, controllerKind, controller: Int32
    }

    struct Entry {
        let key: Key
        /// Of each resource what the pod took or asked for, whichever is more; then the bytes that it sent, where that is
        /// asked for.
        let hours: [HourlyMaximum]
        let labels: LatestText
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
        let capacities: [HourlyMaximum]
    }

    private static let hoursOfDay = 24

    let resource: AllocationOptions.Resource
    private let resourceCount: Int
    private var texts = ByteInterner()
    /// Figures of a pod: those of the resources, and what it sent where that is asked for.
    private let figureCount: Int
    private let keepsTraffic: Bool
    /// By the numbers of a key, the day first.
    private var pods = KeyTable(width: 8)
    /// What a key is made of; one array for all rows, as one for each would take longer than the rest.
    private var words = Array(repeating: Int32(0), count: 8)
    /// By day, cluster and node.
    private var nodes = KeyTable(width: 3)
    /// Of each pod its node's place, and its labels.
    private var nodeOfPod: [Int32] = []
    private var labels: [LatestText] = []
    /// Hour by hour of each resource of each pod and node; -1 where no row says anything.
    private var figures: [Int64] = []
    private var capacities: [Int64] = []
    /// Clusters of rows that name no node.
    private(set) var clusters: Set<Int32> = []
    private(set) var repeatedRows = 0
    private(set) var rowsWithoutNode = 0
    private let empty: Int32

    init(resource: AllocationOptions.Resource, keepsTraffic: Bool = false) {
        self.resource = resource
        self.keepsTraffic = keepsTraffic
        resourceCount = resource.count
        figureCount = resource.count + (keepsTraffic ? 1 : 0)
        empty = texts.id(of: "")
    }

    /// The texts by their numbers.
    var names: [String] { (0..<Int32(texts.count)).map { texts.text($0) ?? "" } }

    /// Columns of usage_hours that are read, in this order.
    static func columns(keepsTraffic: Bool) -> [String] {
        columns + (keepsTraffic ? ["NetworkTransmitBytes"] : [])
    }

    private static let columns = [
        "Hour", "Cluster", "Node", "NodeResourceId", "Namespace", "Pod", "ControllerKind", "Controller",
        "CpuUsageCoreNanoseconds", "CpuRequestCoreNanoseconds", "MemoryUsageByteSeconds", "MemoryRequestByteSeconds",
        "NodeCapacityCoreNanoseconds", "NodeCapacityByteSeconds", "GpuRequestNanoseconds", "PodLabels",
    ]

    /// - Parameter batch: of a reader that codes texts.
    mutating func add(_ batch: ColumnBatch) {
        // Each by its own name: columns in an array would be copied for each row.
        let hours = batch.instants(0)
        let (cluster, node, resourceID) = (numbers(batch, 1), numbers(batch, 2), numbers(batch, 3))
        let (namespace, pod) = (numbers(batch, 4), numbers(batch, 5))
        let (controllerKind, controller) = (numbers(batch, 6), numbers(batch, 7))
        let (cpuUsage, cpuRequest) = (batch.int64(8), batch.int64(9))
        let (memoryUsage, memoryRequest) = (batch.int64(10), batch.int64(11))
        let (coreCapacity, memoryCapacity, gpu) = (batch.int64(12), batch.int64(13), batch.int64(14))
        let labels = numbers(batch, 15)
        let sent = keepsTraffic ? batch.int64(16) : nil
        for row in 0..<batch.rowCount {
            let hour = hours[row] ?? Instant(microseconds: 0)
            let key = Key(
                day: hour.day, cluster: cluster[row], node: node[row], resourceID: resourceID[row],
                namespace: namespace[row], pod: pod[row], controllerKind: controllerKind[row],
                controller: controller[row])
            add(
                key, hour: hour.secondsOfDay / 3600, cpu: max(cpuUsage[row] ?? 0, cpuRequest[row] ?? 0),
                memory: max(memoryUsage[row] ?? 0, memoryRequest[row] ?? 0), gpu: gpu[row] ?? 0,
                coreCapacity: coreCapacity[row] ?? 0, memoryCapacity: memoryCapacity[row] ?? 0, labels: labels[row],
                sent: sent?[row] ?? 0)
        }
    }

    /// The numbers of a text column's rows; a null is an empty text.
    private mutating func numbers(_ batch: ColumnBatch, _ index: Int) -> [Int32] {
        let column = batch.codedTexts(index)
        var known: [Int32] = []
        known.reserveCapacity(column.textCount)
        for code in 0..<column.textCount { known.append(texts.id(of: column.text(code))) }
        return (0..<batch.rowCount).map { row in column.code(row).map { known[$0] } ?? empty }
    }

    mutating func number(of text: String) -> Int32 { texts.id(of: text) }

    mutating func add(
        _ key: Key, hour: Int, cpu: Int64, memory: Int64, gpu: Int64, coreCapacity: Int64, memoryCapacity: Int64,
        labels: Int32, sent: Int64 = 0
    ) {
        guard key.node != empty else {
            clusters.insert(key.cluster)
            rowsWithoutNode += 1
            return
        }
        let place = place(of: key)
        let pod = place * figureCount * PodDays.hoursOfDay + hour
        let node = Int(nodeOfPod[place]) * resourceCount * PodDays.hoursOfDay + hour
        switch resource {
        case .cpu:
            raise(pod, to: cpu)
            PodDays.raise(&capacities[node], to: coreCapacity)
        case .memory:
            raise(pod, to: memory)
            PodDays.raise(&capacities[node], to: memoryCapacity)
        case .blend:
            raise(pod, to: cpu)
            PodDays.raise(&figures[pod + PodDays.hoursOfDay], to: memory)
            PodDays.raise(&figures[pod + 2 * PodDays.hoursOfDay], to: gpu)
            // GPUs of the node come with its own rows.
            PodDays.raise(&capacities[node], to: coreCapacity)
            PodDays.raise(&capacities[node + PodDays.hoursOfDay], to: memoryCapacity)
        }
        if keepsTraffic { PodDays.raise(&figures[pod + resourceCount * PodDays.hoursOfDay], to: sent) }
        if labels != empty { learn(labels, at: place, hour: hour) }
    }

    /// The first resource tells whether the hour was there already.
    @inline(__always)
    private mutating func raise(_ slot: Int, to value: Int64) {
        if figures[slot] >= 0 { repeatedRows += 1 }
        PodDays.raise(&figures[slot], to: value)
    }

    @inline(__always)
    private static func raise(_ figure: inout Int64, to value: Int64) { figure = max(figure, value) }

    /// Of two texts of one hour the first by its letters counts, whatever the order of rows.
    private mutating func learn(_ text: Int32, at place: Int, hour: Int) {
        let known = labels[place]
        guard known.text != text || known.hour < hour else { return }
        let isLater =
            hour > known.hour
            || (hour == known.hour && (texts.text(text) ?? "") < (texts.text(known.text) ?? ""))
        if isLater { labels[place] = LatestText(hour: hour, text: text) }
    }

    private mutating func place(of key: Key) -> Int {
        words[0] = key.day.daysSinceEpoch
        words[1] = key.cluster
        words[2] = key.node
        words[3] = key.resourceID
        words[4] = key.namespace
        words[5] = key.pod
        words[6] = key.controllerKind
        words[7] = key.controller
        let place = pods.add(words)
        guard place == nodeOfPod.count else { return place }
        let node = nodes.add([key.day.daysSinceEpoch, key.cluster, key.node])
        let slots = resourceCount * PodDays.hoursOfDay
        if capacities.count == node * slots { capacities += repeatElement(-1, count: slots) }
        figures += repeatElement(-1, count: figureCount * PodDays.hoursOfDay)
        nodeOfPod.append(Int32(node))
        labels.append(LatestText(hour: -1, text: 0))
        return place
    }

    /// In order of first sight.
    func forEachEntry(_ body: (Entry) throws(Failure) -> Void) throws(Failure) {
        for place in 0..<pods.count {
            let key = pods.key(place)
            let start = key.startIndex
            try body(
                Entry(
                    key: Key(
                        day: CalendarDay(daysSinceEpoch: key[start]), cluster: key[start + 1], node: key[start + 2],
                        resourceID: key[start + 3], namespace: key[start + 4], pod: key[start + 5],
                        controllerKind: key[start + 6], controller: key[start + 7]),
                    hours: hours(figures, place, figureCount), labels: labels[place]))
        }
    }

    func forEachNode(_ body: (NodeEntry) -> Void) {
        for place in 0..<nodes.count {
            let key = nodes.key(place)
            let start = key.startIndex
            body(
                NodeEntry(
                    day: CalendarDay(daysSinceEpoch: key[start]), cluster: key[start + 1], node: key[start + 2],
                    capacities: hours(capacities, place, resourceCount)))
        }
    }

    private func hours(_ figures: [Int64], _ place: Int, _ count: Int) -> [HourlyMaximum] {
        (0..<count).map { index in
            let start = (place * count + index) * PodDays.hoursOfDay
            return HourlyMaximum(figures[start..<start + PodDays.hoursOfDay])
        }
    }
}
