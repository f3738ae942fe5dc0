import Kernel

extension Split {
    /// Weights in which each group has its part of the whole. 2^80 steps move no share by more than 10^-24 of what is
    /// split. A group whose weights are all zero leaves its part to its first, which stands for what is left over.
    static func combined(_ groups: [(part: UInt128, weights: [UInt128])]) -> [UInt128] {
        var sums = Array(repeating: UInt128(0), count: groups[0].weights.count)
        guard let parts = largestRemainder(Int128(1) << 80, weights: groups.map(\.part)) else { return sums }
        for (part, group) in zip(parts, groups) {
            guard let scaled = largestRemainder(part, weights: group.weights) else {
                sums[0] += UInt128(part)
                continue
            }
            for (index, weight) in scaled.enumerated() { sums[index] += UInt128(weight) }
        }
        return sums
    }
}
