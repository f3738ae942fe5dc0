import Columns
import Kernel
import Model

/// The typed values of one row, read before anything of it is kept: a row is taken whole or set aside whole.
///
/// One value of this type is used again for every row of a file.
struct FocusRow {
    /// By ordinal of the FOCUS column: units of costs, prices and quantities.
    var decimals: [Int128]
    /// By ordinal: microseconds of times.
    var instants: [Int64]
    /// By ordinal: whether the column has a value.
    var present: [Bool]
    var currency: Currency?
    var chargeCategory = 0

    private let header: FocusHeader
    private let file: String
    private let columns: [TypedColumn]

    /// A column of the file that is read as something else than text.
    private struct TypedColumn {
        let column: FocusColumn
        let ordinal: Int
        let position: Int
        let kind: FocusColumn.Kind
    }

    static let ordinals: [FocusColumn: Int] = Dictionary(
        uniqueKeysWithValues: FocusColumn.allCases.enumerated().map { ($0.element, $0.offset) })

    init(header: FocusHeader, file: String) {
        let count = FocusColumn.allCases.count
        decimals = Array(repeating: 0, count: count)
        instants = Array(repeating: 0, count: count)
        present = Array(repeating: false, count: count)
        self.header = header
        self.file = file
        columns = FocusColumn.allCases.enumerated().compactMap { ordinal, column in
            let position = header.positions[ordinal]
            let isTyped = column.kind != .text && column.kind != .json
            guard position >= 0, isTyped || column.isRequiredInRow else { return nil }
            return TypedColumn(column: column, ordinal: ordinal, position: position, kind: column.kind)
        }
    }

    /// Reads all typed columns of a record.
    ///
    /// - Returns: why the row must be set aside; nil when it is sound. Lesser findings go to `warnings`.
    mutating func read(_ record: borrowing CSVRecord, warnings: inout FindingTally) -> Diagnostic? {
        if let problem = record.problem { return problem.diagnostic(file: file) }
        for typed in columns {
            let field = record[typed.position]
            present[typed.ordinal] = !field.isNull
            if field.isNull {
                if typed.column.isRequiredInRow {
                    return finding(BillCode.nullRequired, "\(typed.column.rawValue) is null", typed, record)
                }
                if typed.column == .listCost || typed.column == .contractedCost {
                    note(BillCode.nullCost, typed, record, &warnings) {
                        "\(typed.column.rawValue) is null and counts as zero"
                    }
                }
                decimals[typed.ordinal] = 0
                continue
            }
            if let problem = readValue(typed, field, record, &warnings) { return problem }
        }
        return checkPeriods(record, &warnings)
    }

    private mutating func readValue(
        _ typed: TypedColumn, _ field: CSVField, _ record: borrowing CSVRecord, _ warnings: inout FindingTally
    ) -> Diagnostic? {
        switch typed.kind {
        case .cost: return readAmount(typed, field, record)
        case .unitPrice:
            if let problem = readAmount(typed, field, record) { return problem }
            if decimals[typed.ordinal] < 0 {
                note(BillCode.negativePrice, typed, record, &warnings) { "\(typed.column.rawValue) is negative" }
            }
            return nil
        case .quantity:
            do {
                decimals[typed.ordinal] = try DecimalText.parse(
                    field.bytes, scale: Quantity.scale, excess: .roundHalfEven)
            } catch {
                // A quantity is no money: the row stays, the quantity is left out, and that is said.
                present[typed.ordinal] = false
                let text = FocusRow.quoted(field)
                note(BillCode.quantityDropped, typed, record, &warnings) {
                    "\(typed.column.rawValue) \(text) is no quantity that can be held and is left out"
                }
            }
            return nil
        case .instant: return readInstant(typed, field, record, &warnings)
        case .currency:
            currency = Currency(utf8: field.bytes)
            return currency == nil
                ? finding(
                    BillCode.unknownCurrency, "BillingCurrency \(FocusRow.quoted(field)) is no ISO 4217 code", typed,
                    record, hint: "currency codes are three capital letters, such as USD") : nil
        case .enumeration(let allowed): return checkEnumeration(typed, field, allowed, record, &warnings)
        case .text, .json: return nil
        }
    }

    private mutating func readAmount(
        _ typed: TypedColumn, _ field: CSVField, _ record: borrowing CSVRecord
    ) -> Diagnostic? {
        do {
            decimals[typed.ordinal] = try DecimalText.parse(field.bytes, scale: Amount.scale)
            return nil
        } catch {
            let text = "\(typed.column.rawValue) \(FocusRow.quoted(field))"
            switch error {
            case .notANumber:
                return finding(
                    BillCode.notADecimal, "\(text) is no decimal number", typed, record,
                    hint: "write digits with a point, such as -12.50; no separators, no currency sign")
            case .tooLarge:
                return finding(
                    BillCode.amountTooLarge, "\(text) is too large", typed, record,
                    hint: "amounts are below 10^14; this looks like a damaged value")
            case .tooManyDecimals:
                return finding(
                    BillCode.tooManyDecimals, "\(text) has more than 24 decimals", typed, record,
                    hint: "it cannot be held exactly, and is not rounded")
            }
        }
    }

