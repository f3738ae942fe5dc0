import Kernel

/// Moves the cost of pools from the rows that hold it to those who share it. Every amount that leaves one row stands on
/// another, so that the sum of all rows stays what it is.
struct PoolSharing {
    /// Unused capacity is shared.
    let idle: Bool
    /// What else namespaces share is shared.
    let pools: Bool

    /// - Parameter toRows: true when a view tells the rows of a namespace and day apart; else what the namespace
    ///   received need not be split.
    func apply(to rows: inout ViewRows, toRows: Bool) throws {
        guard idle || pools else { return }
        let given = try given(by: rows)
        for row in 0..<rows.count where isShared(rows.roles[row]) { rows.shared[row] = -rows.direct[row] }
        var sums: [ViewRows.PoolGroup: [Int32: Amount]] = [:]
        for received in given {
            guard let namespace = received.namespace else {
                rows.append(
                    received.amount, received.group, namespace: ViewMark.residual.rawValue, mark: .residual)
                continue
            }
            try sums[received.group, default: [:]][namespace, default: .zero].add(received.amount)
        }
        var splitting = RowSplitting()
        for (group, namespaces) in sums {
            for (namespace, amount) in namespaces { splitting.add(amount, group, namespace: namespace) }
        }
        try splitting.apply(to: &rows, toRows: toRows)
    }

    private func isShared(_ role: ViewRows.Role) -> Bool {
        switch role {
        case .idle: idle
        case .platform, .pool: pools
        case .direct, .outside, .noTelemetry, .received: false
        }
    }

    /// What each namespace receives of what is shared.
    private func given(by rows: ViewRows) throws -> [ViewRows.Received] {
        guard idle != pools else { return rows.received }
        var held: [PoolKey: (shared: Amount, keepsSome: Bool)] = [:]
        for row in 0..<rows.count {
            let role = rows.roles[row]
            guard role == .idle || role == .platform || role == .pool else { continue }
            let part = rows.texts.text(rows[.part][row]) ?? ""
            let pool = PoolKey(group: rows.group(of: row), pool: ViewRoles.pool(role, part: part))
            if isShared(role) {
                try held[pool, default: (.zero, false)].shared.add(Amount(units: rows.direct[row]))
            } else {
                held[pool, default: (.zero, false)].keepsSome = true
            }
        }
        var receivers: [PoolKey: [ViewRows.Received]] = [:]
        for received in rows.received {
            let pool = PoolKey(group: received.group, pool: rows.texts.text(received.pool) ?? "")
            receivers[pool, default: []].append(received)
        }
        let ranks = rows.texts.ranks()
        return try held.flatMap { pool, sum in
            let receivers = (receivers[pool] ?? []).sorted { left, right in
                (left.namespace.map { ranks[Int($0)] } ?? -1) < (right.namespace.map { ranks[Int($0)] } ?? -1)
            }
            return sum.keepsSome ? try PoolSharing.split(sum.shared, pool.group, receivers) : receivers
        }
    }

    private struct PoolKey: Hashable {
        let group: ViewRows.PoolGroup
        let pool: String
    }

    /// A part of a pool, by what each namespace received of the whole. Who received against the sum of all, as a
    /// remainder of rounding may be, receives nothing of the part. Nobody does where that says nothing.
    private static func split(
        _ amount: Amount, _ group: ViewRows.PoolGroup, _ receivers: [ViewRows.Received]
    ) throws -> [ViewRows.Received] {
        guard amount != .zero else { return [] }
        // Several policies may give to one namespace. Pieces come in the order of namespaces.
        let receivers = try receivers.reduce(into: [ViewRows.Received]()) { sums, piece in
            guard let last = sums.last, last.namespace == piece.namespace else { return sums.append(piece) }
            sums[sums.count - 1] = .init(
                group: group, pool: piece.pool, namespace: piece.namespace,
                amount: try Amount.sum([last.amount, piece.amount]))
        }
        let total = try Amount.sum(receivers.map(\.amount))
        let isCredit = (total == .zero ? amount : total) < .zero
        let weights = receivers.map { ($0.amount < .zero) == isCredit ? $0.amount.units.magnitude : 0 }
        guard let parts = Split.largestRemainder(amount, weights: weights) else {
            return [.init(group: group, pool: ViewMark.residual.rawValue, namespace: nil, amount: amount)]
        }
        return zip(receivers, parts).map { receiver, part in
            .init(group: group, pool: receiver.pool, namespace: receiver.namespace, amount: part)
        }
    }
}
