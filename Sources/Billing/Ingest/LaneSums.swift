import Kernel

/// What one thread has added up of the rows it read. Sums are exact, so the order in which threads are added makes no
/// difference.
struct LaneSums {
    var daily = DailyCosts()
    var currencies = AccountCurrencies()

    mutating func add(_ other: LaneSums) throws {
        try daily.add(other.daily)
        currencies.add(other.currencies)
    }
}
