import Kernel

extension Split {
    /// Weights in which each group has its part of the whole. 2^80 steps move no share by more than 10^-24 of what is
    /// split. A group whose weights are all zero leaves its part to its first, which stands for what is left over.
    static func combined(_ groups: [(part: UInt128, weights: [UInt128])]) -> [UInt128] {
        var sums = Array(repeating: UInt128(0), count: groups[0].weights.count)
        for group in scaled(groups) {
            for (index, weight) in group.enumerated() { sums[index] += weight }
        }
        return sums
    }

    /// The same group by group, before they are added up.
    static func scaled(_ groups: [(part: UInt128, weights: [UInt128])]) -> [[UInt128]] {
        guard let parts = largestRemainder(Int128(1) << 80, weights: groups.map(\.part)) else {
            return groups.map { Array(repeating: 0, count: $0.weights.count) }
        }
        return zip(parts, groups).map { part, group in
            guard let scaled = largestRemainder(part, weights: group.weights) else {
                return [UInt128(part)] + Array(repeating: 0, count: group.weights.count - 1)
            }
            return scaled.map { UInt128($0) }
        }
    }
}
