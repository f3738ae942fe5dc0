import Columns
import Kernel
import Model

#if canImport(Glibc)
    import Glibc
#endif

/// Reads the stored rows of an allocation, of their columns only those that a view needs.
struct ViewReader {
    private let cost: CostMetric
    /// The columns to read.
    private let keys: [ViewKey]
    /// Made of columns that are read.
    private let made: [ViewKey]
    /// Names of the labels that are asked for.
    private let labels: [String]
    private(set) var rows: ViewRows
    private var roles: ViewRoles
    /// By the numbers of kind and name.
    private var controllers: [SIMD2<Int32>: Int32] = [:]
    /// The numbers of hours, by their begin.
    private var hours: [Instant: Int32] = [:]
    /// The numbers of the values of `labels`, by the number of a row's labels.
    private var labelValues: [Int32: [Int32]] = [:]
    /// Names of all labels that rows carry, where any is asked for.
    private(set) var labelNames: Set<String> = []

    /// - Parameters:
    ///   - keys: what rows are to be told apart by.
    ///   - platform: the namespaces that the allocation took for the platform's.
    init(_ cost: CostMetric, keys: Set<ViewKey>, platform: PlatformNamespaces) {
        roles = ViewRoles(platform: platform)
        self.cost = cost
        made = ViewKey.named.filter { keys.contains($0) && !$0.parts.isEmpty }
        labels = keys.compactMap { if case .label(let name) = $0 { name } else { nil } }.sorted()
        // What says who shares a pool is needed by every view.
        let read = keys.union(made.flatMap(\.parts)).union([.cluster, .namespace, .day, .part])
        self.keys = ViewKey.stored.filter { read.contains($0) }
        rows = ViewRows(keys: self.keys + made + labels.map { .label($0) })
    }

    /// Beside the begin, it says whether a row is of one hour.
    private static let end = "ChargePeriodEnd"

    mutating func readAllocations(_ path: String) throws {
        let known = Dataset.allocations.schema.columns
        let names =
            ["BillingCurrency", cost.columnName] + keys.map(\.column)
            + (labels.isEmpty ? [] : [ViewKey.label("").column])
            + (made.contains(.hour) ? [ViewReader.end] : [])
        let wanted = names.compactMap { name in known.first { $0.name == name } }
        let reader = try ParquetReader(path: path, expecting: ParquetSchema(wanted))
        while let batch = try reader.nextBatch() { try add(batch) }
    }

    private mutating func add(_ batch: ColumnBatch) throws {
        rows.currencies += numbers(batch.cells(0), batch.rowCount)
        let costs = batch.cells(1)
        for row in 0..<batch.rowCount {
            rows.direct.append(costs.isNull(row) ? 0 : costs.value(row, as: Int128.self))
        }
        rows.shared += repeatElement(0, count: batch.rowCount)
        let columns = keys.enumerated().map { index, key in
            let cells = batch.cells(index + 2)
            return key == .day ? days(cells, batch.rowCount) : numbers(cells, batch.rowCount)
        }
        func column(_ key: ViewKey) -> [Int32] { keys.firstIndex(of: key).map { columns[$0] } ?? [] }
        let newRoles = roles.roles(parts: column(.part), namespaces: column(.namespace), rows.texts)
        rows.roles += newRoles
        if made.contains(.controller) {
            let combined = combinedControllers(column(.controllerKind), column(.controllerName))
            append(combined, newRoles, to: .controller)
        }
        for (key, numbers) in zip(keys, columns) { append(numbers, newRoles, to: key) }
        if !labels.isEmpty {
            let texts = numbers(batch.cells(keys.count + 2), batch.rowCount)
            let found = try texts.map { try values(ofLabels: $0) }
            for (index, label) in labels.enumerated() {
                append(found.map { $0[index] }, newRoles, to: .label(label))
            }
        }
        if made.contains(.week) {
            let weeks = rows[.day].suffix(batch.rowCount).map { rows.week(of: $0) }
            rows[.week] += weeks
        }
        if made.contains(.hour), let day = keys.firstIndex(of: .day) {
            let ends = batch.cells(keys.count + (labels.isEmpty ? 2 : 3))
            append(hours(batch.cells(day + 2), ends, batch.rowCount), newRoles, to: .hour)
        }
    }

