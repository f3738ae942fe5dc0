import Kernel

/// What one thread has added up of the rows it read. Sums are exact, so the order in which threads are added makes no
/// difference.
struct LaneSums {
    var groups: GroupedCosts
    var currencies = AccountCurrencies()
    var commitments = CommitmentSums()

    /// The earliest and the latest start of a charge.
    private(set) var chargeStarts: ClosedRange<Instant>?

    init(_ dimensions: GroupedCosts.Dimensions) { groups = GroupedCosts(dimensions) }

    @inline(__always)
    mutating func note(chargeStart: Instant) {
        if let known = chargeStarts, known.contains(chargeStart) { return }
        widen(chargeStart...chargeStart)
    }

    private mutating func widen(_ other: ClosedRange<Instant>?) {
        guard let other else { return }
        guard let known = chargeStarts else { return chargeStarts = other }
        chargeStarts = min(known.lowerBound, other.lowerBound)...max(known.upperBound, other.upperBound)
    }

    mutating func add(_ other: LaneSums) throws {
        widen(other.chargeStarts)
        try groups.add(other.groups)
        currencies.add(other.currencies)
        try commitments.add(other.commitments)
    }
}
