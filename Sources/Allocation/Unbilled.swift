import Documents
import Kernel
import Model

/// Hours of nodes and days of disks that telemetry saw and the bill does not charge. The other way round, charges that
/// telemetry does not explain, are rows of the allocation: `No telemetry` and `Outside`.
struct Unbilled {
    struct Node {
        let node: NodeKey
        /// As the bill would spell its end; empty where telemetry does not say.
        let resourceID: String
        let first: Instant
        let last: Instant
        let hours: Int
        /// Of the resource by which the allocation was made.
        let capacity: UInt128
    }

    struct Disk {
        let handle: String
        let cluster: String
        let namespaces: [String]
        let first: CalendarDay
        let last: CalendarDay
        let days: Int
    }

    /// Most hours first.
    let nodes: [Node]
    let disks: [Disk]

    private struct NodeDayKey: Hashable {
        let node: NodeKey
        let day: CalendarDay
    }

    private struct HourMask {
        var bits: UInt32 = 0
        static let all: UInt32 = (1 << 24) - 1

        func contains(_ hour: Int) -> Bool { bits & (1 << UInt32(hour)) != 0 }
    }

    /// - Parameter period: days outside are not of this bill.
    init(_ result: AllocationResult, period: Month) {
        var charged: [NodeDayKey: HourMask] = [:]
        let handles = IdentifierSuffix(result.telemetry.clusterByDisk.keys)
        let machines = IdentifierSuffix(result.telemetry.nodeByResourceID.keys)
        var billedDisks: Set<String> = []
        // A bill lags behind: what comes after the last hour that it charges of any node is not missing yet.
        var horizon = Instant(microseconds: 0)
        var latest = -1
        for row in result.rows {
            let (recipient, charge) = (row.recipient, result.charges[row.charge])
            if recipient.part == .storage || recipient.part == .storageUnattributed {
                billedDisks.formUnion(handles.match(charge.resourceID).map { [$0] } ?? [])
            }
            guard row.charge != latest, recipient.node != nil, ![.network, .traffic].contains(recipient.part) else {
                continue
            }
            latest = row.charge
            // A charge that only a tag ties to the node, such as its disk's, does not charge the machine.
            guard let node = machines.match(charge.resourceID).flatMap({ result.telemetry.nodeByResourceID[$0] })
            else { continue }
            let isOfDay = charge.end <= charge.day.advanced(by: 1).start
            for (day, mask) in Unbilled.hours(of: charge) {
                charged[NodeDayKey(node: node, day: day), default: HourMask()].bits |= mask
                // A fee of a month does not say how far the bill has come.
                guard isOfDay else { continue }
                let end = day.start.microseconds + Int64(32 - mask.leadingZeroBitCount) * Unbilled.hourMicroseconds
                horizon = max(horizon, Instant(microseconds: end))
            }
        }
        nodes = Unbilled.nodes(result.telemetry, period, horizon) { node, day, hour in
            charged[NodeDayKey(node: node, day: day)]?.contains(hour) ?? false
        }
        disks = Unbilled.disks(result.telemetry, period, billed: billedDisks)
    }

    private static let hourMicroseconds: Int64 = 3600 * Instant.microsecondsPerSecond

    /// The hours that a charge covers, by day.
    private static func hours(of charge: Charge) -> [(day: CalendarDay, mask: UInt32)] {
        if !charge.spans.isEmpty {
            let mask = charge.spans.reduce(UInt32(0)) { mask, span in
                span.hours.reduce(mask) { $0 | 1 << UInt32($1) }
            }
            return [(charge.day, mask)]
        }
        let last = Instant(microseconds: max(charge.start.microseconds, charge.end.microseconds - 1)).day
        return (charge.day.daysSinceEpoch...last.daysSinceEpoch).map {
            (CalendarDay(daysSinceEpoch: $0), HourMask.all)
        }
    }

