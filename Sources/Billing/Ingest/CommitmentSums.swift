import Columns
import Kernel
import Model

/// What each commitment cost in a billing period and what of it was spread over usage: FOCUS wants the two to agree for
/// commitments that are paid as they go.
struct CommitmentSums {
    private struct Key: Hashable {
        let commitment: Int32
        let month: Month
        let currency: Currency
    }

    private struct Sum {
        /// BilledCost of recurring purchases.
        var purchased = Amount.zero
        /// EffectiveCost of usage, used and unused.
        var spread = Amount.zero
        /// A purchase paid at once covers other periods too: nothing can be compared.
        var isPaidAtOnce = false

        mutating func add(_ other: Sum) throws {
            try purchased.add(other.purchased)
            try spread.add(other.spread)
            isPaidAtOnce = isPaidAtOnce || other.isPaidAtOnce
        }
    }

    private var interner = ByteInterner()
    private var sums: [Key: Sum] = [:]

    /// - Parameters:
    ///   - category: index in the list of ChargeCategory.
    ///   - frequency: index in the list of ChargeFrequency, -1 for null.
    mutating func add(
        _ commitment: UnsafeBufferPointer<UInt8>, _ billingPeriod: Month, _ currency: Currency, category: Int,
        frequency: Int, _ costs: CostVector
    ) throws {
        let key = Key(commitment: interner.id(of: commitment), month: billingPeriod, currency: currency)
        try sums[key, default: Sum()].add(CommitmentSums.sum(category, frequency, costs))
    }

    private static func sum(_ category: Int, _ frequency: Int, _ costs: CostVector) -> Sum {
        switch (category, frequency) {
        case (FocusRow.Category.usage, _): Sum(spread: costs.effective)
        case (FocusRow.Category.purchase, FocusRow.recurring): Sum(purchased: costs.billed)
        case (FocusRow.Category.purchase, _): Sum(isPaidAtOnce: true)
        default: Sum()
        }
    }

    /// Adds what another thread has gathered.
    mutating func add(_ other: CommitmentSums) throws {
        let numbers = interner.numbers(of: other.interner)
        for (key, sum) in other.sums {
            let key = Key(commitment: numbers[Int(key.commitment)], month: key.month, currency: key.currency)
            try sums[key, default: Sum()].add(sum)
        }
    }

    /// One finding for each commitment whose recurring purchases differ from what was spread by more than a hundredth and
    /// more than a hundredth of them, in the order of their ids.
    func findings(file: String) throws -> [Diagnostic] {
        var found: [(id: String, key: Key, sum: Sum)] = []
        for (key, sum) in sums where sum.purchased != .zero && !sum.isPaidAtOnce {
            var difference = sum.purchased
            try difference.subtract(sum.spread)
            let tolerance = max(CommitmentSums.tolerance, sum.purchased.units.magnitude / 100)
            if difference.units.magnitude > tolerance { found.append((interner.text(key.commitment) ?? "", key, sum)) }
        }
        found.sort { ($0.id, $0.key.month, $0.key.currency) < ($1.id, $1.key.month, $1.key.currency) }
        return found.map { id, key, sum in
            .warning(
                BillCode.commitmentDiffers,
                "commitment \(QuotedText.of(id)) was bought for \(sum.purchased) \(key.currency) in \(key.month), and \(sum.spread) of it is spread over usage",
                at: Place(file: file),
                hint: "EffectiveCost of its usage, used and unused, should add up to its purchases; rows may be missing"
            )
        }
    }

    /// 0.01 in units of an amount.
    private static let tolerance = UInt128(10_000_000_000_000_000_000_000)
}
