import Columns
import Kernel
import Model

/// FOCUS gives an account one currency in a billing period; two mean that files were mixed up.
struct AccountCurrencies {
    private struct AccountPeriod: Hashable {
        let account: Int32
        let month: Month
    }

    private var known: [AccountPeriod: (currency: Currency, place: Place)] = [:]
    private var accounts = ByteInterner()
    /// By number of the account: the period and currency of its latest row, which spares the look into `known`.
    private var latest: [(month: Month, currency: Currency)?] = [nil]
    private let ordinal = FocusColumn.billingAccountID.ordinal

    mutating func check(_ record: borrowing CSVRecord, _ row: borrowing FocusRow, _ currency: Currency) throws {
        let account = accounts.id(of: record[row.header.positions[ordinal]].bytes)
        let month = row.billingPeriod
        if Int(account) == latest.count { latest.append(nil) }
        if let latest = latest[Int(account)], latest.month.isSame(as: month), latest.currency == currency { return }
        latest[Int(account)] = (month, currency)
        let key = AccountPeriod(account: account, month: month)
        guard let known = known[key] else {
            known[key] = (currency, Place(file: row.file, line: record.line))
            return
        }
        guard known.currency != currency else { return }
        throw Failure(
            .badInput, BillCode.twoCurrencies,
            "a billing account is billed in \(currency) here and in \(known.currency) at \(known.place), both for \(month)",
            at: Place(file: row.file, line: record.line),
            hint: "an account has one billing currency a month; check that the files belong together")
    }
}
