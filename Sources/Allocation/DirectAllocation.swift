import Kernel
import Model

/// A piece of one charge and who it went to. All pieces of a charge sum to it, in every cost and quantity.
package struct AllocationRow: Sendable {
    /// Index into the charges of the result.
    package let charge: Int
    package let recipient: Recipient
    package let measures: ChargeMeasures
    /// The piece is `weight / totalWeight` of the charge, up to the last unit.
    package let weight: UInt128
    package let totalWeight: UInt128
}

/// The first step: each charge goes to the pods, claims and pools it belongs to (docs/allocation.md, "Direct cost").
struct DirectAllocation {
    private let telemetry: TelemetryIndex
    private let options: AllocationOptions
    private var classifier: ChargeClassifier
    private var nodeShares: [NodeDayKey: [Share]] = [:]

    private struct NodeDayKey: Hashable {
        let node: NodeKey
        let day: CalendarDay
    }

    private struct Share {
        let recipient: Recipient
        let weight: UInt128
    }

    init(telemetry: TelemetryIndex, options: AllocationOptions) {
        self.telemetry = telemetry
        self.options = options
        classifier = ChargeClassifier(telemetry: telemetry, options: options)
    }

    mutating func rows(for charge: Charge, at index: Int) throws -> [AllocationRow] {
        let shares: [Share]
        switch classifier.classify(charge) {
        case .compute(let node): shares = try self.shares(of: node, on: charge.day)
        case .nodeTag(let nodes):
            // Several nodes of one name: equal parts, each split like the node's own cost. Scaling every node's weights
            // to the same sum keeps the parts equal.
            shares = equalParts(try nodes.map { try self.shares(of: $0, on: charge.day) })
        case .noTelemetry(let node): shares = [Share(recipient: of(.noTelemetry, node), weight: 1)]
        case .network(let node): shares = [Share(recipient: of(.network, node), weight: 1)]
        case .disk(let cluster, let handle): shares = diskShares(charge, cluster: cluster, handle: handle)
        case .project(let clusters, let namespace):
            shares = clusters.map {
                Share(recipient: Recipient(.project, cluster: $0, namespace: namespace), weight: 1)
            }
        case .clusterTag(let cluster):
            shares = [Share(recipient: Recipient(.clusterShared, cluster: cluster), weight: 1)]
        case .outside: shares = [Share(recipient: Recipient(.outside), weight: 1)]
        }
        return split(charge, at: index, over: shares)
    }

    private func split(_ charge: Charge, at index: Int, over shares: [Share]) -> [AllocationRow] {
        let weights = shares.map(\.weight)
        let total = weights.reduce(0, +)
        guard shares.count > 1, let parts = charge.measures.split(by: weights) else {
            // Weights of zero: the first share stands for the remainder (idle, unattributed) and keeps it all.
            return [
                AllocationRow(
                    charge: index, recipient: shares[0].recipient, measures: charge.measures, weight: 1,
                    totalWeight: 1)
            ]
        }
        return shares.indices.compactMap { position in
            guard shares[position].weight > 0 else { return nil }
            return AllocationRow(
                charge: index, recipient: shares[position].recipient, measures: parts[position],
                weight: shares[position].weight, totalWeight: total)
        }
    }

    private func of(_ part: AllocationPart, _ node: NodeKey) -> Recipient {
        Recipient(part, cluster: node.cluster, node: node.node)
    }

    /// Idle first, then the pods by name: idle = max(capacity - effective, 0), so an over-committed node has none and
    /// its pods share the cost in proportion.
    private mutating func shares(of node: NodeKey, on day: CalendarDay) throws -> [Share] {
        let key = NodeDayKey(node: node, day: day)
        if let known = nodeShares[key] { return known }
        guard let nodeDay = telemetry.nodeDays[day]?[node] else { return [] }
        let pods = nodeDay.use(0).map(\.pod)
        let recipients =
            [of(telemetry.role(of: node).idlePart, node)]
            + pods.map { pod in
                let controller = telemetry.controller(of: pod, in: node.cluster)
                return Recipient(
                    .compute, cluster: node.cluster, node: node.node, namespace: pod.namespace, pod: pod.pod,
                    controllerKind: controller?.kind, controller: controller?.name)
            }
        let weights =
            options.resource == .blend
            ? try blend(nodeDay, node, day) : DirectAllocation.weights(nodeDay, resource: 0)
        let shares = zip(recipients, weights).map { Share(recipient: $0, weight: $1) }
        nodeShares[key] = shares
        return shares
    }

