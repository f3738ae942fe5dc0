import Columns
import Kernel
import Model

/// The typed values of one row, read before anything of it is kept: a row is taken whole or set aside whole.
///
/// One value of this type is used again for every row of a file. Nothing in `read` allocates unless there is a finding.
struct FocusRow: ~Copyable {
    /// By ordinal of the FOCUS column: units of costs, prices and quantities.
    private let decimals: UnsafeMutablePointer<Int128>
    /// By ordinal: microseconds of times.
    private let instants: UnsafeMutablePointer<Int64>
    /// By ordinal: whether the column has a value.
    private let present: UnsafeMutablePointer<Bool>
    /// By ordinal: place of a value in the closed list of its column, -1 when it is none of the list.
    private let listed: UnsafeMutablePointer<Int8>
    private(set) var currency: Currency?
    /// Index in the specification's list.
    var chargeCategory: Int { Int(listed[at.chargeCategory]) }
    /// The month in which the billing period starts.
    private(set) var billingPeriod = Instant(microseconds: 0).month
    private var hasBillingPeriod = false

    /// By ordinal of the FOCUS column: where rows have it, -1 where they do not.
    let slots: [Int]
    /// Lesser findings of the row that was read last, to be told where they stand.
    var pending: [(kind: RowNotes.Kind, finding: RowFinding)] = []
    let checksConformance: Bool
    /// The amount of this row that was read last; its text is borrowed from the row.
    private var latestAmount: (text: UnsafeBufferPointer<UInt8>, units: Int128)?
    private let columns: UnsafeMutableBufferPointer<TypedColumn>
    private let lists: [Spellings]
    private let repeated: RepeatedTexts
    let at = Ordinals()

    /// Ordinals of the columns that every row is asked for.
    struct Ordinals {
        let billed = FocusColumn.billedCost.ordinal
        let effective = FocusColumn.effectiveCost.ordinal
        let list = FocusColumn.listCost.ordinal
        let contracted = FocusColumn.contractedCost.ordinal
        let billingStart = FocusColumn.billingPeriodStart.ordinal
        let billingEnd = FocusColumn.billingPeriodEnd.ordinal
        let chargeStart = FocusColumn.chargePeriodStart.ordinal
        let chargeEnd = FocusColumn.chargePeriodEnd.ordinal
        let chargeCategory = FocusColumn.chargeCategory.ordinal
        let chargeClass = FocusColumn.chargeClass.ordinal
        let chargeFrequency = FocusColumn.chargeFrequency.ordinal
        let commitmentID = FocusColumn.commitmentDiscountID.ordinal
        let commitmentStatus = FocusColumn.commitmentDiscountStatus.ordinal
        let consumedQuantity = FocusColumn.consumedQuantity.ordinal
        let pricingQuantity = FocusColumn.pricingQuantity.ordinal
        let listUnitPrice = FocusColumn.listUnitPrice.ordinal
        let contractedUnitPrice = FocusColumn.contractedUnitPrice.ordinal
    }

    /// - Parameter checksConformance: whether rows are held against the rules that FOCUS has for values that belong
    ///   together. Rows made from another format are not: they would be findings about us.
    init(slots: [Int], checksConformance: Bool) {
        self.checksConformance = checksConformance
        let count = FocusColumn.allCases.count
        decimals = .allocate(capacity: count)
        decimals.initialize(repeating: 0, count: count)
        instants = .allocate(capacity: count)
        instants.initialize(repeating: 0, count: count)
        present = .allocate(capacity: count)
        present.initialize(repeating: false, count: count)
        listed = .allocate(capacity: count)
        listed.initialize(repeating: -1, count: count)
        repeated = RepeatedTexts(columns: count)
        self.slots = slots
        let all = TypedColumn.all(in: slots)
        columns = .allocate(capacity: all.columns.count)
        _ = columns.initialize(from: all.columns)
        lists = all.lists
    }

    deinit {
        decimals.deallocate()
        instants.deallocate()
        columns.deallocate()
        present.deallocate()
        listed.deallocate()
    }

