import Documents
import Kernel

/// The provider's own sums of what was paid, one for each currency.
package enum ProviderTotals: Sendable, Hashable {
    case sums([SubunitMoney])
    case keyRefused
    case unknown(String)
}

extension ProviderTotals {
    /// The one figure over all currencies that comes along means nothing and is not read.
    init(httpStatus: Int, body: [UInt8]) {
        guard httpStatus == 200 else {
            self = httpStatus == 401 ? .keyRefused : .unknown("HTTP \(httpStatus)")
            return
        }
        do throws(Failure) {
            let envelope = try PaystackEnvelope(body, about: "totals")
            guard envelope.isGood, let rows = envelope.data?["total_volume_by_currency"]?.array else {
                self = .unknown("the answer holds no sums by currency")
                return
            }
            var sums: [SubunitMoney] = []
            for row in rows { sums.append(try SubunitMoney(paystack: row, "amount")) }
            self = .sums(sums.sorted { $0.currency < $1.currency })
        } catch {
            self = .unknown(error.diagnostics[0].message)
        }
    }
}

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
