package import Kernel
package import Model

/// What adds up when charges are grouped: costs and quantities. A quantity that no row states stays unstated.
package struct ChargeMeasures: Sendable, Hashable {
    package var costs: CostVector
    package var pricingCurrencyEffectiveCost: Amount?
    package var pricingQuantity: Quantity?
    package var consumedQuantity: Quantity?
    package var commitmentDiscountQuantity: Quantity?

    package init(
        costs: CostVector, pricingCurrencyEffectiveCost: Amount? = nil, pricingQuantity: Quantity? = nil,
        consumedQuantity: Quantity? = nil, commitmentDiscountQuantity: Quantity? = nil
    ) {
        self.costs = costs
        self.pricingCurrencyEffectiveCost = pricingCurrencyEffectiveCost
        self.pricingQuantity = pricingQuantity
        self.consumedQuantity = consumedQuantity
        self.commitmentDiscountQuantity = commitmentDiscountQuantity
    }

    package mutating func add(_ other: ChargeMeasures) throws(AmountOverflow) {
        try costs.add(other.costs)
        pricingCurrencyEffectiveCost = try sum(
            pricingCurrencyEffectiveCost?.units, other.pricingCurrencyEffectiveCost?.units
        ).map(Amount.init(units:))
        pricingQuantity = try sum(pricingQuantity?.units, other.pricingQuantity?.units).map(Quantity.init(units:))
        consumedQuantity = try sum(consumedQuantity?.units, other.consumedQuantity?.units).map(Quantity.init(units:))
        commitmentDiscountQuantity = try sum(
            commitmentDiscountQuantity?.units, other.commitmentDiscountQuantity?.units
        ).map(Quantity.init(units:))
    }

    /// Every measure split by the same weights, each exactly; nil when the weights sum to zero.
    func split(by weights: [UInt128]) -> [ChargeMeasures]? {
        guard let costs = costs.split(by: weights) else { return nil }
        var parts = costs.map { ChargeMeasures(costs: $0) }
        func fill(_ total: Int128?, _ set: (Int, Int128) -> Void) {
            guard let total, let units = Split.largestRemainder(total, weights: weights) else { return }
            for index in units.indices { set(index, units[index]) }
        }
        fill(pricingCurrencyEffectiveCost?.units) { parts[$0].pricingCurrencyEffectiveCost = Amount(units: $1) }
        fill(pricingQuantity?.units) { parts[$0].pricingQuantity = Quantity(units: $1) }
        fill(consumedQuantity?.units) { parts[$0].consumedQuantity = Quantity(units: $1) }
        fill(commitmentDiscountQuantity?.units) { parts[$0].commitmentDiscountQuantity = Quantity(units: $1) }
        return parts
    }
}

/// The sum of two optional numbers; nil only when both are.
private func sum(_ first: Int128?, _ second: Int128?) throws(AmountOverflow) -> Int128? {
    guard let first, let second else { return first ?? second }
    let (sum, overflow) = first.addingReportingOverflow(second)
    guard !overflow else { throw AmountOverflow() }
    return sum
}