    /// What is left over, then the use of each pod in name order.
    private static func weights(_ nodeDay: NodeDay, resource: Int) -> [UInt128] {
        let used = nodeDay.use(resource).map(\.sum)
        let effective = used.reduce(0, +)
        let capacity = nodeDay.capacities[resource].sum
        return [capacity > effective ? capacity - effective : 0] + used
    }

    /// The cost is parted between the resources by price and capacity; each part is split by the use of its resource.
    private func blend(_ nodeDay: NodeDay, _ node: NodeKey, _ day: CalendarDay) throws -> [UInt128] {
        guard let line = options.prices.index(for: node, labels: telemetry.labels(of: node), on: day) else {
            throw Failure(
                .badInput, AllocationCode.unpriced,
                "node \(QuotedText.of(node.description)) has no price on \(day)",
                hint: "add a line to \"prices\" that fits it; a line without \"cluster\" and \"labels\" fits every node"
            )
        }
        let capacities = nodeDay.capacities.map(\.sum)
        let parts = options.prices.lines[line].weights(cpu: capacities[0], memory: capacities[1], gpu: capacities[2])
        return DirectAllocation.combined(
            (0..<parts.count).map { (part: parts[$0], weights: DirectAllocation.weights(nodeDay, resource: $0)) })
    }

    /// Weights in which each group has its part of the whole. 2^80 steps move no share by more than 10^-24 of the
    /// charge. A group whose weights are all zero leaves its part to its first, the idle one.
    private static func combined(_ groups: [(part: UInt128, weights: [UInt128])]) -> [UInt128] {
        var sums = Array(repeating: UInt128(0), count: groups[0].weights.count)
        guard let parts = Split.largestRemainder(steps, weights: groups.map(\.part)) else { return sums }
        for (part, group) in zip(parts, groups) {
            guard let scaled = Split.largestRemainder(part, weights: group.weights) else {
                sums[0] += UInt128(part)
                continue
            }
            for (index, weight) in scaled.enumerated() { sums[index] += UInt128(weight) }
        }
        return sums
    }

    private static let steps = Int128(1) << 80

    private func equalParts(_ groups: [[Share]]) -> [Share] {
        guard groups.count > 1 else { return groups.first ?? [] }
        // Each group's weights are scaled to the same sum.
        return groups.flatMap { group in
            zip(group, DirectAllocation.combined([(part: 1, weights: group.map(\.weight))])).map {
                Share(recipient: $0.recipient, weight: $1)
            }
        }
    }

    /// Unattributed first, then the claims by name, in bytes. Claims larger than the disk share it in proportion.
    private func diskShares(_ charge: Charge, cluster: String, handle: String) -> [Share] {
        let claims = (telemetry.claims[charge.day]?[handle] ?? [:]).sorted { $0.key < $1.key }
        let claimed = claims.reduce(UInt128(0)) { $0 + UInt128(max(0, $1.value)) }
        let size = UInt128(max(0, charge.diskGibibytes)) << 30
        let rest = Share(
            recipient: Recipient(.storageUnattributed, cluster: cluster, volume: handle),
            weight: size > claimed ? size - claimed : 0)
        return [rest]
            + claims.map { claim, bytes in
                Share(
                    recipient: Recipient(
                        .storage, cluster: cluster, namespace: claim.namespace, volume: claim.volume),
                    weight: UInt128(max(0, bytes)))
            }
    }
}
