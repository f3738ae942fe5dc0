import Columns
import Kernel
import Model

/// The bill by day and service, for the store and the reports.
struct DailyCosts {
    /// Columns whose texts, with day, month and currency, make a line.
    static let dimensions: [FocusColumn] = [
        .providerName, .serviceCategory, .serviceName, .subAccountID, .chargeCategory,
    ]

    /// Texts stand as numbers of their dimension, 0 for null.
    struct Key: Equatable {
        let billingPeriod: Month
        let day: CalendarDay
        let currency: Currency
        var provider: Int32 = 0
        var serviceCategory: Int32 = 0
        var service: Int32 = 0
        var subAccount: Int32 = 0
        var chargeCategory: Int32 = 0

        static func == (left: Key, right: Key) -> Bool {
            left.subAccount == right.subAccount && left.day == right.day && left.service == right.service
                && left.chargeCategory == right.chargeCategory && left.provider == right.provider
                && left.serviceCategory == right.serviceCategory && left.currency == right.currency
                && left.billingPeriod.isSame(as: right.billingPeriod)
        }
    }

    struct Line {
        let key: Key
        var rows: Int64 = 0
        var costs = CostVector.zero
    }

    /// In order of first sight.
    private(set) var lines: [Line] = []
    /// Open addressing: a line's index + 1, 0 for a free slot. Never more than half full.
    private var slots: [Int32] = Array(repeating: 0, count: 1024)
    private var interners = Array(repeating: ByteInterner(), count: dimensions.count)

    /// - Parameter slots: where the row has each dimension, -1 where it does not.
    @inline(__always)
    mutating func add<Fields: FocusFields & ~Copyable>(
        _ fields: borrowing Fields, _ row: borrowing FocusRow, slots: [Int], currency: Currency, costs: CostVector
    ) throws {
        let key = Key(
            billingPeriod: row.billingPeriod, day: row.chargeDay, currency: currency,
            provider: number(fields, slots, 0), serviceCategory: number(fields, slots, 1),
            service: number(fields, slots, 2), subAccount: number(fields, slots, 3),
            chargeCategory: number(fields, slots, 4))
        let index = index(of: key)
        try lines[index].costs.add(costs)
        lines[index].rows += 1
    }

    /// Adds what another thread has gathered.
    mutating func add(_ other: DailyCosts) throws {
        let numbers = zip(interners.indices, other.interners).map { dimension, theirs in
            interners[dimension].numbers(of: theirs)
        }
        for line in other.lines {
            let index = index(of: line.key.mapped(numbers))
            try lines[index].costs.add(line.costs)
            lines[index].rows += line.rows
        }
    }

    @inline(__always)
    private mutating func number<Fields: FocusFields & ~Copyable>(
        _ fields: borrowing Fields, _ slots: [Int], _ dimension: Int
    ) -> Int32 {
        let slot = slots[dimension]
        guard slot >= 0, case .text(let field) = fields.value(slot) else { return 0 }
        return interners[dimension].id(of: field.bytes)
    }

    private mutating func index(of key: Key) -> Int {
        let mask = slots.count - 1
        var slot = DailyCosts.hash(key) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if lines[index].key == key { return index }
            slot = (slot + 1) & mask
        }
        lines.append(Line(key: key))
        slots[slot] = Int32(lines.count)
        if lines.count * 2 > slots.count { grow() }
        return lines.count - 1
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for index in lines.indices {
            var slot = DailyCosts.hash(lines[index].key) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(index + 1)
        }
    }

    private static func hash(_ key: Key) -> Int {
        var hash: UInt64 = 0
        func mix(_ high: Int32, _ low: Int32) {
            hash ^= UInt64(UInt32(bitPattern: high)) << 32 | UInt64(UInt32(bitPattern: low))
            hash = (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
        }
        mix(key.day.daysSinceEpoch, key.subAccount)
        mix(key.service, key.chargeCategory)
        mix(key.provider, key.serviceCategory)
        return Int(truncatingIfNeeded: hash >> 32)
    }

    /// The texts of each dimension by their numbers; null is empty.
    var texts: [[String]] {
        interners.map { interner in (0..<Int32(interner.count)).map { interner.text($0) ?? "" } }
    }

    /// The place of each dimension's texts in the order of their bytes.
    var ranks: [[Int32]] { interners.map { $0.ranks() } }
}

extension DailyCosts.Key {
    /// The same with other numbers for its texts, by dimension.
    func mapped(_ numbers: [[Int32]]) -> DailyCosts.Key {
        DailyCosts.Key(
            billingPeriod: billingPeriod, day: day, currency: currency, provider: numbers[0][Int(provider)],
            serviceCategory: numbers[1][Int(serviceCategory)], service: numbers[2][Int(service)],
            subAccount: numbers[3][Int(subAccount)], chargeCategory: numbers[4][Int(chargeCategory)])
    }
}
