import Kernel

/// How the cost of a node's hours is shared on one day.
struct NodeHours {
    let pods: [PodKey]
    /// By hour and resource: which part of the weights it makes; empty unless that is asked for and there are several.
    private let resources: [[[UInt128]]]
    /// By hour: weights and use, idle first, then the pods; nil for an hour in which telemetry saw no pod on the node.
    private let hours: [(weights: [UInt128], use: [UInt128])?]

    /// - Parameters:
    ///   - prices: what parts an hour's cost between resources; nil where there is only one.
    ///   - keepsResources: what each resource bears of a pod's cost is asked for.
    init(_ day: NodeDay, prices: PriceBook.Line?, keepsResources: Bool) {
        let ordered = day.podsInOrder
        pods = ordered.map(\.pod)
        let own = ordered.map(\.hours)
        hours = (0..<24).map { hour in
            day.capacities[0].isKnown(hour: hour) ? day.shares(of: own, hour: hour, prices: prices) : nil
        }
        resources =
            keepsResources && prices != nil
            ? (0..<24).map { Split.scaled(day.groups(of: own, hour: $0, prices: prices)) } : []
    }

    /// The weight of an hour beside the others of the day, of a position in what `weights` returns that stands for idle or
    /// a pod.
    func weight(hour: Int, position: Int) -> UInt128 { hours[hour]?.weights[position - 1] ?? 0 }

    /// Which part of a pod's cost of an hour each resource bears; nil where there is only one.
    func resourceParts(hour: Int, position: Int) -> [UInt128]? {
        resources.isEmpty ? nil : resources[hour].map { $0[position - 1] }
    }

    /// Weights of: no telemetry, idle, the pods. An hour without telemetry weighs as the others do on average, and
    /// goes to no telemetry.
    func weights(of wanted: Range<Int>) -> (shares: [UInt128], use: [UInt128]) {
        var sums = Array(repeating: UInt128(0), count: pods.count + 2)
        var used = sums
        var seen: UInt128 = 0
        for hour in wanted {
            guard let hour = hours[hour] else { continue }
            seen += 1
            for position in hour.weights.indices {
                sums[position + 1] += hour.weights[position]
                used[position + 1] += hour.use[position]
            }
        }
        guard seen > 0 else {
            sums[0] = 1
            return (sums, used)
        }
        let missing = UInt128(wanted.count) - seen
        if missing > 0 {
            let total = sums.reduce(0, +)
            for position in sums.indices { sums[position] *= seen }
            // Hours that were seen without any capacity leave nothing to compare with: the whole is idle.
            sums[0] = total * missing
        }
        return (sums, used)
    }
}
