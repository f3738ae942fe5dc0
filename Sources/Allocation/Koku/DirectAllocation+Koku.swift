import Kernel
import Model

/// Where koku's rules for direct cost are not ours (docs/allocation.md, "koku's rules").
extension DirectAllocation {
    /// Nil where both rules come to the same.
    mutating func kokuRows(for charge: Charge, at index: Int, _ kind: ChargeClass) throws -> [AllocationRow]? {
        switch kind {
        case .compute(let node):
            let capacity = telemetry.nodeDays[charge.day]?[node]?.capacities[0].sum ?? 0
            return try overdrawn(charge, at: index, over: try shares(of: node, on: charge.day), of: capacity)
        case .disk(let cluster, let handle):
            return try overdrawn(
                charge, at: index, over: diskShares(charge, cluster: cluster, handle: handle), of: charge.diskBytes)
        case .nodeTag(let nodes):
            let groups = nodes.map { node in
                tagShares(tagReceivers.parts(of: node, on: charge.day), node.cluster, node.node, charge.day)
            }
            return split(charge, at: index, over: equalParts(groups))
        case .clusterTag(let cluster):
            let parts = tagReceivers.parts(of: cluster, on: charge.day)
            // On a day on which the cluster was not seen nobody can receive.
            return parts.isEmpty ? nil : split(charge, at: index, over: tagShares(parts, cluster, nil, charge.day))
        case .noTelemetry, .network, .loadBalancer, .project, .outside: return nil
        }
    }

    /// Receivers that take more than there is pay for all that they take; what is left is below zero. Nil where they do
    /// not, or where nothing says how much there is.
    private func overdrawn(
        _ charge: Charge, at index: Int, over shares: [Share], of capacity: UInt128
    ) throws -> [AllocationRow]? {
        let weights = shares.dropFirst().map(\.weight)
        guard capacity > 0, weights.reduce(0, +) > capacity else { return nil }
        let pieces = try charge.measures.overdrawn(by: weights, of: capacity)
        return shares.indices.compactMap { position in
            let weight = shares[position].weight
            guard position == 0 || weight > 0 else { return nil }
            return AllocationRow(
                charge: index, recipient: shares[position].recipient, measures: pieces[position], weight: 0,
                use: position == 0 ? nil : weight)
        }
    }

    private mutating func tagShares(
        _ parts: [TagReceivers.Part], _ cluster: String, _ node: String?, _ day: CalendarDay
    ) -> [Share] {
        parts.map { part in
            Share(
                recipient: owned(Recipient(.project, cluster: cluster, node: node, namespace: part.namespace), day),
                weight: part.count)
        }
    }
}

extension ChargeMeasures {
    /// Every measure by `OverdrawnSplit`: what is left first, then the receivers.
    func overdrawn(by weights: [UInt128], of capacity: UInt128) throws(AmountOverflow) -> [ChargeMeasures] {
        var pieces = Array(repeating: ChargeMeasures(costs: .zero), count: weights.count + 1)
        func fill(_ whole: Int128?, _ set: (inout ChargeMeasures, Int128) -> Void) throws(AmountOverflow) {
            guard let whole else { return }
            let parts = try OverdrawnSplit.parts(whole, weights: weights, capacity: capacity)
            for (index, part) in parts.enumerated() { set(&pieces[index], part) }
        }
        for metric in CostMetric.allCases {
            try fill(costs[metric].units) { $0.costs[metric] = Amount(units: $1) }
        }
        try fill(pricingCurrencyEffectiveCost?.units) { $0.pricingCurrencyEffectiveCost = Amount(units: $1) }
        try fill(pricingQuantity?.units) { $0.pricingQuantity = Quantity(units: $1) }
        try fill(consumedQuantity?.units) { $0.consumedQuantity = Quantity(units: $1) }
        try fill(commitmentDiscountQuantity?.units) { $0.commitmentDiscountQuantity = Quantity(units: $1) }
        return pieces
    }
}
