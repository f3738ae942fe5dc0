import Kernel

/// A split among receivers who take more than there is: each gets `whole x weight / capacity`, and what is left, `whole x
/// (capacity - sum of weights) / capacity`, has the other sign. Nothing is lost: the parts sum to the whole.
enum OverdrawnSplit {
    /// - Parameters:
    ///   - weights: of the receivers; more in sum than `capacity`.
    ///   - capacity: more than 0.
    /// - Returns: what is left first, then the receivers; each within one unit of the fraction.
    static func parts(_ whole: Int128, weights: [UInt128], capacity: UInt128) throws(AmountOverflow) -> [Int128] {
        let taken = weights.reduce(0, +)
        precondition(capacity > 0 && taken > capacity, "receivers take no more than there is")
        let product = whole.magnitude.multipliedFullWidth(by: taken - capacity)
        guard product.high < capacity else { throw AmountOverflow() }
        // Rounded towards zero, as shares are.
        guard let excess = Int128(exactly: capacity.dividingFullWidth(product).quotient) else { throw AmountOverflow() }
        let rest = whole < 0 ? excess : -excess
        let (given, overflow) = whole.subtractingReportingOverflow(rest)
        guard !overflow, let parts = Split.largestRemainder(given, weights: weights) else { throw AmountOverflow() }
        return [rest] + parts
    }
}
