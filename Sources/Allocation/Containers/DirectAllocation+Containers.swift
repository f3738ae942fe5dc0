import Kernel
import Model

/// Parts what pods cost among their containers (docs/allocation.md, "Containers").
extension DirectAllocation {
    /// What the containers of a pod have of a charge while its hours are added up.
    struct ContainerSums {
        let containers: PodContainers
        /// What no container explains first, then the containers.
        private(set) var measures: [ChargeMeasures?]
        private(set) var use: [UInt128]

        init(_ containers: PodContainers) {
            self.containers = containers
            measures = Array(repeating: nil, count: containers.names.count + 1)
            use = Array(repeating: 0, count: measures.count)
        }

        /// Adds what the pod has of some hours, hour by hour.
        ///
        /// - Parameter position: of the pod in the weights of the hours.
        mutating func add(
            _ part: ChargeMeasures, _ span: ChargeSpan, _ hours: NodeHours, _ position: Int
        ) throws(AmountOverflow) {
            let weights = span.hours.map { hours.weight(hour: $0, position: position) }
            guard let parts = span.hours.count == 1 ? [part] : part.split(by: weights) else { return }
            for (hour, own) in zip(span.hours, parts) where hours.weight(hour: hour, position: position) > 0 {
                try add(own, hour: hour, resourceParts: hours.resourceParts(hour: hour, position: position))
            }
        }

        private mutating func add(
            _ part: ChargeMeasures, hour: Int, resourceParts: [UInt128]?
        ) throws(AmountOverflow) {
            let weights = containers.weights(hour: hour, parts: resourceParts)
            for (index, more) in containers.use(hour: hour).enumerated() { use[index] += more }
            let pieces = part.split(by: weights)
            for index in weights.indices where pieces.map({ _ in weights[index] > 0 }) ?? (index == 0) {
                let piece = pieces?[index] ?? part
                if measures[index] == nil { measures[index] = piece } else { try measures[index]?.add(piece) }
            }
        }
    }

    /// The pod first, for what no container explains, then its containers.
    func recipients(of containers: PodContainers, in pod: Recipient) -> [Recipient] {
        [pod]
            + containers.names.map { name in
                var recipient = pod
                recipient.container = name
                return recipient
            }
    }

    /// Rows of a whole day with each pod's replaced by those of its containers, by what they used on the day.
    mutating func byContainer(_ rows: [AllocationRow], on day: CalendarDay) throws -> [AllocationRow] {
        guard keepsContainers else { return rows }
        return try rows.flatMap { row in
            let recipient = row.recipient
            guard recipient.part == .compute, let cluster = recipient.cluster, let node = recipient.node,
                let namespace = recipient.namespace, let pod = recipient.pod
            else { return [row] }
            let (place, name) = (NodeKey(cluster: cluster, node: node), PodKey(namespace: namespace, pod: pod))
            guard let containers = telemetry.containers(of: name, on: place, day) else { return [row] }
            let weights = containers.weights(hour: nil, parts: try resourceParts(of: name, on: place, day))
            guard let pieces = row.measures.split(by: weights),
                let shares = Split.largestRemainder(Int128(row.weight), weights: weights)
            else { return [row] }
            let use = containers.use(hour: nil)
            let recipients = recipients(of: containers, in: recipient)
            return weights.indices.compactMap { index in
                guard weights[index] > 0 else { return nil }
                return AllocationRow(
                    charge: row.charge, recipient: recipients[index], measures: pieces[index],
                    weight: UInt128(shares[index]), use: row.use == nil || use[index] == 0 ? nil : use[index])
            }
        }
    }
}

extension [AllocationRow] {
    /// Rows as they stand one after another; the containers of a pod are one group, all others groups of their own. What is
    /// shared does not depend on containers.
    var chunkedByPod: [ArraySlice<AllocationRow>] {
        var groups: [ArraySlice<AllocationRow>] = []
        var start = startIndex
        for index in indices where index > start {
            guard !self[index].isOfPod(of: self[start]) else { continue }
            groups.append(self[start..<index])
            start = index
        }
        if start < endIndex { groups.append(self[start...]) }
        return groups
    }
}

extension ArraySlice<AllocationRow> {
    /// Of all rows of a pod.
    var recipient: Recipient {
        var recipient = self[startIndex].recipient
        recipient.container = nil
        return recipient
    }
}

extension AllocationRow {
    /// True for a container of the pod that the rows of the same charge before it are of.
    fileprivate func isOfPod(of first: AllocationRow) -> Bool {
        guard recipient.container != nil, charge == first.charge else { return false }
        let (own, other) = (recipient, first.recipient)
        return own.pod == other.pod && own.namespace == other.namespace && own.node == other.node
            && own.cluster == other.cluster
    }
}

extension TelemetryIndex {
    /// Nil where telemetry knows none.
    func containers(of pod: PodKey, on node: NodeKey, _ day: CalendarDay) -> PodContainers? {
        containerDays[day]?[node]?[pod]
    }

    /// Days of pods on nodes, and of those the ones with a container.
    var podDays: (all: Int, withContainers: Int) {
        var (all, with) = (0, 0)
        for (day, nodes) in nodeDays {
            for (node, nodeDay) in nodes {
                all += nodeDay.pods.count
                let known = containerDays[day]?[node] ?? [:]
                with += known.isEmpty ? 0 : nodeDay.pods.keys.count { known[$0] != nil }
            }
        }
        return (all, with)
    }
}
