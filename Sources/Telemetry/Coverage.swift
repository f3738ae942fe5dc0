import Documents
import Kernel
import Model

/// Which nodes and pods telemetry saw in which hours. Its rows are `node_hours`; its facts say how much is missing,
/// as an hour without telemetry is cost that nobody can explain.
struct Coverage {
    struct Capacity {
        var coreNanoseconds: Int64 = 0
        var byteSeconds: Int64 = 0
        var gpuNanoseconds: Int64 = 0

        mutating func raise(to other: Capacity) {
            coreNanoseconds = max(coreNanoseconds, other.coreNanoseconds)
            byteSeconds = max(byteSeconds, other.byteSeconds)
            gpuNanoseconds = max(gpuNanoseconds, other.gpuNanoseconds)
        }
    }

    private struct MachineHour: Hashable {
        let machine: Int32
        let hour: HourNumber
    }

    /// From the first to the last hour.
    private struct Span {
        var first: HourNumber
        var last: HourNumber

        var hours: Int { last < first ? 0 : Int(last) - Int(first) + 1 }
    }

    /// Keys of cluster, node and resource id: a name may pass on to another machine, which has another line on the bill.
    private var machines = ByteInterner()
    /// Keys of cluster, namespace and pod.
    private var pods = ByteInterner()
    private var capacities: [MachineHour: Capacity] = [:]
    /// By number of the machine the hour that was seen last, not yet among the capacities: reports go hour by hour, and
    /// an array is reached faster than a dictionary.
    private var latest: [(hour: HourNumber, capacity: Capacity)] = []
    /// By number of the pod.
    private var podSpans: [Span] = []
    private var podHours = 0

    mutating func machine(cluster: String, node: String, resourceID: String) -> Int32 {
        JoinedKey.number([cluster, node, resourceID], in: &machines)
    }

    mutating func machine(_ key: JoinedKey) -> Int32 { key.number(in: &machines) }
    mutating func pod(_ key: JoinedKey) -> Int32 { key.number(in: &pods) }

    mutating func pod(cluster: String, namespace: String, pod: String) -> Int32 {
        JoinedKey.number([cluster, namespace, pod], in: &pods)
    }

    /// Notes that a machine was seen; the largest capacity of an hour counts.
    mutating func see(machine: Int32, hour: HourNumber, _ capacity: Capacity) {
        let index = Int(machine)
        while latest.count <= index { latest.append((.min, Capacity())) }
        if latest[index].hour == hour {
            latest[index].capacity.raise(to: capacity)
        } else {
            keepLatest(machine)
            latest[index] = (hour, capacity)
        }
    }

    private mutating func keepLatest(_ machine: Int32) {
        let (hour, capacity) = latest[Int(machine)]
        guard hour != .min else { return }
        capacities[MachineHour(machine: machine, hour: hour), default: Capacity()].raise(to: capacity)
    }

    mutating func see(pod: Int32, hour: HourNumber) {
        podHours += 1
        let index = Int(pod)
        while podSpans.count <= index { podSpans.append(Span(first: .max, last: .min)) }
        let span = podSpans[index]
        podSpans[index] = Span(first: min(span.first, hour), last: max(span.last, hour))
    }

    /// One row a node and hour, by cluster, node and hour.
    mutating func nodeHours() -> [NodeHour] {
        for machine in latest.indices { keepLatest(Int32(machine)) }
        // Number 0 is nobody's.
        let names = [["", "", ""]] + (1..<Int32(machines.count)).map { JoinedKey.texts($0, in: machines) }
        // Machines are few and their hours many: names are compared once, then numbers.
        let order = names.indices.sorted {
            (names[$0][0], names[$0][1], names[$0][2]) < (names[$1][0], names[$1][1], names[$1][2])
        }
        var places = names.map { _ in (node: 0, machine: 0) }
        var node = 0
        for (place, machine) in order.enumerated() {
            if place > 0, names[order[place - 1]].prefix(2) != names[machine].prefix(2) { node += 1 }
            places[machine] = (node, place)
        }
        let rows = capacities.filter { !names[Int($0.key.machine)][1].isEmpty }.sorted {
            let (left, right) = (places[Int($0.key.machine)], places[Int($1.key.machine)])
            return (left.node, $0.key.hour, left.machine) < (right.node, $1.key.hour, right.machine)
        }.map { key, capacity in
            let texts = names[Int(key.machine)]
            return NodeHour(
                hour: Instant(hourNumber: key.hour), cluster: texts[0], node: texts[1], nodeResourceID: texts[2],
                capacityCoreNanoseconds: capacity.coreNanoseconds, capacityByteSeconds: capacity.byteSeconds,
                capacityGPUNanoseconds: capacity.gpuNanoseconds)
        }
        return Coverage.merged(rows)
    }

    /// A row without a resource id is no machine of its own when another one of that node and hour states the id.
    private static func merged(_ rows: [NodeHour]) -> [NodeHour] {
        var merged: [NodeHour] = []
        for row in rows {
            guard let last = merged.last, last.nodeResourceID.isEmpty,
                (last.cluster, last.node, last.hour) == (row.cluster, row.node, row.hour)
            else {
                merged.append(row)
                continue
            }
            var both = row
            both.capacityCoreNanoseconds = max(row.capacityCoreNanoseconds, last.capacityCoreNanoseconds)
            both.capacityByteSeconds = max(row.capacityByteSeconds, last.capacityByteSeconds)
            both.capacityGPUNanoseconds = max(row.capacityGPUNanoseconds, last.capacityGPUNanoseconds)
            merged[merged.count - 1] = both
        }
        return merged
    }

    var podHoursSeen: Int { podHours }
    var podHoursExpected: Int { podSpans.reduce(0) { $0 + $1.hours } }
}