    private static func nodes(
        _ telemetry: TelemetryIndex, _ period: Month, _ horizon: Instant,
        isCharged: (NodeKey, CalendarDay, Int) -> Bool
    ) -> [Node] {
        var found: [NodeKey: (first: Instant, last: Instant, hours: Int, capacity: UInt128)] = [:]
        for (day, nodeDays) in telemetry.nodeDays where Month(containing: day) == period {
            for (node, nodeDay) in nodeDays {
                for hour in 0..<24 where nodeDay.capacities[0].isKnown(hour: hour) && !isCharged(node, day, hour) {
                    let instant = Instant(microseconds: day.start.microseconds + Int64(hour) * hourMicroseconds)
                    guard instant < horizon else { continue }
                    var sum = found[node] ?? (instant, instant, 0, 0)
                    sum.first = min(sum.first, instant)
                    sum.last = max(sum.last, instant)
                    sum.hours += 1
                    sum.capacity += nodeDay.capacities[0].value(hour: hour)
                    found[node] = sum
                }
            }
        }
        let machines = Dictionary(
            telemetry.nodeByResourceID.map { ($0.value, $0.key) }, uniquingKeysWith: { min($0, $1) })
        return found.map { node, sum in
            Node(
                node: node, resourceID: machines[node] ?? "", first: sum.first, last: sum.last, hours: sum.hours,
                capacity: sum.capacity)
        }
        .sorted { $0.hours != $1.hours ? $0.hours > $1.hours : $0.node < $1.node }
    }

    private static func disks(
        _ telemetry: TelemetryIndex, _ period: Month, billed: Set<String>
    ) -> [Disk] {
        var found: [String: (days: Set<CalendarDay>, namespaces: Set<String>)] = [:]
        for (day, disks) in telemetry.claims where Month(containing: day) == period {
            for (handle, claims) in disks where !billed.contains(handle) {
                found[handle, default: ([], [])].days.insert(day)
                found[handle]?.namespaces.formUnion(claims.keys.map(\.namespace))
            }
        }
        return found.sorted { $0.key < $1.key }.compactMap { handle, seen in
            guard let first = seen.days.min(), let last = seen.days.max() else { return nil }
            return Disk(
                handle: handle, cluster: telemetry.clusterByDisk[handle] ?? "", namespaces: seen.namespaces.sorted(),
                first: first, last: last, days: seen.days.count)
        }
    }

    var warnings: [Diagnostic] {
        var parts: [String] = []
        if !nodes.isEmpty {
            let hours = nodes.reduce(0) { $0 + $1.hours }
            parts.append("\(Unbilled.counted(hours, "hour")) of \(Unbilled.counted(nodes.count, "node"))")
        }
        if !disks.isEmpty { parts.append(Unbilled.counted(disks.count, "disk")) }
        guard !parts.isEmpty else { return [] }
        return [
            .warning(
                AllocationCode.unbilled,
                "telemetry saw \(parts.joined(separator: " and ")) that the bill does not charge",
                hint: "the report lists them; look for machines of an account whose bill is not read")
        ]
    }

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    var facts: JSONOut {
        .object([
            .init(
                "nodes",
                .array(
                    nodes.map { node in
                        .object([
                            .init("cluster", .string(node.node.cluster)), .init("node", .string(node.node.node)),
                            .init("resourceId", .string(node.resourceID)),
                            .init("firstHour", .string(node.first.description)),
                            .init("lastHour", .string(node.last.description)), .init("hours", .integer(node.hours)),
                            .init("capacity", .string(String(node.capacity))),
                        ])
                    })),
            .init(
                "disks",
                .array(
                    disks.map { disk in
                        .object([
                            .init("cluster", .string(disk.cluster)), .init("handle", .string(disk.handle)),
                            .init("namespaces", .strings(disk.namespaces)),
                            .init("firstDay", .string(disk.first.description)),
                            .init("lastDay", .string(disk.last.description)), .init("days", .integer(disk.days)),
                        ])
                    })),
        ])
    }
}
