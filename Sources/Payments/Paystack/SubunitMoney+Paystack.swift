import Documents
import Kernel

extension SubunitMoney {
    /// The amount under `key`, in the row's currency.
    ///
    /// - Throws: D601.
    init(paystack row: JSONNode, _ key: String) throws(Failure) {
        guard let currency = row.text("currency").flatMap({ Currency($0.uppercased()) }) else {
            throw .unreadable("has no currency", row.place)
        }
        guard let subunits: Int64 = row.wholeNumber(key), let money = SubunitMoney(checking: subunits, currency) else {
            throw .unreadable("has no '\(key)' in whole hundredths", row.place)
        }
        self = money
    }
}
