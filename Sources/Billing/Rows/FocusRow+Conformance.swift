import Kernel
import Model

/// What FOCUS says of values that belong together (FOCUS 1.2, the requirements of each column). Only what would count
/// money twice sets a row aside; the rest is recorded.
extension FocusRow {
    /// Places in the lists of `FocusColumn`.
    enum Category {
        static let usage = 0
        static let purchase = 1
        static let tax = 2
        static let credit = 3
    }
    static let unused = 1
    /// Of ChargeFrequency.
    static let recurring = 1

    @inline(__always)
    mutating func checkConformance(_ notes: inout RowNotes) -> RowFinding? {
        let category = chargeCategory
        let status = listedValue(at.commitmentStatus)
        if category == Category.purchase, has(at.commitmentID), units(at.effective) != 0 {
            return RowFinding(
                BillCode.purchaseAmortised, "the purchase of a commitment has an EffectiveCost that is not zero",
                slot: slots[at.effective], hint: "FOCUS spreads it over the usage that the commitment covers")
        }
        if has(at.consumedQuantity), category != Category.usage || status == FocusRow.unused {
            note(.quantityUnexpected, .consumedQuantity, &notes, "ConsumedQuantity stands where nothing was consumed")
        }
        if category == Category.tax, has(at.pricingQuantity) {
            note(.quantityUnexpected, .pricingQuantity, &notes, "PricingQuantity of a tax should be null")
        }
        let isPriced = category == Category.usage || category == Category.purchase
        if isPriced, !has(at.pricingQuantity), !has(at.chargeClass) {
            note(.quantityMissing, .pricingQuantity, &notes, "PricingQuantity is null")
        }
        let wantsStatus = has(at.commitmentID) && category == Category.usage
        if has(at.commitmentStatus) ? !has(at.commitmentID) : wantsStatus && slots[at.commitmentStatus] >= 0 {
            note(
                .commitmentStatus, .commitmentDiscountStatus, &notes,
                "CommitmentDiscountStatus and CommitmentDiscountId do not go together")
        }
        if category == Category.credit, units(at.effective) != units(at.billed) {
            note(.creditDiffers, .effectiveCost, &notes, "the EffectiveCost of a credit is not its BilledCost")
        }
        if !has(at.chargeClass) {
            checkProduct(at.list, at.listUnitPrice, .listCost, &notes)
            checkProduct(at.contracted, at.contractedUnitPrice, .contractedCost, &notes)
        }
        return nil
    }

    private mutating func note(
        _ kind: RowNotes.Kind, _ column: FocusColumn, _ notes: inout RowNotes, _ message: @autoclosure () -> String
    ) {
        guard !notes.countsOnly(kind) else { return }
        pending.append((kind, RowFinding(kind.code, message(), slot: slots[column.ordinal])))
    }

    @inline(__always)
    private mutating func checkProduct(
        _ cost: Int, _ price: Int, _ column: FocusColumn, _ notes: inout RowNotes
    ) {
        guard has(cost), has(price), has(at.pricingQuantity) else { return }
        guard FocusRow.differs(cost: units(cost), price: units(price), quantity: units(at.pricingQuantity)) else {
            return
        }
        note(.costDiffers, column, &notes, "\(column.rawValue) is not its unit price times PricingQuantity")
    }

    /// Whether a cost is not its unit price times PricingQuantity. Providers round prices and costs on their own: half of
    /// the rows of real bills differ, by less than 0.00006.
    ///
    /// - Parameters: units of an amount, of a price and of a quantity.
    @inline(__always)
    static func differs(cost: Int128, price: Int128, quantity: Int128) -> Bool {
        let expected = product(price.magnitude, quantity.magnitude)
        let isNegative = (price < 0) != (quantity < 0)
        // All three at the scale of the product, 24 + 18.
        let scale = UInt128(DecimalText.powerOfTen(Quantity.scale))
        let stated = product(cost.magnitude, scale)
        let isSame = (cost < 0) == isNegative || cost == 0 || (expected.high == 0 && expected.low == 0)
        let difference = isSame ? distance(expected, stated) : sum(expected, stated)
        guard isAbove(difference, product(tolerance, scale)) else { return false }
        // Only the few rows that differ by more than rounding pay for a division of 128 bits.
        return isAbove(difference, product(cost.magnitude / 10_000, scale))
    }

    /// 0.0001 in units of an amount.
    private static let tolerance = UInt128(100_000_000_000_000_000_000)

    private typealias Wide = (high: UInt128, low: UInt128)

    /// By halves of 64 bits, in line: the library's for 128 bits is a call (measured: the check took twice the time).
    @inline(__always)
    private static func product(_ one: UInt128, _ other: UInt128) -> Wide {
        let (a, b) = (UInt64(truncatingIfNeeded: one >> 64), UInt64(truncatingIfNeeded: one))
        let (c, d) = (UInt64(truncatingIfNeeded: other >> 64), UInt64(truncatingIfNeeded: other))
        let low = times(b, d)
        // A product of two numbers of 64 bits leaves room for two more of them.
        let middle = times(a, d) + (low >> 64)
        let second = times(b, c) + UInt128(UInt64(truncatingIfNeeded: middle))
        let high = times(a, c) + (middle >> 64) + (second >> 64)
        return (high, second << 64 | UInt128(UInt64(truncatingIfNeeded: low)))
    }

    @inline(__always)
    private static func times(_ one: UInt64, _ other: UInt64) -> UInt128 {
        let (high, low) = one.multipliedFullWidth(by: other)
        return UInt128(high) << 64 | UInt128(low)
    }

    private static func isAbove(_ one: Wide, _ other: Wide) -> Bool {
        one.high > other.high || (one.high == other.high && one.low > other.low)
    }

    private static func distance(_ one: Wide, _ other: Wide) -> Wide {
        let isLess = isAbove(other, one)
        let (larger, smaller) = isLess ? (other, one) : (one, other)
        let (low, borrow) = larger.low.subtractingReportingOverflow(smaller.low)
        return (larger.high - smaller.high - (borrow ? 1 : 0), low)
    }

    private static func sum(_ one: Wide, _ other: Wide) -> Wide {
        let (low, carry) = one.low.addingReportingOverflow(other.low)
        return (one.high + other.high + (carry ? 1 : 0), low)
    }
}
