import Kernel

/// How the cost of a node's hours is shared on one day.
struct NodeHours {
    /// In name order.
    let pods: [PodKey]
    /// By hour: idle, then the pods; nil for an hour in which telemetry saw no pod on the node.
    private let shares: [[UInt128]?]
    /// By hour: the use of the first resource, idle first.
    private let use: [[UInt128]?]

    /// - Parameter prices: what parts an hour's cost between resources; nil where there is only one.
    init(_ day: NodeDay, prices: PriceBook.Line?) {
        let rows = day.pods.sorted { $0.key < $1.key }
        pods = rows.map(\.key)
        var shares: [[UInt128]?] = []
        var use: [[UInt128]?] = []
        for hour in 0..<24 {
            guard day.capacities[0].isKnown(hour: hour) else {
                shares.append(nil)
                use.append(nil)
                continue
            }
            let weights = day.capacities.indices.map { resource in
                let used = rows.map { $0.value[resource].value(hour: hour) }
                let effective = used.reduce(0, +)
                let capacity = day.capacities[resource].value(hour: hour)
                return [capacity > effective ? capacity - effective : 0] + used
            }
            use.append(weights[0])
            guard let prices else {
                shares.append(weights[0])
                continue
            }
            let capacities = day.capacities.map { $0.value(hour: hour) }
            let parts = prices.weights(cpu: capacities[0], memory: capacities[1], gpu: capacities[2])
            shares.append(Split.combined(Array(zip(parts, weights))))
        }
        self.shares = shares
        self.use = use
    }

    /// Weights of: no telemetry, idle, the pods. An hour without telemetry weighs as the others do on average, and
    /// goes to no telemetry.
    func weights(of hours: Range<Int>) -> (shares: [UInt128], use: [UInt128]) {
        var sums = Array(repeating: UInt128(0), count: pods.count + 2)
        var used = sums
        var seen: UInt128 = 0
        for hour in hours {
            guard let weights = shares[hour], let use = use[hour] else { continue }
            seen += 1
            for position in weights.indices {
                sums[position + 1] += weights[position]
                used[position + 1] += use[position]
            }
        }
        guard seen > 0 else {
            sums[0] = 1
            return (sums, used)
        }
        let missing = UInt128(hours.count) - seen
        if missing > 0 {
            let total = sums.reduce(0, +)
            for position in sums.indices { sums[position] *= seen }
            // Hours that were seen without any capacity leave nothing to compare with: the whole is idle.
            sums[0] = total * missing
        }
        return (sums, used)
    }
}
