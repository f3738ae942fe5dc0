import Kernel

/// Rows added up by the keys of a view.
struct RowSums {
    /// Currency and keys of each line, by number.
    private(set) var table: KeyTable
    private(set) var lines: [AllocationView.Costs] = []
    /// What the filter hides, by currency.
    private(set) var notShown: [Int32: AllocationView.Costs] = [:]
    /// What pods cost of which no container is known, by currency; empty where containers are not asked for.
    private(set) var withoutContainer: [Int32: Amount] = [:]

    /// - Parameter rows: shared already.
    init(_ rows: ViewRows, _ question: ViewQuestion) throws(AmountOverflow) {
        let filter = question.filter.map { AnsweredFilter($0, rows) }
        let columns = question.keys.map { rows[$0] }
        let idleColumns = rows.idle.isEmpty ? [] : question.keys.map { rows.keyOfIdle($0) }
        let containers = question.keys.contains(.container) ? rows[.container] : []
        table = KeyTable(width: columns.count + 1)
        var key = Array(repeating: Int32(0), count: columns.count + 1)
        for row in 0..<rows.count {
            let currency = rows.currencies[row]
            let idle = rows.idle.isEmpty ? 0 : rows.idle[row]
            let (idleApart, idleShared) = question.showsIdle ? (idle, 0) : (0, idle)
            if let filter, !filter.shows(row) {
                try notShown[currency, default: .init()].add(direct: rows.direct[row], shared: rows.shared[row])
                try notShown[currency]?.add(direct: idleApart, shared: idleShared)
                continue
            }
            if !containers.isEmpty, containers[row] == ViewMark.unallocated.rawValue, rows.isOfPod(row) {
                try withoutContainer[currency, default: .zero].add(Amount(units: rows.direct[row]))
            }
            key[0] = currency
            for (index, column) in columns.enumerated() { key[index + 1] = column[row] }
            try add(key, direct: rows.direct[row], shared: rows.shared[row])
            if idleShared != 0 { try add(key, direct: 0, shared: idleShared) }
            guard idleApart != 0 else { continue }
            for (index, column) in idleColumns.enumerated() { key[index + 1] = column[row] }
            try add(key, direct: idleApart, shared: 0)
        }
    }

    private mutating func add(_ key: [Int32], direct: Int128, shared: Int128) throws(AmountOverflow) {
        let place = table.add(key)
        if place == lines.count { lines.append(AllocationView.Costs()) }
        try lines[place].add(direct: direct, shared: shared)
    }
}
