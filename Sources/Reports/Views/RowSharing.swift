import Kernel

/// Sharing that a view does by itself, from row to row of one day: unused capacity among the pods of its node or cluster,
/// and rows of choice among all others. Every amount that leaves a row stands on another.
///
/// The order is OpenCost's: who shares pays with its own unused capacity as well, weights are those before anything is
/// shared, and what a filter hides takes part like the rest.
struct RowSharing {
    let question: ViewQuestion
    private let days: [Int32]
    private let order: RowOrder

    init(_ question: ViewQuestion, _ rows: ViewRows) {
        self.question = question
        days = rows[.day]
        order = RowOrder(rows, by: rows.keys)
    }

    func apply(to rows: inout ViewRows) throws {
        let filter = question.sharedRows.map { AnsweredFilter($0, rows) }
        let isGiven = (0..<rows.count).map { isLive($0, rows) && filter?.shows($0) ?? false }
        if let scope = question.idleScope {
            rows.idle = Array(repeating: 0, count: rows.count)
            try shareIdle(within: scope, &rows)
        }
        guard filter != nil else { return }
        for (members, givers) in groups(rows, isGiven) { try share(givers, among: members, &rows) }
    }

    /// A workload's own row: all else is a pool, or of nobody in the cluster.
    private func isLive(_ row: Int, _ rows: ViewRows) -> Bool {
        rows.roles[row] == .direct || rows.roles[row] == .platform
    }

    /// What is idle in a place of a day, and its pods.
    private struct Place {
        var idle: [Int32] = []
        var pods: [Int32] = []
    }

    /// The idle rows of a place among its pods, in proportion to what they cost there. Without such a pod each goes with
    /// itself.
    private func shareIdle(within scope: IdleScope, _ rows: inout ViewRows) throws {
        for place in places(scope, rows) where !place.idle.isEmpty {
            let pods = inOrder(place.pods)
            let idle = try Amount.sum(place.idle.map { Amount(units: rows.direct[Int($0)]) })
            if let parts = Split.largestRemainder(idle.units, weights: try weights(pods, rows)) {
                for (pod, part) in zip(pods, parts) { rows.idle[Int(pod)] += part }
            } else {
                for row in place.idle { rows.idle[Int(row)] = rows.direct[Int(row)] }
            }
            for row in place.idle {
                if question.showsIdle {
                    rows.direct[Int(row)] = 0
                } else {
                    rows.shared[Int(row)] -= rows.direct[Int(row)]
                }
            }
        }
    }

    private func places(_ scope: IdleScope, _ rows: ViewRows) -> [Place] {
        let (clusters, nodes, parts) = (rows[.cluster], rows[.node], rows[.part])
        var isOfPod: [Int32: Bool] = [:]
        var table = KeyTable(width: 4)
        var places: [Place] = []
        var key = Array(repeating: Int32(0), count: 4)
        for row in 0..<rows.count {
            let isIdle = rows.roles[row] == .idle
            if !isIdle, isOfPod[parts[row]] == nil { isOfPod[parts[row]] = rows.isOfPod(row) }
            guard isIdle || isOfPod[parts[row]] == true else { continue }
            key[0] = days[row]
            key[1] = rows.currencies[row]
            key[2] = clusters[row]
            key[3] = scope == .node ? nodes[row] : 0
            let place = table.add(key)
            if place == places.count { places.append(Place()) }
            if isIdle { places[place].idle.append(Int32(row)) } else { places[place].pods.append(Int32(row)) }
        }
        return places
    }

    /// Live rows of each day and currency that stay, and those that are given to them.
    private func groups(_ rows: ViewRows, _ isGiven: [Bool]) -> [(members: [Int32], givers: [Int32])] {
        var table = KeyTable(width: 2)
        var groups: [(members: [Int32], givers: [Int32])] = []
        for row in 0..<rows.count where isLive(row, rows) {
            let index = table.add([days[row], rows.currencies[row]])
            if index == groups.count { groups.append(([], [])) }
            if isGiven[row] {
                groups[index].givers.append(Int32(row))
            } else {
                groups[index].members.append(Int32(row))
            }
        }
        return groups
    }

    private func share(_ givers: [Int32], among members: [Int32], _ rows: inout ViewRows) throws {
        var (cost, idle) = (Amount.zero, Amount.zero)
        for row in givers {
            // What the allocation gave it goes on with it.
            try cost.add(Amount(units: rows.direct[Int(row)]))
            try cost.add(Amount(units: rows.shared[Int(row)]))
            if !rows.idle.isEmpty { try idle.add(Amount(units: rows.idle[Int(row)])) }
        }
        let members = inOrder(members)
        let lines = question.splitsEvenly ? lines(members, rows) : [Array(members.indices)]
        let weights = try weights(members, rows)
        // Nobody to receive: what was to be shared stays where it is.
        guard let costs = RowSharing.split(cost.units, over: lines, weights),
            let idles = RowSharing.split(idle.units, over: lines, weights)
        else { return }
        for row in givers {
            rows.shared[Int(row)] = -rows.direct[Int(row)]
            if !rows.idle.isEmpty { rows.idle[Int(row)] = 0 }
        }
        for (index, row) in members.enumerated() {
            rows.shared[Int(row)] += costs[index]
            if !rows.idle.isEmpty { rows.idle[Int(row)] += idles[index] }
        }
    }

    /// Equal parts for all lines; within one by weight, and where nothing weighs there all for its first.
    private static func split(_ amount: Int128, over lines: [[Int]], _ weights: [UInt128]) -> [Int128]? {
        guard lines.count > 1 else { return Split.largestRemainder(amount, weights: weights) }
        guard let parts = Split.largestRemainder(amount, weights: lines.map { _ in 1 }) else { return nil }
        var result = Array(repeating: Int128(0), count: weights.count)
        for (line, part) in zip(lines, parts) {
            guard let pieces = Split.largestRemainder(part, weights: line.map { weights[$0] }) else {
                result[line[0]] = part
                continue
            }
            for (index, piece) in zip(line, pieces) { result[index] = piece }
        }
        return result
    }

    private func inOrder(_ rows: [Int32]) -> [Int32] { rows.sorted { order.precedes(Int($0), Int($1)) } }

    /// A credit takes no part in what others used.
    private func weights(_ members: [Int32], _ rows: ViewRows) throws(AmountOverflow) -> [UInt128] {
        var sum = Amount.zero
        return try members.map { row throws(AmountOverflow) in
            let cost = max(0, rows.direct[Int(row)])
            try sum.add(Amount(units: cost))
            return UInt128(cost)
        }
    }

    /// Places of the members of each line that the view shows of a day.
    private func lines(_ members: [Int32], _ rows: ViewRows) -> [[Int]] {
        let columns = question.keys.filter { !ViewKey.ofTime.contains($0) }.map { rows[$0] }
        var table = KeyTable(width: columns.count + 1)
        var lines: [[Int]] = []
        for (index, row) in members.enumerated() {
            let line = table.add([0] + columns.map { $0[Int(row)] })
            if line == lines.count { lines.append([]) }
            lines[line].append(index)
        }
        return lines
    }
}
