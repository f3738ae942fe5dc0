import Kernel

extension NodeDay {
    /// How the cost of the day, or of one of its hours, is shared: idle first, then the pods in order.
    ///
    /// Idle = max(capacity - use, 0), so an over-committed node has none and its pods share the cost in proportion.
    ///
    /// - Parameters:
    ///   - pods: hours of the pods, in order.
    ///   - hour: nil for the whole day.
    ///   - prices: what parts the cost between the resources; nil where there is only one.
    /// - Returns: the weights, and the use of the first resource in the same order.
    func shares(
        of pods: [[HourlyMaximum]], hour: Int? = nil, prices: PriceBook.Line?
    ) -> (weights: [UInt128], use: [UInt128]) {
        let groups = groups(of: pods, hour: hour, prices: prices)
        return (groups.count > 1 ? Split.combined(groups) : groups[0].weights, groups[0].weights)
    }

    /// The same by resource: what each bears of the cost, and who used how much of it. The part is 1 where there is only
    /// one.
    func groups(
        of pods: [[HourlyMaximum]], hour: Int?, prices: PriceBook.Line?
    ) -> [(part: UInt128, weights: [UInt128])] {
        func amount(_ hours: HourlyMaximum) -> UInt128 { hour.map { hours.value(hour: $0) } ?? hours.sum }
        let capacities = self.capacities.map(amount)
        let byResource = capacities.enumerated().map { resource, capacity in
            let used = pods.map { amount($0[resource]) }
            let effective = used.reduce(0, +)
            return [capacity > effective ? capacity - effective : 0] + used
        }
        guard let prices else { return [(1, byResource[0])] }
        // The cost is parted by price and capacity; each part is split by the use of its own resource.
        let parts = prices.weights(cpu: capacities[0], memory: capacities[1], gpu: capacities[2])
        return Array(zip(parts, byResource))
    }
}
