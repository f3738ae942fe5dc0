import Kernel
import Model

/// Parts a node's traffic among its pods, by the bytes that they sent (docs/allocation.md, "Traffic by bytes").
extension DirectAllocation {
    /// Nil where nothing says what the pods of the node sent on the day.
    mutating func trafficRows(for charge: Charge, at index: Int, of node: NodeKey) throws -> [AllocationRow]? {
        guard options.network == .bytes, let nodeDay = telemetry.nodeDays[charge.day]?[node] else { return nil }
        let pods = nodeDay.podsInOrder.filter { $0.hours[options.resource.count].sum > 0 }
        guard !pods.isEmpty else { return nil }
        let sent = pods.map { $0.hours[options.resource.count] }
        var recipients = [Recipient(.network, cluster: node.cluster, node: node.node)]
        for pod in pods { recipients.append(recipient(.traffic, pod.pod, nodeDay, of: node, on: charge.day)) }
        let spans = charge.spans.isEmpty ? [ChargeSpan(hours: 0..<24, measures: charge.measures)] : charge.spans
        var sums: [ChargeMeasures?] = Array(repeating: nil, count: recipients.count)
        var use = Array(repeating: UInt128(0), count: recipients.count)
        let isKnown = (0..<24).map { hour in sent.contains { $0.value(hour: hour) > 0 } }
        for span in spans {
            // What stays in the pool first.
            let bytes = [0] + sent.map { hours in span.hours.reduce(UInt128(0)) { $0 + hours.value(hour: $1) } }
            let weights = trafficWeights(bytes, known: span.hours.count(where: { isKnown[$0] }), of: span.hours.count)
            let parts = span.measures.split(by: weights)
            for position in sums.indices where parts.map({ _ in weights[position] > 0 }) ?? (position == 0) {
                let part = parts?[position] ?? span.measures
                use[position] += bytes[position]
                if sums[position] == nil { sums[position] = part } else { try sums[position]?.add(part) }
                guard keepsHours else { continue }
                try keep(part.costs, of: recipients[position], at: index, over: span.hours) {
                    position == 0 ? (isKnown[$0] ? 0 : 1) : sent[position - 1].value(hour: $0)
                }
            }
        }
        let ratios = DirectAllocation.ratioWeights(sums, use)
        return sums.indices.compactMap { position in
            guard let measures = sums[position] else { return nil }
            return AllocationRow(
                charge: index, shared: shared(recipients[position]), measures: measures, weight: ratios[position],
                use: use[position] > 0 ? use[position] : nil)
        }
    }

    /// An hour in which nothing is known weighs as the others do on average, and stays in the pool. Joined by the day,
    /// the bytes of the day count.
    ///
    /// - Parameters:
    ///   - bytes: of a row's hours, with 0 for the pool first.
    ///   - known: how many of its hours telemetry knows bytes of.
    private func trafficWeights(_ bytes: [UInt128], known: Int, of hours: Int) -> [UInt128] {
        guard options.join == .hour, known > 0, known < hours else { return bytes }
        var weights = bytes.map { $0 * UInt128(known) }
        weights[0] = bytes.reduce(0, +) * UInt128(hours - known)
        return weights
    }
}

extension TelemetryIndex {
    /// True where telemetry says of any pod what it sent.
    var knowsTraffic: Bool {
        keepsTraffic
            && nodeDays.values.contains { nodes in
                nodes.values.contains { day in day.pods.values.contains { ($0.last?.sum ?? 0) > 0 } }
            }
    }
}
