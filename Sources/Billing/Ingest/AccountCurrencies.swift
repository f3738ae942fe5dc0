import Columns
import Kernel
import Model

/// FOCUS gives an account one currency in a billing period; two mean that files were mixed up.
struct AccountCurrencies {
    /// Where a row stands: in which part of the bill, and its line there.
    struct Position: Comparable {
        let part: Int
        let line: Int

        static func < (left: Position, right: Position) -> Bool { (left.part, left.line) < (right.part, right.line) }
    }

    private struct Key: Hashable {
        let account: Int32
        let month: Month
        let currency: Currency
    }

    /// The first row of each.
    private var first: [Key: Position] = [:]
    private var accounts = ByteInterner()
    /// By number of the account: the period and currency of its latest row, which spares the look into `first`.
    private var latest: [(month: Month, currency: Currency)?] = [nil]

    @inline(__always)
    mutating func note(_ account: UnsafeBufferPointer<UInt8>, _ month: Month, _ currency: Currency, _ place: Position) {
        let account = accounts.id(of: account)
        if Int(account) == latest.count { latest.append(nil) }
        if let latest = latest[Int(account)], latest.month.isSame(as: month), latest.currency == currency { return }
        latest[Int(account)] = (month, currency)
        enter(Key(account: account, month: month, currency: currency), place)
    }

    private mutating func enter(_ key: Key, _ place: Position) {
        if let known = first[key], known < place { return }
        first[key] = place
    }

    /// Adds what another thread has noted.
    mutating func add(_ other: AccountCurrencies) {
        let numbers = accounts.numbers(of: other.accounts)
        for (key, place) in other.first {
            enter(Key(account: numbers[Int(key.account)], month: key.month, currency: key.currency), place)
        }
    }

    /// - Parameter place: tells where a row stands.
    /// - Throws: exit 65 for the first row, in the order of the bill, whose account has had another currency.
    func check(_ place: (Position) -> Place) throws(Failure) {
        struct AccountMonth: Hashable {
            let account: Int32
            let month: Month
        }
        var known: [AccountMonth: (currency: Currency, position: Position)] = [:]
        for (key, position) in first.sorted(by: { $0.value < $1.value }) {
            let entry = AccountMonth(account: key.account, month: key.month)
            guard let earlier = known[entry] else {
                known[entry] = (key.currency, position)
                continue
            }
            throw Failure(
                .badInput, BillCode.twoCurrencies,
                "a billing account is billed in \(key.currency) here and in \(earlier.currency) at \(place(earlier.position)), both for \(key.month)",
                at: place(position),
                hint: "an account has one billing currency a month; check that the files belong together")
        }
    }
}
