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
        let hours = batch.instants(0)
        let names = (1...6).map { batch.texts($0) }
        let columns = (7...10).map { batch.int64($0) }
        for row in 0..<batch.rowCount {
            guard let hour = hours[row] else { continue }
            let numbers = names.map { $0.withBytes(row) { texts.id(of: $0) } }
            add(
                day: hour.day, hour: hour.secondsOfDay / 3600, cluster: numbers[0], node: numbers[1],
                namespace: numbers[2], pod: numbers[3], controller: (numbers[4], numbers[5]),
                figures: columns.map { $0[row] ?? 0 })
        }
    }

    private mutating func add(
        day: CalendarDay, hour: Int, cluster: Int32, node: Int32, namespace: Int32, pod: Int32,
        controller: (kind: Int32, name: Int32), figures new: [Int64]
    ) {
        guard node != empty else { return }
        learn([cluster, namespace, pod], controller)
        guard Month(containing: day) == period else { return }
        let place = podDays.add([day.daysSinceEpoch, cluster, node, namespace, pod])
        let size = new.count * UsageReader.hoursOfDay
        if figures.count == place * size { figures += repeatElement(0, count: size) }
        for (index, figure) in new.enumerated() {
            let slot = place * size + index * UsageReader.hoursOfDay + hour
            figures[slot] = max(figures[slot], figure)
        }
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
