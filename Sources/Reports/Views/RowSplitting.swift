import Kernel

/// Splits what a namespace received on a day over its own rows of that day, by their cost.
///
/// Each stored row gets its part, whatever a view then adds up: so views by different keys agree to the last digit.
struct RowSplitting {
    private struct Group {
        let pool: ViewRows.PoolGroup
        let namespace: Int32
        let amount: Amount
    }

    private var groups: [Group] = []
    /// Places of groups by day, cluster, currency and namespace.
    private var places = KeyTable(width: 4)

    /// - Parameter namespace: named once for each group.
    mutating func add(_ amount: Amount, _ pool: ViewRows.PoolGroup, namespace: Int32) {
        let place = places.add([pool.day, pool.cluster, pool.currency, namespace])
        precondition(place == groups.count, "a namespace is named twice")
        groups.append(Group(pool: pool, namespace: namespace, amount: amount))
    }

    /// - Parameter toRows: false to leave amounts on rows of their own, without a value for keys beyond the namespace.
    func apply(to rows: inout ViewRows, toRows: Bool) throws {
        guard toRows else {
            for group in groups {
                rows.append(group.amount, group.pool, namespace: group.namespace, mark: .unallocated)
            }
            return
        }
        let (members, starts) = members(of: rows)
        let order = RowOrder(rows, by: rows.keys.filter { !ViewKey.ofNamespaces.contains($0) })
        for (place, group) in groups.enumerated() {
            // Parts do not depend on the order of rows: units that are left go to equal rows in the order of their keys.
            let own = members[starts[place]..<starts[place + 1]].sorted { order.precedes(Int($0), Int($1)) }
            // A credit takes no part in what others used.
            let weights = own.map { UInt128(max(0, rows.direct[Int($0)])) }
            var sum = Amount.zero
            for weight in weights { try sum.add(Amount(units: Int128(weight))) }
            guard let parts = Split.largestRemainder(group.amount, weights: weights) else {
                rows.append(group.amount, group.pool, namespace: group.namespace, mark: .unallocated)
                continue
            }
            for (row, part) in zip(own, parts) { rows.shared[Int(row)] = part.units }
        }
    }

    /// The rows of each group one after another, and where those of a group start.
    private func members(of rows: ViewRows) -> (members: [Int32], starts: [Int]) {
        let (days, clusters, namespaces) = (rows[.day], rows[.cluster], rows[.namespace])
        var groupOfRow = Array(repeating: Int32(-1), count: rows.count)
        var starts = Array(repeating: 0, count: groups.count + 1)
        var key: [Int32] = [0, 0, 0, 0]
        for row in 0..<rows.count where rows.roles[row] == .direct {
            key[0] = days[row]
            key[1] = clusters[row]
            key[2] = rows.currencies[row]
            key[3] = namespaces[row]
            guard let place = places.place(of: key) else { continue }
            groupOfRow[row] = Int32(place)
            starts[place + 1] += 1
        }
        for place in groups.indices { starts[place + 1] += starts[place] }
        var next = starts
        var members = Array(repeating: Int32(0), count: starts[groups.count])
        for row in 0..<rows.count where groupOfRow[row] >= 0 {
            members[next[Int(groupOfRow[row])]] = Int32(row)
            next[Int(groupOfRow[row])] += 1
        }
        return (members, starts)
    }
}

/// The order of rows by the texts of their keys, then by cost.
struct RowOrder {
    private let columns: [[Int32]]
    private let direct: [Int128]

    init(_ rows: ViewRows, by keys: [ViewKey]) {
        let ranks = rows.texts.ranks()
        columns = keys.map { key in
            rows[key].map { ranks[Int($0)] }
        }
        direct = rows.direct
    }

    func precedes(_ left: Int, _ right: Int) -> Bool {
        for column in columns where column[left] != column[right] { return column[left] < column[right] }
        return direct[left] < direct[right]
    }
}
