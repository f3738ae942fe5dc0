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
    private(set) var currency: Currency?
    /// Index in the specification's list.
    private(set) var chargeCategory = 0
    /// The month in which the billing period starts.
    private(set) var billingPeriod = Instant(microseconds: 0).month

    let header: FocusHeader
    let file: String
    private let columns: [TypedColumn]
    private let lists: [Spellings]
    private let repeated: RepeatedTexts
    private let at = Ordinals()

    /// Ordinals of the columns that every row is asked for.
    private struct Ordinals {
        let billed = FocusColumn.billedCost.ordinal
        let effective = FocusColumn.effectiveCost.ordinal
        let list = FocusColumn.listCost.ordinal
        let contracted = FocusColumn.contractedCost.ordinal
        let billingStart = FocusColumn.billingPeriodStart.ordinal
        let billingEnd = FocusColumn.billingPeriodEnd.ordinal
        let chargeStart = FocusColumn.chargePeriodStart.ordinal
        let chargeEnd = FocusColumn.chargePeriodEnd.ordinal
        let chargeCategory = FocusColumn.chargeCategory.ordinal
    }

    init(header: FocusHeader, file: String) {
        let count = FocusColumn.allCases.count
        decimals = .allocate(capacity: count)
        decimals.initialize(repeating: 0, count: count)
        instants = .allocate(capacity: count)
        instants.initialize(repeating: 0, count: count)
        present = .allocate(capacity: count)
        present.initialize(repeating: false, count: count)
        repeated = RepeatedTexts(columns: count)
        self.header = header
        self.file = file
        (columns, lists) = TypedColumn.all(of: header)
    }

    deinit {
        decimals.deallocate()
        instants.deallocate()
        present.deallocate()
    }

    /// Reads all typed columns of a record.
    ///
    /// - Returns: why the row must be set aside; nil when it is sound. Lesser findings go to `notes`.
    mutating func read(_ record: borrowing CSVRecord, notes: inout RowNotes) -> Diagnostic? {
        if let problem = record.problem { return problem.diagnostic(file: file) }
        for typed in columns {
            let field = record[typed.position]
            if field.isNull {
                present[typed.ordinal] = false
                decimals[typed.ordinal] = 0
                if typed.isRequired {
                    return finding(BillCode.nullRequired, "\(typed.column.rawValue) is null", typed, record)
                }
                if typed.isNullNoted, !notes.countsOnly(.nullCost) {
                    note(.nullCost, typed, record, &notes, "\(typed.column.rawValue) is null and counts as zero")
                }
                continue
            }
            present[typed.ordinal] = true
            if let problem = readValue(typed, field, record, &notes) { return problem }
        }
        return checkPeriods(record, &notes)
    }

    private mutating func readValue(
        _ typed: TypedColumn, _ field: CSVField, _ record: borrowing CSVRecord, _ notes: inout RowNotes
    ) -> Diagnostic? {
        switch typed.reader {
        case .amount: return readAmount(typed, field, record)
        case .price:
            if let problem = readAmount(typed, field, record) { return problem }
            if decimals[typed.ordinal] < 0, !notes.countsOnly(.negativePrice) {
                note(.negativePrice, typed, record, &notes, "\(typed.column.rawValue) is negative")
            }
            return nil
        case .quantity:
            do {
                decimals[typed.ordinal] = try DecimalText.parse(
                    field.bytes, scale: Quantity.scale, excess: .roundHalfEven)
            } catch {
                // A quantity is no money: the row stays, the quantity is left out, and that is said.
                present[typed.ordinal] = false
                if !notes.countsOnly(.quantityDropped) {
                    let text = "\(typed.column.rawValue) \(QuotedText.of(field.text))"
                    note(
                        .quantityDropped, typed, record, &notes,
                        "\(text) is no quantity that can be held and is left out")
                }
            }
            return nil
        case .instant: return readInstant(typed, field, record, &notes)
        case .currency: return readCurrency(typed, field, record)
        case .listed: return checkListed(typed, field, record, &notes)
        case .presence: return nil
        }
    }

    private mutating func readAmount(
        _ typed: TypedColumn, _ field: CSVField, _ record: borrowing CSVRecord
    ) -> Diagnostic? {
        do {
            decimals[typed.ordinal] = try DecimalText.parse(field.bytes, scale: Amount.scale)
            return nil
        } catch {
            return finding(error, typed, field, record)
        }
    }

    private mutating func readInstant(
        _ typed: TypedColumn, _ field: CSVField, _ record: borrowing CSVRecord, _ notes: inout RowNotes
    ) -> Diagnostic? {
        if !repeated.holds(field.bytes, column: typed.ordinal) {
            guard let instant = Instant(utf8: field.bytes) else {
                return finding(
                    BillCode.notATime, "\(typed.column.rawValue) \(QuotedText.of(field.text)) is no UTC time", typed,
                    record, hint: "times are written 2026-04-01T00:00:00Z")
            }
            instants[typed.ordinal] = instant.microseconds
            repeated.keep(field.bytes, column: typed.ordinal)
            if typed.ordinal == at.billingStart { billingPeriod = instant.month }
        }
        if field.bytes.count == 19, !notes.countsOnly(.timeWithoutZone) {
            note(
                .timeWithoutZone, typed, record, &notes, "\(typed.column.rawValue) names no zone and is read as UTC")
        }
        return nil
    }

    private mutating func readCurrency(
        _ typed: TypedColumn, _ field: CSVField, _ record: borrowing CSVRecord
    ) -> Diagnostic? {
        if repeated.holds(field.bytes, column: typed.ordinal) { return nil }
        repeated.forget(column: typed.ordinal)
        currency = Currency(utf8: field.bytes)
        guard currency == nil else {
            repeated.keep(field.bytes, column: typed.ordinal)
            return nil
        }
        return finding(
            BillCode.unknownCurrency, "BillingCurrency \(QuotedText.of(field.text)) is no ISO 4217 code", typed, record,
            hint: "currency codes are three capital letters, such as USD")
    }

    private mutating func checkListed(
        _ typed: TypedColumn, _ field: CSVField, _ record: borrowing CSVRecord, _ notes: inout RowNotes
    ) -> Diagnostic? {
        if repeated.holds(field.bytes, column: typed.ordinal) { return nil }
        var index = lists[typed.list].index(of: field.bytes)
        let isExact = index >= 0
        if !isExact { index = lists[typed.list].indexIgnoringCase(of: field.bytes) }
        if index >= 0, typed.ordinal == at.chargeCategory { chargeCategory = index }
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
                note(.otherSpelling, typed, record, &notes, message)
            }
            return nil
        }
        let allowed = lists[typed.list].values.joined(separator: ", ")
        if typed.column == .chargeCategory {
            return finding(
                BillCode.unknownCategory, "\(name) \(QuotedText.of(field.text)) is none of \(allowed)", typed, record)
        }
        if !notes.countsOnly(.unknownValue) {
            note(.unknownValue, typed, record, &notes, "\(name) \(QuotedText.of(field.text)) is none of \(allowed)")
        }
        return nil
    }

    private func checkPeriods(_ record: borrowing CSVRecord, _ notes: inout RowNotes) -> Diagnostic? {
        let chargeStart = instants[at.chargeStart]
        guard chargeStart < instants[at.chargeEnd] else {
            return finding(
                BillCode.emptyPeriod, "ChargePeriodEnd is not after ChargePeriodStart", typed(.chargePeriodEnd), record)
        }
        let (start, end) = (instants[at.billingStart], instants[at.billingEnd])
        guard start < end else {
            return finding(
                BillCode.emptyPeriod, "BillingPeriodEnd is not after BillingPeriodStart", typed(.billingPeriodEnd),
                record)
        }
        if chargeStart < start || chargeStart >= end, !notes.countsOnly(.outsideBillingPeriod) {
            note(
                .outsideBillingPeriod, typed(.chargePeriodStart), record, &notes,
                "ChargePeriodStart is outside the billing period")
        }
        return nil
    }

    private func typed(_ column: FocusColumn) -> TypedColumn { columns.first { $0.column == column }! }
}

extension FocusRow {
    /// Units of the scale of the column's kind.
    func decimal(_ ordinal: Int) -> Int128? { present[ordinal] ? decimals[ordinal] : nil }

    func microseconds(_ ordinal: Int) -> Int64 { instants[ordinal] }

    /// The day on which the charge starts.
    var chargeDay: CalendarDay { Instant(microseconds: instants[at.chargeStart]).day }

    /// The four costs; nulls are zero.
    var costs: CostVector {
        CostVector(
            billed: Amount(units: decimals[at.billed]), effective: Amount(units: decimals[at.effective]),
            list: Amount(units: decimals[at.list]), contracted: Amount(units: decimals[at.contracted]))
    }
}