    /// The numbers of the values of `labels`, 0 for one that is not there.
    private mutating func values(ofLabels number: Int32) throws -> [Int32] {
        if let known = labelValues[number] { return known }
        let stored = try rows.texts.text(number).map { try ObjectLabels(json: $0) } ?? ObjectLabels([:])
        labelNames.formUnion(stored.values.keys)
        let values = labels.map { name in stored[name].map { rows.texts.id(of: $0) } ?? 0 }
        labelValues[number] = values
        return values
    }

    /// Appends numbers, and for 0 that of what stands for no value.
    private mutating func append(_ numbers: [Int32], _ roles: [ViewRows.Role], to key: ViewKey) {
        var marked = numbers
        for row in marked.indices where marked[row] == 0 { marked[row] = roles[row].mark.rawValue }
        rows[key] += marked
    }

    /// The number of each text, 0 for null.
    private mutating func numbers(_ cells: ColumnCells, _ count: Int) -> [Int32] {
        var numbers = Array(repeating: Int32(0), count: count)
        // The rows of a charge stand together: most texts are those of the row before.
        var latest = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        var number: Int32 = 0
        for row in 0..<count where !cells.isNull(row) {
            let bytes = cells.bytes(row)
            if number == 0 || !ViewReader.equal(bytes, latest) {
                number = rows.texts.id(of: bytes)
                latest = bytes
            }
            numbers[row] = number
        }
        return numbers
    }

    private static func equal(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return memcmp(first, second, left.count) == 0
    }

    private mutating func days(_ cells: ColumnCells, _ count: Int) -> [Int32] {
        var latest: (day: CalendarDay, number: Int32)?
        return (0..<count).map { row in
            guard !cells.isNull(row) else { return 0 }
            let day = Instant(microseconds: cells.value(row, as: Int64.self)).day
            if let latest, latest.day == day { return latest.number }
            let number = rows.texts.id(of: day.description)
            latest = (day, number)
            return number
        }
    }

    /// The number of the hour of each row, 0 for one that is longer.
    private mutating func hours(_ starts: ColumnCells, _ ends: ColumnCells, _ count: Int) -> [Int32] {
        (0..<count).map { row in
            guard !starts.isNull(row), !ends.isNull(row) else { return 0 }
            let start = Instant(microseconds: starts.value(row, as: Int64.self))
            let end = Instant(microseconds: ends.value(row, as: Int64.self))
            guard end <= start.advanced(bySeconds: 3600) else { return 0 }
            if let known = hours[start] { return known }
            // To the minute: `2026-04-01T05:00Z`.
            let number = rows.texts.id(of: "\(start.description.prefix(16))Z")
            hours[start] = number
            return number
        }
    }

    /// `kind:name`, as OpenCost spells controllers.
    private mutating func combinedControllers(_ kinds: [Int32], _ names: [Int32]) -> [Int32] {
        zip(kinds, names).map { kind, name in
            guard name > 0 else { return 0 }
            let pair = SIMD2(kind, name)
            if let number = controllers[pair] { return number }
            let kindText = rows.texts.text(kind) ?? ViewMark.unallocated.text
            let number = rows.texts.id(of: "\(kindText):\(rows.texts.text(name) ?? "")")
            controllers[pair] = number
            return number
        }
    }

    mutating func readDistributions(_ path: String) throws {
        let names = ["Day", "Cluster", "Pool", "BillingCurrency", "Namespace", cost.columnName]
        let wanted = Dataset.distributions.schema.columns
        let reader = try ParquetReader(
            path: path, expecting: ParquetSchema(names.compactMap { name in wanted.first { $0.name == name } }))
        while let batch = try reader.nextBatch() {
            let days = batch.days(0)
            let texts = (1...4).map { numbers(batch.cells($0), batch.rowCount) }
            let costs = batch.decimals(5)
            for row in 0..<batch.rowCount {
                let group = ViewRows.PoolGroup(
                    day: days[row].map { rows.texts.id(of: $0.description) } ?? 0, cluster: texts[0][row],
                    currency: texts[2][row])
                rows.received.append(
                    .init(
                        group: group, pool: texts[1][row], namespace: texts[3][row] == 0 ? nil : texts[3][row],
                        amount: Amount(units: costs[row] ?? 0)))
            }
        }
    }
}