    private mutating func readInstant(
        _ typed: TypedColumn, _ field: CSVField, _ record: borrowing CSVRecord, _ warnings: inout FindingTally
    ) -> Diagnostic? {
        guard let instant = Instant(utf8: field.bytes) else {
            return finding(
                BillCode.notATime, "\(typed.column.rawValue) \(FocusRow.quoted(field)) is no UTC time", typed, record,
                hint: "times are written 2026-04-01T00:00:00Z")
        }
        instants[typed.ordinal] = instant.microseconds
        if field.bytes.count == 19 {
            note(BillCode.timeWithoutZone, typed, record, &warnings) {
                "\(typed.column.rawValue) names no zone and is read as UTC"
            }
        }
        return nil
    }

    private mutating func checkEnumeration(
        _ typed: TypedColumn, _ field: CSVField, _ allowed: [String], _ record: borrowing CSVRecord,
        _ warnings: inout FindingTally
    ) -> Diagnostic? {
        for (index, value) in allowed.enumerated() where FocusRow.equals(field.bytes, value, ignoringCase: true) {
            if typed.column == .chargeCategory { chargeCategory = index }
            if !FocusRow.equals(field.bytes, value, ignoringCase: false) {
                let text = FocusRow.quoted(field)
                note(BillCode.otherSpelling, typed, record, &warnings) {
                    "\(typed.column.rawValue) \(text) should be spelled '\(value)'"
                }
            }
            return nil
        }
        let text = "\(typed.column.rawValue) \(FocusRow.quoted(field)) is none of \(allowed.joined(separator: ", "))"
        if typed.column == .chargeCategory {
            return finding(BillCode.unknownCategory, text, typed, record)
        }
        note(BillCode.unknownValue, typed, record, &warnings) { text }
        return nil
    }

    private func checkPeriods(_ record: borrowing CSVRecord, _ warnings: inout FindingTally) -> Diagnostic? {
        let chargeStart = self[instant: .chargePeriodStart]
        let billing =
            self[
                instant: .billingPeriodStart]..<max(
                self[instant: .billingPeriodStart], self[instant: .billingPeriodEnd])
        guard chargeStart < self[instant: .chargePeriodEnd] else {
            return finding(
                BillCode.emptyPeriod, "ChargePeriodEnd is not after ChargePeriodStart", typed(.chargePeriodEnd), record)
        }
        guard !billing.isEmpty else {
            return finding(
                BillCode.emptyPeriod, "BillingPeriodEnd is not after BillingPeriodStart", typed(.billingPeriodEnd),
                record)
        }
        if !billing.contains(chargeStart) {
            note(BillCode.outsideBillingPeriod, typed(.chargePeriodStart), record, &warnings) {
                "ChargePeriodStart is outside the billing period"
            }
        }
        return nil
    }

    subscript(instant column: FocusColumn) -> Instant {
        Instant(microseconds: instants[FocusRow.ordinals[column]!])
    }

    subscript(amount column: FocusColumn) -> Amount { Amount(units: decimals[FocusRow.ordinals[column]!]) }

    /// The four costs; nulls are zero.
    var costs: CostVector {
        CostVector(
            billed: self[amount: .billedCost], effective: self[amount: .effectiveCost], list: self[amount: .listCost],
            contracted: self[amount: .contractedCost])
    }

    /// What can be read of the costs of a row that is set aside: its currency, and each cost that is a decimal.
    func readableCosts(_ record: borrowing CSVRecord) -> (currency: Currency?, costs: CostVector) {
        var costs = CostVector.zero
        var currency: Currency?
        guard record.fieldCount == header.fieldCount else { return (nil, costs) }
        for metric in CostMetric.allCases {
            guard let column = FocusColumn(rawValue: metric.columnName) else { continue }
            let field = record[header.positions[FocusRow.ordinals[column]!]]
            do {
                costs[metric] = try Amount(utf8: field.bytes)
            } catch {
                // Not readable: the row is in quarantine for this or another reason, which says so.
                continue
            }
        }
        let field = record[header.positions[FocusRow.ordinals[.billingCurrency]!]]
        currency = Currency(utf8: field.bytes)
        return (currency, costs)
    }

    private func typed(_ column: FocusColumn) -> TypedColumn { columns.first { $0.column == column }! }

    private func finding(
        _ code: DiagnosticCode, _ message: String, _ typed: TypedColumn, _ record: borrowing CSVRecord,
        hint: String? = nil
    ) -> Diagnostic {
        let position = record.position(ofField: typed.position)
        return .error(
            code, message, at: Place(file: file, line: position.line, column: position.column), hint: hint)
    }

    /// Counts a warning; describes it only while its places are still wanted.
    private func note(
        _ code: DiagnosticCode, _ typed: TypedColumn, _ record: borrowing CSVRecord, _ warnings: inout FindingTally,
        _ message: () -> String
    ) {
        if warnings.isFull(code) {
            warnings.countAnother(code)
        } else {
            var diagnostic = finding(code, message(), typed, record)
            diagnostic.severity = .warning
            warnings.count(diagnostic)
        }
    }

    /// A value as messages quote it: printable, and cut to 40 characters.
    static func quoted(_ field: CSVField) -> String {
        let text = field.text.prefix(40).map { $0.isNewline || $0.asciiValue.map { $0 < 32 } == true ? "\u{FFFD}" : $0 }
        return "'\(String(text))\(field.text.count > 40 ? "…" : "")'"
    }

    private static func equals(_ bytes: UnsafeBufferPointer<UInt8>, _ text: String, ignoringCase: Bool) -> Bool {
        let other = text.utf8
        guard bytes.count == other.count else { return false }
        for (left, right) in zip(bytes, other) where left != right {
            let isLetter = (0x41...0x5A).contains(left & 0xDF)
            guard ignoringCase, isLetter, left | 0x20 == right | 0x20 else { return false }
        }
        return true
    }
}
