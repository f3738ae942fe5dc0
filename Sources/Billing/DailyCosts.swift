import Columns
import Kernel
import Model

/// The bill by day and service, for the store and the reports.
struct DailyCosts {
    /// Columns whose texts, with day, month and currency, make a line.
    static let dimensions: [FocusColumn] = [
        .providerName, .serviceCategory, .serviceName, .subAccountID, .chargeCategory,
    ]

    struct Key: Hashable {
        let day: CalendarDay
        let billingPeriod: Month
        let currency: Currency
        let dimensions: [Int32]
    }

    struct Line {
        var rows: Int64 = 0
        var costs = CostVector.zero
    }

    private(set) var lines: [Key: Line] = [:]
    private var interners = Array(repeating: ByteInterner(), count: dimensions.count)
    private static let ordinals = dimensions.map { FocusRow.ordinals[$0]! }

    mutating func add(
        _ record: borrowing CSVRecord, _ row: borrowing FocusRow, header: FocusHeader, currency: Currency,
        costs: CostVector
    ) throws {
        var ids: [Int32] = []
        ids.reserveCapacity(DailyCosts.ordinals.count)
        for (index, ordinal) in DailyCosts.ordinals.enumerated() {
            let position = header.positions[ordinal]
            guard position >= 0 else {
                ids.append(0)
                continue
            }
            let field = record[position]
            ids.append(field.isNull ? 0 : interners[index].id(of: field.bytes))
        }
        let key = Key(
            day: row[instant: .chargePeriodStart].day, billingPeriod: row[instant: .billingPeriodStart].month,
            currency: currency, dimensions: ids)
        try lines[key, default: Line()].costs.add(costs)
        lines[key]?.rows += 1
    }

    func text(_ key: Key, _ column: FocusColumn) -> String {
        let index = DailyCosts.dimensions.firstIndex(of: column)!
        return interners[index].text(key.dimensions[index]) ?? ""
    }
}
