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
        classifier = ChargeClassifier(telemetry: telemetry, options: options)
    }

    mutating func rows(for charge: Charge, at index: Int) -> [AllocationRow] {
        let shares: [Share]
        switch classifier.classify(charge) {
        case .compute(let node): shares = self.shares(of: node, on: charge.day)
        case .nodeTag(let nodes):
            // Several nodes of one name: equal parts, each split like the node's own cost. Scaling every node's weights
            // to the same sum keeps the parts equal.
            shares = equalParts(nodes.map { self.shares(of: $0, on: charge.day) })
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
    private mutating func shares(of node: NodeKey, on day: CalendarDay) -> [Share] {
        let key = NodeDayKey(node: node, day: day)
        if let known = nodeShares[key] { return known }
        guard let nodeDay = telemetry.nodeDays[day]?[node] else { return [] }
        let pods = nodeDay.pods.map { ($0.key, $0.value.sum) }.sorted { $0.0 < $1.0 }
        let effective = pods.reduce(UInt128(0)) { $0 + $1.1 }
        let capacity = nodeDay.capacity.sum
        let idle = Share(
            recipient: of(telemetry.role(of: node).idlePart, node),
            weight: capacity > effective ? capacity - effective : 0)
        let shares =
            [idle]
            + pods.map { pod, weight in
                Share(
                    recipient: Recipient(
                        .compute, cluster: node.cluster, node: node.node, namespace: pod.namespace, pod: pod.pod),
                    weight: weight)
            }
        nodeShares[key] = shares
        return shares
    }

    private func equalParts(_ groups: [[Share]]) -> [Share] {
        guard groups.count > 1 else { return groups.first ?? [] }
        // Each group's weights are scaled to the same sum; 2^80 steps move no part by more than 10^-24 of the charge.
        let steps: UInt128 = 1 << 80
        return groups.flatMap { group in
            // A group whose weights are all zero keeps its part in its first share, the idle one.
            let scaled = Split.largestRemainder(Int128(steps), weights: group.map(\.weight))
            return group.indices.map { index in
                let weight = scaled.map { UInt128($0[index]) } ?? (index == 0 ? steps : 0)
                return Share(recipient: group[index].recipient, weight: weight)
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
