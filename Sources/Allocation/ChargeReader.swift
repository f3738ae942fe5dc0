import Columns
import Kernel
import Model

/// Reads `cost_lines` into charges.
enum ChargeReader {
    /// The columns read besides the dimensions, in this order.
    private static let measures: [FocusColumn] = [
        .chargePeriodStart, .chargePeriodEnd, .billedCost, .effectiveCost, .listCost, .contractedCost,
        .pricingCurrencyEffectiveCost, .pricingQuantity, .consumedQuantity, .commitmentDiscountQuantity,
    ]

    /// Adds the rows of one file to `groups`, and their costs per currency to `bill`.
    ///
    /// - Parameters:
    ///   - isDisk: tells whether a resource id is that of a disk whose size is wanted.
    ///   - keepsHours: tells whether the hours of a resource's charges are wanted.
    static func read(
        _ path: String, into groups: inout ChargeGroups, bill: inout [Currency: CostVector],
        isDisk: (String) -> Bool, keepsHours: (String) -> Bool, progress: (Int64) throws -> Void
    ) throws {
        let columns = ChargeGroups.dimensions + measures
        let reader = try ParquetReader(path: path, columns: columns.map(\.rawValue))
        var disks: [Int32: Bool] = [:]
        var hourly: [Int32: Bool] = [:]
        while let batch = try reader.nextBatch() {
            let ids = ChargeReader.ids(batch, &groups)
            let values = Values(batch, offset: ChargeGroups.dimensions.count)
            let currencies = batch.texts(ChargeGroups.dimensions.firstIndex(of: .billingCurrency)!)
            let resource = ChargeGroups.dimensions.firstIndex(of: .resourceID)!
            let resources = batch.texts(resource)
            let price = batch.decimals(ChargeGroups.dimensions.firstIndex(of: .contractedUnitPrice)!)
            let units = batch.texts(ChargeGroups.dimensions.firstIndex(of: .pricingUnit)!)
            for row in 0..<batch.rowCount {
                guard let currency = Currency(utf8: currencies.bytes(row)) else {
                    preconditionFailure("cost_lines holds a row without a currency")
                }
                let measures = values.measures(row)
                let (start, end) = (values.start(row), values.end(row))
                try bill[currency, default: .zero].add(measures.costs)
                let id = ids[resource][row]
                if hourly[id] == nil { hourly[id] = resources.string(row).map(keepsHours) ?? false }
                try groups.add(
                    dimensions: ids.map { $0[row] }, start: start, end: end, measures: measures,
                    keepsHours: hourly[id] == true)
                if disks[id] == nil { disks[id] = resources.string(row).map(isDisk) ?? false }
                if disks[id] == true, isSpace(units.string(row) ?? ""),
                    let size = diskGibibytes(
                        cost: measures.costs.billed, monthPrice: price[row] ?? 0, start: start, end: end)
                {
                    groups.recordDiskSize(resource: id, day: start.day, gibibytes: size)
                }
            }
            try progress(Int64(batch.rowCount))
        }
    }

    /// True for units of space over months, such as GB-Months; a disk is billed for requests and throughput too.
    static func isSpace(_ unit: String) -> Bool {
        let unit = unit.lowercased()
        return (unit.contains("gb") || unit.contains("gib")) && unit.contains("mo")
    }

    /// The size a row implies: round(cost / (price a month x hours of the row / hours of the month)), half to even.
    ///
    /// Nil when the row has no price or does not fit.
    static func diskGibibytes(cost: Amount, monthPrice: Int128, start: Instant, end: Instant) -> Int128? {
        let seconds = Int128((end.microseconds - start.microseconds) / Instant.microsecondsPerSecond)
        guard monthPrice > 0, seconds > 0, cost.units >= 0 else { return nil }
        let monthSeconds = UInt128(start.month.hourCount * 3600)
        let (divisor, overflow) = UInt128(monthPrice).multipliedReportingOverflow(by: UInt128(seconds))
        let product = UInt128(cost.units).multipliedFullWidth(by: monthSeconds)
        guard !overflow, product.high < divisor else { return nil }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        let twice = remainder.multipliedReportingOverflow(by: 2)
        let up = twice.overflow || twice.partialValue > divisor || (twice.partialValue == divisor && quotient & 1 == 1)
        return Int128(exactly: up ? quotient + 1 : quotient)
    }

    /// The number of each row's text, column by column.
    private static func ids(_ batch: ColumnBatch, _ groups: inout ChargeGroups) -> [[Int32]] {
        ChargeGroups.dimensions.enumerated().map { dimension, column in
            var ids = Array(repeating: Int32(0), count: batch.rowCount)
            switch column.kind {
            case .unitPrice:
                let prices = batch.decimals(dimension)
                var known: [Int128: Int32] = [:]
                for row in ids.indices {
                    guard let price = prices[row] else { continue }
                    if known[price] == nil {
                        known[price] = groups.id(dimension: dimension, text: Amount(units: price).description)
                    }
                    ids[row] = known[price] ?? 0
                }
            case .instant:
                let instants = batch.instants(dimension)
                var known: [Instant: Int32] = [:]
                for row in ids.indices {
                    guard let instant = instants[row] else { continue }
                    if known[instant] == nil {
                        known[instant] = groups.id(dimension: dimension, text: instant.description)
                    }
                    ids[row] = known[instant] ?? 0
                }
            default:
                let texts = batch.texts(dimension)
                for row in ids.indices where !texts.validity.isNull(row) {
                    ids[row] = texts.withBytes(row) { groups.id(dimension: dimension, text: $0) }
                }
            }
            return ids
        }
    }

    /// Views of a batch's times and numbers.
    private struct Values {
        let starts: FixedColumn<Instant>
        let ends: FixedColumn<Instant>
        let decimals: [FixedColumn<Int128>]

        init(_ batch: ColumnBatch, offset: Int) {
            starts = batch.instants(offset)
            ends = batch.instants(offset + 1)
            decimals = (2..<ChargeReader.measures.count).map { batch.decimals(offset + $0) }
        }

        func start(_ row: Int) -> Instant { starts[row] ?? Instant(microseconds: 0) }
        func end(_ row: Int) -> Instant { ends[row] ?? Instant(microseconds: 0) }

        func measures(_ row: Int) -> ChargeMeasures {
            ChargeMeasures(
                costs: CostVector(
                    billed: Amount(units: decimals[0][row] ?? 0), effective: Amount(units: decimals[1][row] ?? 0),
                    list: Amount(units: decimals[2][row] ?? 0), contracted: Amount(units: decimals[3][row] ?? 0)),
                pricingCurrencyEffectiveCost: decimals[4][row].map(Amount.init(units:)),
                pricingQuantity: decimals[5][row].map(Quantity.init(units:)),
                consumedQuantity: decimals[6][row].map(Quantity.init(units:)),
                commitmentDiscountQuantity: decimals[7][row].map(Quantity.init(units:)))
        }
    }
}