    /// Reads all typed columns of a row.
    ///
    /// - Returns: why the row must be set aside; nil when it is sound. Lesser findings are counted in `notes`, those
    ///   that should be described are left in `pending`.
    @inline(__always)
    mutating func read<Fields: FocusFields & ~Copyable>(
        _ row: borrowing Fields, notes: inout RowNotes
    ) -> RowFinding? {
        latestAmount = nil
        for typed in columns {
            switch row.plainValue(typed.slot) {
            case .text(let field):
                present[typed.ordinal] = true
                if let problem = readValue(typed, field, &notes) { return problem }
            case .null:
                present[typed.ordinal] = false
                decimals[typed.ordinal] = 0
                if typed.isRequired {
                    return RowFinding(BillCode.nullRequired, "\(typed.column.rawValue) is null", slot: typed.slot)
                }
                if typed.isNullNoted, !notes.countsOnly(.nullCost) {
                    note(.nullCost, typed, "\(typed.column.rawValue) is null and counts as zero")
                }
            case .units(let units):
                present[typed.ordinal] = true
                decimals[typed.ordinal] = units
                if typed.reader == .price { checkSign(typed, &notes) }
            case .microseconds(let microseconds):
                present[typed.ordinal] = true
                take(Instant(microseconds: microseconds), typed)
                repeated.forget(column: typed.ordinal)
            }
        }
        if let problem = checkPeriods(&notes) { return problem }
        return checksConformance ? checkConformance(&notes) : nil
    }

    @inline(__always)
    private mutating func readValue(_ typed: TypedColumn, _ field: CSVField, _ notes: inout RowNotes) -> RowFinding? {
        switch typed.reader {
        case .amount: return readAmount(typed, field)
        case .price:
            if let problem = readAmount(typed, field) { return problem }
            checkSign(typed, &notes)
            return nil
        case .quantity:
            readQuantity(typed, field, &notes)
            return nil
        case .instant: return readInstant(typed, field, &notes)
        case .currency: return readCurrency(typed, field)
        case .listed: return checkListed(typed, field, &notes)
        case .presence: return nil
        }
    }

    @inline(__always)
    private mutating func readAmount(_ typed: TypedColumn, _ field: CSVField) -> RowFinding? {
        // Where there is no discount, the four costs of a row are one text four times.
        if let latest = latestAmount, latest.text.count == field.bytes.count, let start = field.bytes.baseAddress,
            let known = latest.text.baseAddress, RepeatedTexts.areSame(known, start, field.bytes.count)
        {
            decimals[typed.ordinal] = latest.units
            return nil
        }
        do {
            let units = try DecimalText.parse(field.bytes, scale: Amount.scale)
            decimals[typed.ordinal] = units
            latestAmount = (field.bytes, units)
            return nil
        } catch {
            return finding(error, typed, field)
        }
    }

    private mutating func checkSign(_ typed: TypedColumn, _ notes: inout RowNotes) {
        if decimals[typed.ordinal] < 0, !notes.countsOnly(.negativePrice) {
            note(.negativePrice, typed, "\(typed.column.rawValue) is negative")
        }
    }

    private mutating func readQuantity(_ typed: TypedColumn, _ field: CSVField, _ notes: inout RowNotes) {
        do {
            decimals[typed.ordinal] = try DecimalText.parse(field.bytes, scale: Quantity.scale, excess: .roundHalfEven)
        } catch {
            // A quantity is no money: the row stays, the quantity is left out, and that is said.
            present[typed.ordinal] = false
            if !notes.countsOnly(.quantityDropped) {
                let text = "\(typed.column.rawValue) \(QuotedText.of(field.text))"
                note(.quantityDropped, typed, "\(text) is no quantity that can be held and is left out")
            }
        }
    }

    @inline(__always)
    private mutating func readInstant(_ typed: TypedColumn, _ field: CSVField, _ notes: inout RowNotes) -> RowFinding? {
        if !repeated.holds(field.bytes, column: typed.ordinal) {
            guard let instant = Instant(utf8: field.bytes) else {
                return RowFinding(
                    BillCode.notATime, "\(typed.column.rawValue) \(QuotedText.of(field.text)) is no UTC time",
                    slot: typed.slot, hint: "times are written 2026-04-01T00:00:00Z")
            }
            repeated.keep(field.bytes, column: typed.ordinal)
            take(instant, typed)
        }
        if field.bytes.count == 19 || field.bytes.count == 16, !notes.countsOnly(.timeWithoutZone) {
            note(.timeWithoutZone, typed, "\(typed.column.rawValue) names no zone and is read as UTC")
        }
        return nil
    }