/// Bill rows gathered into charges: all rows of one day that agree in every descriptive FOCUS column are one charge.
///
/// Rows whose charge period lies within one UTC day become a charge of that day, or of their hours where rows are stored
/// by the hour; longer ones (monthly fees, tax) keep their own period and belong to the day it starts. The sums do not
/// depend on the order of the rows.
package struct ChargeGroups {
    /// The columns that describe a charge; every FOCUS column but costs, quantities and the charge period.
    package static let dimensions: [FocusColumn] = FocusColumn.allCases.filter { column in
        switch column.kind {
        case .cost, .quantity: false
        default: column != .chargePeriodStart && column != .chargePeriodEnd
        }
    }

    private struct Key: Hashable {
        var period: Range<Int64>
        var dimensions: [Int32]
    }

    private struct DiskDay: Hashable {
        let resource: Int32
        let day: CalendarDay
    }

    private var interners: [ByteInterner]
    private var indexByKey: [Key: Int] = [:]
    private var keys: [Key] = []
    private var measures: [ChargeMeasures] = []
    /// By key; empty where hours are not kept.
    private var spans: [[ChargeSpan]] = []
    private var diskGibibytes: [DiskDay: Int128] = [:]
    private static let resourceDimension = dimensions.firstIndex(of: .resourceID)!

    private let rowTime: AllocationOptions.RowTime

    package init(rowTime: AllocationOptions.RowTime = .day) {
        self.rowTime = rowTime
        interners = Array(repeating: ByteInterner(), count: ChargeGroups.dimensions.count)
    }

    /// The number that stands for `text` in the column at `dimension`; numbers are passed to `add`. Null is 0.
    package mutating func id(dimension: Int, text: UnsafeBufferPointer<UInt8>) -> Int32 {
        interners[dimension].id(of: text)
    }

    package mutating func id(dimension: Int, text: String) -> Int32 { interners[dimension].id(of: text) }

    /// - Parameter keepsHours: whether the charge must know which of its rows covered which hours.
    package mutating func add(
        dimensions: [Int32], start: Instant, end: Instant, measures row: ChargeMeasures, keepsHours: Bool = false
    ) throws(AmountOverflow) {
        let dayEnd = start.day.advanced(by: 1).start
        let period = period(from: start, to: end, dayEnd: dayEnd)
        let key = Key(
            period: period.lowerBound.microseconds..<period.upperBound.microseconds, dimensions: dimensions)
        let index: Int
        if let known = indexByKey[key] {
            index = known
            try measures[index].add(row)
        } else {
            index = keys.count
            indexByKey[key] = index
            keys.append(key)
            measures.append(row)
            spans.append([])
        }
        guard keepsHours, end <= dayEnd else { return }
        try addSpan(ChargeSpan(hours: ChargeSpan.hours(from: start, to: end), measures: row), to: index)
    }

    /// The period of the charge that a row belongs to.
    private func period(from start: Instant, to end: Instant, dayEnd: Instant) -> Range<Instant> {
        guard end <= dayEnd else { return start..<max(start, end) }
        let dayStart = start.day.start
        switch rowTime {
        case .day: return dayStart..<dayEnd
        case .hour:
            let hours = ChargeSpan.hours(from: start, to: end)
            let (first, last) = (Int64(hours.lowerBound) * 3600, Int64(hours.upperBound) * 3600)
            return dayStart.advanced(bySeconds: first)..<dayStart.advanced(bySeconds: last)
        }
    }

    private mutating func addSpan(_ span: ChargeSpan, to index: Int) throws(AmountOverflow) {
        // Bills are in the order of time more often than not.
        if let known = spans[index].lastIndex(where: { $0.hours == span.hours }) {
            try spans[index][known].measures.add(span.measures)
        } else {
            spans[index].append(span)
        }
    }

    /// Notes the size that a row of a disk's bill implies; the largest of a day counts.
    package mutating func recordDiskSize(resource: Int32, day: CalendarDay, gibibytes: Int128) {
        let key = DiskDay(resource: resource, day: day)
        diskGibibytes[key] = max(diskGibibytes[key] ?? 0, gibibytes)
    }

    package var count: Int { keys.count }

    /// The charges in an order that depends on their content only.
    package func sorted() -> [Charge] {
        let ranks = interners.map { $0.ranks() }
        let order = keys.indices.sorted { left, right in
            let (first, second) = (keys[left], keys[right])
            if first.period != second.period {
                return (first.period.lowerBound, first.period.upperBound)
                    < (second.period.lowerBound, second.period.upperBound)
            }
            for dimension in ranks.indices {
                let (a, b) = (
                    ranks[dimension][Int(first.dimensions[dimension])],
                    ranks[dimension][Int(second.dimensions[dimension])]
                )
                if a != b { return a < b }
            }
            return false
        }
        let texts = ChargeTexts(interners)
        return order.map { index in
            let key = keys[index]
            let start = Instant(microseconds: key.period.lowerBound)
            let disk = DiskDay(resource: key.dimensions[ChargeGroups.resourceDimension], day: start.day)
            return Charge(
                start: start, end: Instant(microseconds: key.period.upperBound),
                texts: texts, numbers: key.dimensions, measures: measures[index],
                spans: spans[index].sorted {
                    ($0.hours.lowerBound, $0.hours.upperBound) < ($1.hours.lowerBound, $1.hours.upperBound)
                },
                diskGibibytes: diskGibibytes[disk] ?? 0)
        }
    }
}

/// The texts of all charges, each of a column once (measured: 956,000 charges take 1.1 GB, with their own texts 2.7).
final class ChargeTexts: Sendable {
    /// By dimension and number; nil is null.
    private let texts: [[String?]]

    init(_ interners: [ByteInterner]) {
        texts = interners.map { interner in (0..<Int32(interner.count)).map { interner.text($0) } }
    }

    subscript(dimension: Int, number: Int32) -> String? { texts[dimension][Int(number)] }
}

/// What rows of a charge cost that cover the same hours of its day.
struct ChargeSpan: Sendable {
    let hours: Range<Int>
    var measures: ChargeMeasures

    /// The hours that a period within a day touches.
    static func hours(from start: Instant, to end: Instant) -> Range<Int> {
        let first = start.secondsOfDay / 3600
        let seconds = Int((end.microseconds - start.day.start.microseconds) / Instant.microsecondsPerSecond)
        return first..<max(first + 1, min(24, (seconds + 3599) / 3600))
    }
}

/// One charge of the bill, ready to be allocated.
package struct Charge: Sendable {
    package let start: Instant
    package let end: Instant
    let texts: ChargeTexts
    /// Numbers of the texts of `ChargeGroups.dimensions`.
    let numbers: [Int32]
    package let measures: ChargeMeasures
    /// What of it fell on which hours of its day; empty where that was not asked for or it is longer than a day.
    let spans: [ChargeSpan]
    /// Size of the disk on this day as the bill implies it; 0 when it implies none.
    let diskGibibytes: Int128

    package var day: CalendarDay { start.day }

    var diskBytes: UInt128 { UInt128(max(0, diskGibibytes)) << 30 }

    private static let positions: [FocusColumn: Int] = Dictionary(
        uniqueKeysWithValues: ChargeGroups.dimensions.enumerated().map { ($0.element, $0.offset) })

    /// The text of a descriptive column; nil is null.
    package subscript(column: FocusColumn) -> String? {
        Charge.positions[column].flatMap { texts[$0, numbers[$0]] }
    }

    /// The resource id, or "" when the charge has none.
    var resourceID: String { self[.resourceID] ?? "" }
}
