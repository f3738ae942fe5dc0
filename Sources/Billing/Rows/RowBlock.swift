import Columns
import Kernel
import Model

/// The typed values of some rows of a FOCUS file, read column by column, and which of the rows need a closer look.
///
/// It only has to be right about rows of which nothing is to be said: what a column cannot hold for sure, and every row
/// that breaks a rule, is marked in `isOdd` and read again by `FocusRow`, which finds out what it is. So the rules of
/// `FocusRow` are the rules; those here may be stricter (docs/decisions/0017-rows-in-blocks.md).
struct RowBlock: ~Copyable {
    /// Rows of a block: what is kept of them stays in the first two levels of cache.
    static let most = 128

    private(set) var count = 0
    /// By row: whether `FocusRow` must read it.
    let isOdd: UnsafeMutablePointer<Bool>
    /// Twice by row: of times without a zone, then of costs that are null.
    private let counts: UnsafeMutablePointer<UInt8>
    /// Whether times without a zone, and costs that are null, are counted; else they make a row odd.
    private(set) var (countsZoneless, countsNullCosts) = (false, false)
    /// By row: the currency, packed.
    let currencies: UnsafeMutablePointer<UInt32>

    /// By ordinal and row: units of costs, prices and quantities; 0 for null.
    private let decimals: UnsafeMutablePointer<Int128>
    /// By ordinal and row: microseconds of times.
    private let instants: UnsafeMutablePointer<Int64>
    /// By ordinal and row: whether the typed column has a value.
    private let present: UnsafeMutablePointer<Bool>
    /// By ordinal and row: place of a value in the closed list of its column, -1 for null.
    private let listed: UnsafeMutablePointer<Int8>

    let columns: [TypedColumn]
    let lists: [Spellings]
    private let hasCommitmentStatus: Bool
    private let checksConformance: Bool
    private let at = FocusRow.Ordinals()

    init(slots: [Int], checksConformance: Bool) {
        self.checksConformance = checksConformance
        (columns, lists) = TypedColumn.all(in: slots)
        hasCommitmentStatus = slots[FocusColumn.commitmentDiscountStatus.ordinal] >= 0
        let cells = FocusColumn.allCases.count * RowBlock.most
        isOdd = .allocate(capacity: RowBlock.most)
        isOdd.initialize(repeating: false, count: RowBlock.most)
        counts = .allocate(capacity: 2 * RowBlock.most)
        counts.initialize(repeating: 0, count: 2 * RowBlock.most)
        currencies = .allocate(capacity: RowBlock.most)
        currencies.initialize(repeating: 0, count: RowBlock.most)
        decimals = .allocate(capacity: cells)
        decimals.initialize(repeating: 0, count: cells)
        instants = .allocate(capacity: cells)
        instants.initialize(repeating: 0, count: cells)
        present = .allocate(capacity: cells)
        present.initialize(repeating: false, count: cells)
        listed = .allocate(capacity: cells)
        listed.initialize(repeating: -1, count: cells)
    }

    deinit {
        isOdd.deallocate()
        counts.deallocate()
        currencies.deallocate()
        decimals.deallocate()
        instants.deallocate()
        present.deallocate()
        listed.deallocate()
    }

    // Each gives a column by row, at most `most` of them. Columns that the file lacks hold nulls.

    @inline(__always)
    func decimals(_ ordinal: Int) -> UnsafeMutablePointer<Int128> { decimals + ordinal * RowBlock.most }
    @inline(__always)
    func instants(_ ordinal: Int) -> UnsafeMutablePointer<Int64> { instants + ordinal * RowBlock.most }
    @inline(__always)
    func present(_ ordinal: Int) -> UnsafeMutablePointer<Bool> { present + ordinal * RowBlock.most }
    @inline(__always)
    func listed(_ ordinal: Int) -> UnsafeMutablePointer<Int8> { listed + ordinal * RowBlock.most }
    /// How many of its times have no zone.
    @inline(__always)
    var zoneless: UnsafeMutablePointer<UInt8> { counts }
    /// How many of its costs count as zero because they are null.
    @inline(__always)
    var nullCosts: UnsafeMutablePointer<UInt8> { counts + RowBlock.most }

    /// Forgets the rows before; `count` new ones are to be read. What `notes` has described often enough no longer makes
    /// a row odd.
    mutating func begin(_ count: Int, _ notes: borrowing RowNotes) {
        precondition(count <= RowBlock.most, "more rows than a block has room for")
        self.count = count
        isOdd.update(repeating: false, count: count)
        counts.update(repeating: 0, count: 2 * RowBlock.most)
        countsZoneless = notes.isFull(.timeWithoutZone)
        countsNullCosts = notes.isFull(.nullCost)
    }

    /// Adds to `notes` what is only counted of some rows.
    func count(_ rows: Range<Int>, in notes: inout RowNotes) {
        func sum(_ counts: UnsafeMutablePointer<UInt8>) -> Int { rows.reduce(0) { $0 + Int(counts[$1]) } }
        if countsZoneless { notes.count(.timeWithoutZone, times: sum(zoneless)) }
        if countsNullCosts { notes.count(.nullCost, times: sum(nullCosts)) }
    }