    private mutating func take(_ instant: Instant, _ typed: TypedColumn) {
        if typed.ordinal == at.billingStart, instants[typed.ordinal] != instant.microseconds || !hasBillingPeriod {
            billingPeriod = instant.month
            hasBillingPeriod = true
        }
        instants[typed.ordinal] = instant.microseconds
    }

    private mutating func readCurrency(_ typed: TypedColumn, _ field: CSVField) -> RowFinding? {
        if repeated.holds(field.bytes, column: typed.ordinal) { return nil }
        repeated.forget(column: typed.ordinal)
        currency = Currency(utf8: field.bytes)
        guard currency == nil else {
            repeated.keep(field.bytes, column: typed.ordinal)
            return nil
        }
        return RowFinding(
            BillCode.unknownCurrency, "BillingCurrency \(QuotedText.of(field.text)) is no ISO 4217 code",
            slot: typed.slot, hint: "currency codes are three capital letters, such as USD")
    }

    private mutating func checkListed(_ typed: TypedColumn, _ field: CSVField, _ notes: inout RowNotes) -> RowFinding? {
        if repeated.holds(field.bytes, column: typed.ordinal) { return nil }
        var index = lists[typed.list].index(of: field.bytes)
        let isExact = index >= 0
        if !isExact { index = lists[typed.list].indexIgnoringCase(of: field.bytes) }
        listed[typed.ordinal] = Int8(truncatingIfNeeded: index)
        if isExact {
            repeated.keep(field.bytes, column: typed.ordinal)
            return nil
        }
        repeated.forget(column: typed.ordinal)
        let name = typed.column.rawValue
        if index >= 0 {
            if !notes.countsOnly(.otherSpelling) {
                let value = lists[typed.list].values[index]
                let message = "\(name) \(QuotedText.of(field.text)) should be spelled \"\(value)\""
                note(.otherSpelling, typed, message)
            }
            return nil
        }
        let allowed = lists[typed.list].values.joined(separator: ", ")
        if typed.column == .chargeCategory {
            return RowFinding(
                BillCode.unknownCategory, "\(name) \(QuotedText.of(field.text)) is none of \(allowed)",
                slot: typed.slot)
        }
        if !notes.countsOnly(.unknownValue) {
            note(.unknownValue, typed, "\(name) \(QuotedText.of(field.text)) is none of \(allowed)")
        }
        return nil
    }

    private mutating func checkPeriods(_ notes: inout RowNotes) -> RowFinding? {
        let chargeStart = instants[at.chargeStart]
        guard chargeStart < instants[at.chargeEnd] else {
            return RowFinding(
                BillCode.emptyPeriod, "ChargePeriodEnd is not after ChargePeriodStart", slot: slots[at.chargeEnd])
        }
        let (start, end) = (instants[at.billingStart], instants[at.billingEnd])
        guard start < end else {
            return RowFinding(
                BillCode.emptyPeriod, "BillingPeriodEnd is not after BillingPeriodStart", slot: slots[at.billingEnd])
        }
        if chargeStart < start || chargeStart >= end, !notes.countsOnly(.outsideBillingPeriod) {
            pending.append(
                (
                    .outsideBillingPeriod,
                    RowFinding(
                        BillCode.outsideBillingPeriod, "ChargePeriodStart is outside the billing period",
                        slot: slots[at.chargeStart])
                ))
        }
        return nil
    }
}

extension FocusRow {
    func has(_ ordinal: Int) -> Bool { present[ordinal] }

    /// Place of the value in the closed list of its column; -1 without a value, and for one that is none of the list.
    func listedValue(_ ordinal: Int) -> Int { present[ordinal] ? Int(listed[ordinal]) : -1 }

    /// Units of a decimal; 0 for null.
    func units(_ ordinal: Int) -> Int128 { decimals[ordinal] }

    /// Units of the scale of the column's kind.
    func decimal(_ ordinal: Int) -> Int128? { present[ordinal] ? decimals[ordinal] : nil }

    func microseconds(_ ordinal: Int) -> Int64 { instants[ordinal] }

    var chargeStart: Instant { Instant(microseconds: instants[at.chargeStart]) }
    /// The day on which the charge starts.
    var chargeDay: CalendarDay { chargeStart.day }

    /// The four costs; nulls are zero.
    var costs: CostVector {
        CostVector(
            billed: Amount(units: decimals[at.billed]), effective: Amount(units: decimals[at.effective]),
            list: Amount(units: decimals[at.list]), contracted: Amount(units: decimals[at.contracted]))
    }
}
