import Kernel

extension Month {
    /// Equality that loops can have in line: `==` of another module is a call (measured: 0.6 % of an ingest).
    func isSame(as other: Month) -> Bool { month == other.month && year == other.year }
}