    func readCurrencies<Fields: FieldBlock & ~Copyable>(_ block: borrowing Fields, _ typed: TypedColumn) {
        readRepeating(block, typed) { text in
            Currency(utf8: text)?.packed
        } keep: { row, _, value in
            currencies[row] = value
        }
    }

    /// Goes down a column of few texts: one that stands in the row before is not read again. A null where a value is
    /// required, and a text that `read` makes nothing of, make their row odd.
    @inline(__always)
    func readRepeating<Fields: FieldBlock & ~Copyable, Value>(
        _ block: borrowing Fields, _ typed: TypedColumn, read: (UnsafeBufferPointer<UInt8>) -> Value?,
        keep: (Int, UnsafeBufferPointer<UInt8>, Value) -> Void
    ) {
        let present = present(typed.ordinal)
        var known: (text: UnsafeBufferPointer<UInt8>, value: Value)?
        for row in 0..<count {
            let field = block.unscannedField(row, typed.slot)
            present[row] = !field.isNull
            if field.isNull {
                if typed.isRequired { isOdd[row] = true }
                continue
            }
            if let known, RowBlock.areSame(field.bytes, known.text) {
                keep(row, field.bytes, known.value)
            } else if let value = read(field.bytes) {
                known = (field.bytes, value)
                keep(row, field.bytes, value)
            } else {
                isOdd[row] = true
            }
        }
    }

    @inline(__always)
    static func areSame(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard one.count == other.count, let left = one.baseAddress, let right = other.baseAddress else { return false }
        return RepeatedTexts.areSame(left, right, one.count)
    }

    /// Marks the rows whose values do not go together, once all columns have been read.
    func check() {
        checkPeriods()
        if checksConformance {
            checkValuesTogether()
            checkProducts(decimals(at.list), present(at.list), at.listUnitPrice)
            checkProducts(decimals(at.contracted), present(at.contracted), at.contractedUnitPrice)
        }
    }

    /// Calls `body` with the rows in order, as runs that are all odd or all not.
    @inline(__always)
    func forEachRun(_ body: (Range<Int>, Bool) throws -> Void) rethrows {
        var row = 0
        while row < count {
            let first = row
            while row < count, isOdd[row] == isOdd[first] { row += 1 }
            try body(first..<row, isOdd[first])
        }
    }

    /// As `FocusRow.checkPeriods`: a charge that starts within its billing period shows that the period is not empty.
    private func checkPeriods() {
        let (chargeStart, chargeEnd) = (instants(at.chargeStart), instants(at.chargeEnd))
        let (start, end) = (instants(at.billingStart), instants(at.billingEnd))
        for row in 0..<count {
            let isSound =
                chargeStart[row] < chargeEnd[row] && chargeStart[row] >= start[row] && chargeStart[row] < end[row]
            if !isSound { isOdd[row] = true }
        }
    }

    /// As `FocusRow.checkConformance`, but for products.
    private func checkValuesTogether() {
        let (category, status) = (listed(at.chargeCategory), listed(at.commitmentStatus))
        let (billed, effective) = (decimals(at.billed), decimals(at.effective))
        let (hasCommitment, hasStatus) = (present(at.commitmentID), present(at.commitmentStatus))
        let (hasConsumed, hasPricing) = (present(at.consumedQuantity), present(at.pricingQuantity))
        let hasClass = present(at.chargeClass)
        for row in 0..<count {
            let category = Int(category[row])
            var isOdd = false
            if category == FocusRow.Category.usage {
                isOdd =
                    (hasConsumed[row] && Int(status[row]) == FocusRow.unused)
                    || (!hasPricing[row] && !hasClass[row])
                    || (hasCommitment[row] != hasStatus[row] && (hasCommitmentStatus || hasStatus[row]))
            } else {
                isOdd =
                    hasConsumed[row] || (hasStatus[row] && !hasCommitment[row])
                    || (category == FocusRow.Category.tax && hasPricing[row])
                    || (category == FocusRow.Category.credit && effective[row] != billed[row])
                    || (category == FocusRow.Category.purchase
                        && ((hasCommitment[row] && effective[row] != 0) || (!hasPricing[row] && !hasClass[row])))
            }
            if isOdd { self.isOdd[row] = true }
        }
    }

    private func checkProducts(
        _ costs: UnsafeMutablePointer<Int128>, _ hasCost: UnsafeMutablePointer<Bool>, _ price: Int
    ) {
        let (prices, hasPrice) = (decimals(price), present(price))
        let (quantities, hasQuantity) = (decimals(at.pricingQuantity), present(at.pricingQuantity))
        let hasClass = present(at.chargeClass)
        for row in 0..<count where hasCost[row] && hasPrice[row] && hasQuantity[row] && !hasClass[row] {
            if FocusRow.differs(cost: costs[row], price: prices[row], quantity: quantities[row]) { isOdd[row] = true }
        }
    }
}
