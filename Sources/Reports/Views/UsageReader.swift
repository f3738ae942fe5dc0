import Columns
import Kernel
import Model

/// Reads what pods used and asked for from the stored rows of telemetry, by the rules of the allocation: rows that name
/// an hour, node and pod again count once, with the largest figures, and rows without a node do not count.
struct UsageReader {
    private static let figureNames = [
        "CpuUsageCoreNanoseconds", "CpuRequestCoreNanoseconds", "MemoryUsageByteSeconds", "MemoryRequestByteSeconds",
    ]
    private static let hoursOfDay = 24

    /// Days outside are not of the bill.
    let period: Month
    private var texts = ByteInterner()
    private let empty: Int32
    /// By day, cluster, node, namespace and pod.
    private var podDays = KeyTable(width: 5)
    /// Of each of them four figures, each of 24 hours.
    private var figures: [Int64] = []
    /// By cluster, namespace and pod.
    private var pods = KeyTable(width: 3)
    private var controllers: [(kind: Int32, name: Int32)?] = []

    init(period: Month) {
        self.period = period
        empty = texts.id(of: "")
    }

    mutating func read(_ path: String) throws {
        let names = ["Hour", "Cluster", "Node", "Namespace", "Pod", "ControllerKind", "Controller"]
        let known = Dataset.usageHours.schema.columns
        let wanted = (names + UsageReader.figureNames).compactMap { name in known.first { $0.name == name } }
        let reader = try ParquetReader(path: path, expecting: ParquetSchema(wanted))
        while let batch = try reader.nextBatch() { add(batch) }
    }

    private mutating func add(_ batch: ColumnBatch) {
        // Each by its own name, and two keys for all rows: what is made anew for each row is what takes the time.
        let (hours, clusters, nodes, namespaces) = (batch.instants(0), batch.texts(1), batch.texts(2), batch.texts(3))
        let (pods, kinds, controllers) = (batch.texts(4), batch.texts(5), batch.texts(6))
        let (cpuUsage, cpuRequest) = (batch.int64(7), batch.int64(8))
        let (memoryUsage, memoryRequest) = (batch.int64(9), batch.int64(10))
        var pod: [Int32] = [0, 0, 0]
        var podDay: [Int32] = [0, 0, 0, 0, 0]
        for row in 0..<batch.rowCount {
            guard let instant = hours[row] else { continue }
            let node = number(nodes, row)
            guard node != empty else { continue }
            (pod[0], pod[1], pod[2]) = (number(clusters, row), number(namespaces, row), number(pods, row))
            learn(pod, (number(kinds, row), number(controllers, row)))
            guard Month(containing: instant.day) == period else { continue }
            (podDay[0], podDay[1], podDay[2], podDay[3]) = (instant.day.daysSinceEpoch, pod[0], node, pod[1])
            podDay[4] = pod[2]
            let hour = instant.secondsOfDay / 3600
            let start = place(of: podDay)
            raise(start + hour, to: cpuUsage[row] ?? 0)
            raise(start + UsageReader.hoursOfDay + hour, to: cpuRequest[row] ?? 0)
            raise(start + 2 * UsageReader.hoursOfDay + hour, to: memoryUsage[row] ?? 0)
            raise(start + 3 * UsageReader.hoursOfDay + hour, to: memoryRequest[row] ?? 0)
        }
    }

    @inline(__always)
    private mutating func number(_ column: borrowing TextColumn, _ row: Int) -> Int32 {
        column.withBytes(row) { texts.id(of: $0) }
    }

    private mutating func raise(_ slot: Int, to figure: Int64) { figures[slot] = max(figures[slot], figure) }

    /// Where the figures of a pod's day on a node begin.
    private mutating func place(of podDay: [Int32]) -> Int {
        let size = UsageReader.figureNames.count * UsageReader.hoursOfDay
        let start = podDays.add(podDay) * size
        if figures.count == start { figures += repeatElement(0, count: size) }
        return start
    }

    /// A pod has one controller; where rows differ, the first by name counts.
    private mutating func learn(_ pod: [Int32], _ controller: (kind: Int32, name: Int32)) {
        let place = pods.add(pod)
        if place == controllers.count { controllers.append(nil) }
        guard controller.kind != empty else { return }
        if let known = controllers[place] {
            guard known != controller, named(controller) < named(known) else { return }
        }
        controllers[place] = controller
    }

    private func named(_ controller: (kind: Int32, name: Int32)) -> (String, String) {
        (texts.text(controller.kind) ?? "", texts.text(controller.name) ?? "")
    }

    /// What has been read.
    func rows() -> UsageRows {
        var usage = UsageRows()
        let numbers = usage.rows.texts.numbers(of: texts)
        func sum(_ place: Int, _ figure: Int) -> UInt128 {
            let start = (place * UsageReader.figureNames.count + figure) * UsageReader.hoursOfDay
            return figures[start..<start + UsageReader.hoursOfDay].reduce(0) { $0 + UInt128($1) }
        }
        for place in 0..<podDays.count {
            let key = Array(podDays.key(place))
            let controller = pods.place(of: [key[1], key[3], key[4]]).flatMap { controllers[$0] }
            let day = CalendarDay(daysSinceEpoch: key[0])
            usage.append(
                day: usage.rows.texts.id(of: day.description), cluster: numbers[Int(key[1])],
                node: numbers[Int(key[2])], namespace: numbers[Int(key[3])], pod: numbers[Int(key[4])],
                controller: controller.map { (kind: numbers[Int($0.kind)], name: numbers[Int($0.name)]) },
                ResourceUse(
                    cpuUsage: sum(place, 0), cpuRequest: sum(place, 1), memoryUsage: sum(place, 2),
                    memoryRequest: sum(place, 3)))
        }
        return usage
    }
}
