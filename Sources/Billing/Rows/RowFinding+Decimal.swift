import Columns
import Kernel

extension RowFinding {
    /// An amount or price that cannot be held.
    init(_ error: DecimalTextError, _ name: String, _ field: CSVField, slot: Int) {
        let text = "\(name) \(QuotedText.of(field.text))"
        switch error {
        case .notANumber:
            self.init(
                BillCode.notADecimal, "\(text) is no decimal number", slot: slot,
                hint: "write digits with a point, such as -12.50; no separators, no currency sign")
        case .tooLarge:
            self.init(
                BillCode.amountTooLarge, "\(text) is too large", slot: slot,
                hint: "amounts are below 10^14; this looks like a damaged value")
        case .tooManyDecimals:
            self.init(
                BillCode.tooManyDecimals, "\(text) has more than 24 decimals", slot: slot,
                hint: "it cannot be held exactly, and is not rounded")
        }
    }
}
