import Columns
import Kernel
import Model

/// Costs summed by billing period, currency, day and the texts of a few columns.
struct GroupedCosts {
    /// What rows are told apart by, beside billing period and currency.
    struct Dimensions: Equatable {
        static let most = 5

        /// At most five.
        let columns: [FocusColumn]
        /// Whether the day on which the charge starts is one.
        let byDay: Bool

        /// The lines of the store's `daily_costs`.
        static let daily = Dimensions(
            columns: [.providerName, .serviceCategory, .serviceName, .subAccountID, .chargeCategory], byDay: true)

        init(columns: [FocusColumn], byDay: Bool) {
            precondition(columns.count <= Dimensions.most, "a key has room for five texts")
            self.columns = columns
            self.byDay = byDay
        }
    }

    /// Day, month and currency as numbers, then the numbers of the texts, 0 for null. One vector, so that comparing keys
    /// costs one instruction or two.
    struct Key: Equatable {
        static let firstText = 3
        var words: SIMD8<Int32>

        var day: CalendarDay { CalendarDay(daysSinceEpoch: words[0]) }
        var billingPeriod: Month {
            let months = Int(words[1])
            guard let month = Month(year: months / 12, month: months % 12 + 1) else {
                preconditionFailure("a key was made from a month")
            }
            return month
        }
        var currency: Currency { Currency(packed: UInt32(bitPattern: words[2])) }

        func text(_ dimension: Int) -> Int32 { words[Key.firstText + dimension] }
    }

    struct Line {
        let key: Key
        var rows: Int64 = 0
        var costs = CostVector.zero
    }

    let dimensions: Dimensions
    /// In order of first sight.
    private(set) var lines: [Line] = []
    /// Open addressing: a line's index + 1, 0 for a free slot. Never more than half full.
    private var slots: [Int32] = Array(repeating: 0, count: 1024)
    private var interners: [ByteInterner]
    /// Of no meaning: keeps reads that only fetch lines into the cache from being left out.
    private var touched: Int128 = 0
    private var waiting: [(key: Key, costs: CostVector)] = []
    private var candidates: [Int32] = Array(repeating: 0, count: waitingLimit)
    /// Rows that wait for their lines to be looked up; few enough for the first-level cache.
    private static let waitingLimit = 64
    /// From here on lines do not fit the second-level cache, and finding their pages costs as much as reading them.
    private static let manyLines = 8192
    private var latestMonth: (month: Month, number: Int32)?

    init(_ dimensions: Dimensions) {
        self.dimensions = dimensions
        interners = Array(repeating: ByteInterner(), count: dimensions.columns.count)
    }

    /// - Parameter slots: where the row has the text of each dimension, -1 where it does not.
    @inline(__always)
    mutating func add<Fields: FocusFields & ~Copyable>(
        _ fields: borrowing Fields, _ row: borrowing FocusRow, slots: [Int], currency: Currency, costs: CostVector
    ) throws {
        var words = words(row.chargeStart, row.billingPeriod, currency)
        for dimension in slots.indices where slots[dimension] >= 0 {
            if case .text(let field) = fields.value(slots[dimension]) {
                words[Key.firstText + dimension] = interners[dimension].id(of: field.bytes)
            }
        }
        try add(words, costs)
    }

    /// A row of a block.
    @inline(__always)
    mutating func add<Fields: FieldBlock & ~Copyable>(
        _ fields: borrowing Fields, row: Int, slots: [Int], chargeStart: Instant, billingPeriod: Month,
        currency: Currency, costs: CostVector
    ) throws {
        var words = words(chargeStart, billingPeriod, currency)
        for dimension in slots.indices where slots[dimension] >= 0 {
            words[Key.firstText + dimension] = fields.number(
                ofText: slots[dimension], row, in: &interners[dimension])
        }
        try add(words, costs)
    }

    @inline(__always)
    private mutating func words(_ chargeStart: Instant, _ billingPeriod: Month, _ currency: Currency) -> SIMD8<Int32> {
        var words = SIMD8<Int32>()
        words[0] = dimensions.byDay ? chargeStart.day.daysSinceEpoch : 0
        words[1] = number(of: billingPeriod)
        words[2] = Int32(bitPattern: currency.packed)
        return words
    }

    @inline(__always)
    private mutating func add(_ words: SIMD8<Int32>, _ costs: CostVector) throws {
        waiting.append((Key(words: words), costs))
        if waiting.count == GroupedCosts.waitingLimit { try settle() }
    }

