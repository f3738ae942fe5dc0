import Kernel

extension Month {
    /// Equality that loops can have in line: `==` of another module is a call (measured: 5 ns, four times a row).
    func isSame(as other: Month) -> Bool { month == other.month && year == other.year }
}