    /// Adds the rows that wait. Looking up many keys in a row lets the processor fetch their lines from memory at the
    /// same time, where one lookup a row waits for each (measured: a fifth of the time with a hundred thousand lines).
    mutating func settle() throws {
        let mask = slots.count - 1
        for position in waiting.indices {
            candidates[position] = slots[GroupedCosts.hash(waiting[position].key) & mask]
        }
        var sink: Int128 = 0
        for position in waiting.indices where candidates[position] > 0 {
            let index = Int(candidates[position]) - 1
            // These two and the key lie in the three lines of the cache that a line of ours stretches over.
            sink ^= lines[index].costs.effective.units ^ lines[index].costs.contracted.units
            if lines[index].key != waiting[position].key { candidates[position] = 0 }
        }
        touched = sink
        for position in waiting.indices {
            let (key, costs) = waiting[position]
            let index = candidates[position] > 0 ? Int(candidates[position]) - 1 : self.index(of: key)
            try lines[index].costs.add(costs)
            lines[index].rows += 1
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func number(of month: Month) -> Int32 {
        if let latestMonth, latestMonth.month.isSame(as: month) { return latestMonth.number }
        let number = Int32(month.year * 12 + month.month - 1)
        latestMonth = (month, number)
        return number
    }

    /// Adds what another thread has gathered.
    mutating func add(_ other: GroupedCosts) throws {
        precondition(dimensions == other.dimensions, "sums of other groups cannot be added")
        precondition(waiting.isEmpty && other.waiting.isEmpty, "rows that wait are added before sums are")
        let numbers = interners.indices.map { interners[$0].numbers(of: other.interners[$0]) }
        for line in other.lines {
            let index = index(of: line.key.mapped(numbers))
            try lines[index].costs.add(line.costs)
            lines[index].rows += line.rows
        }
    }

    @inline(__always)
    private mutating func index(of key: Key) -> Int {
        let mask = slots.count - 1
        var slot = GroupedCosts.hash(key) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if lines[index].key == key { return index }
            slot = (slot + 1) & mask
        }
        return append(key, at: slot)
    }

    private mutating func append(_ key: Key, at slot: Int) -> Int {
        if lines.count == lines.capacity, lines.count >= GroupedCosts.manyLines { spread() }
        lines.append(Line(key: key))
        slots[slot] = Int32(lines.count)
        if lines.count * 2 > slots.count { grow() }
        return lines.count - 1
    }

    /// Moves the lines to memory for twice as many, in pages so large that a hundred thousand lines take a few.
    private mutating func spread() {
        var larger: [Line] = []
        larger.reserveCapacity(lines.capacity * 2)
        larger.withUnsafeMutableBufferPointer {
            HugePages.advise($0.baseAddress, bytes: lines.capacity * 2 * MemoryLayout<Line>.stride)
        }
        larger.append(contentsOf: lines)
        lines = larger
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for index in lines.indices {
            var slot = GroupedCosts.hash(lines[index].key) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(index + 1)
        }
    }

    @inline(__always)
    private static func hash(_ key: Key) -> Int {
        let words = unsafeBitCast(key.words, to: SIMD4<UInt64>.self)
        var hash = (words[0] ^ 0x9E37_79B9_7F4A_7C15) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 32 ^ words[1]) &* 0xC4CE_B9FE_1A85_EC53
        hash = (hash ^ hash >> 32 ^ words[2]) &* 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ hash >> 32 ^ words[3]) &* 0xFF51_AFD7_ED55_8CCD
        return Int(truncatingIfNeeded: hash >> 32)
    }

    /// The texts of each dimension by their numbers; null is empty.
    var texts: [[String]] {
        interners.map { interner in (0..<Int32(interner.count)).map { interner.text($0) ?? "" } }
    }

    /// Indices of the lines as their keys follow one another: days and months in time, texts by their bytes.
    var order: [Int] { order(of: Array(lines.indices)) }

    /// The same for some of the lines.
    func order(of indices: [Int]) -> [Int] {
        let ranks = interners.map { $0.ranks() }
        let keys = indices.map { (index: $0, words: lines[$0].key.mapped(ranks).words) }
        return keys.sorted { left, right in
            for word in 0..<8 where left.words[word] != right.words[word] {
                return left.words[word] < right.words[word]
            }
            return false
        }.map(\.index)
    }
}

extension GroupedCosts.Key {
    /// The same with other numbers for its texts, by dimension.
    func mapped(_ numbers: [[Int32]]) -> GroupedCosts.Key {
        var mapped = words
        for (dimension, numbers) in numbers.enumerated() {
            mapped[GroupedCosts.Key.firstText + dimension] = numbers[Int(text(dimension))]
        }
        return GroupedCosts.Key(words: mapped)
    }
}
