package import Kernel
package import Model

/// What a namespace received from a pool on a day.
package struct DistributionRow: Sendable, Hashable {
    package let day: CalendarDay
    package let cluster: String
    package let pool: CostPool
    package let currency: Currency
    /// Nil for what nobody received: it stays as a residual of its cluster.
    package let namespace: String?
    package let costs: CostVector
    /// The rule that was followed, as options spell it.
    package let split: String
    package let window: SharingWindow
    /// Place of the policy in the job, from 1; nil where none fits.
    package let policy: Int?
}

/// The second step: per day, cluster and currency each pool is shared by the namespaces of users, by the first policy
/// that fits it or else by their effective use in the whole cluster (docs/allocation.md, "Step 3").
struct Distribution {
    private struct PoolKey: Hashable, Comparable {
        let place: PoolReceivers.ClusterDay
        let pool: CostPool
        /// Place in the order in which policies are asked; behind all where none fits.
        let policy: Int

        static func < (left: PoolKey, right: PoolKey) -> Bool {
            if left.place.day != right.place.day { return left.place.day < right.place.day }
            if left.place.cluster != right.place.cluster { return left.place.cluster < right.place.cluster }
            return (left.place.currency, left.pool, left.policy) < (right.place.currency, right.pool, right.policy)
        }
    }

    /// What amounts of a month are given of.
    private struct MonthKey: Hashable {
        let month: Month
        let cluster: String
        let currency: Currency
        let pool: CostPool
        let policy: Int

        init(_ key: PoolKey) {
            month = Month(containing: key.place.day)
            (cluster, currency, pool, policy) = (key.place.cluster, key.place.currency, key.pool, key.policy)
        }
    }

    private let policies: [SharingPolicy]
    private let platform: PlatformNamespaces
    private let asksForCost: Bool
    private var pools: [PoolKey: CostVector] = [:]
    /// Of pools that are shared by the hour.
    private var hours: [PoolKey: HourlyCosts] = [:]
    private var direct: [PoolReceivers.ClusterDay: [String: Amount]] = [:]
    private var chargeTags = ChargeTags()
    private var labelsByText: [String: ObjectLabels] = [:]

    init(options: AllocationOptions) {
        policies = options.sharing
        platform = options.platform
        asksForCost = policies.contains { if case .cost = $0.rule { true } else { false } }
    }

    /// Positions in the job of the policies that some cost went to.
    var usedPolicies: Set<Int> {
        Set(pools.keys.compactMap { $0.policy < policies.count ? policies[$0.policy].position : nil })
    }

    /// - Parameter hourly: what the piece costs by the hour, where more is known than its whole.
    mutating func add(
        _ recipient: Recipient, of charge: Charge, currency: Currency, costs: CostVector, hourly: HourlyCosts? = nil
    ) throws {
        guard let cluster = recipient.cluster else { return }
        let place = PoolReceivers.ClusterDay(day: charge.day, cluster: cluster, currency: currency)
        if let pool = CostPool(joinedBy: recipient, platform: platform) {
            let policy = try policy(for: pool, recipient, charge)
            let key = PoolKey(place: place, pool: pool, policy: policy)
            try pools[key, default: .zero].add(costs)
            guard policy < policies.count, policies[policy].rule.window == .hour else { return }
            try hours[key, default: HourlyCosts()].add(hourly ?? HourlyCosts.even(costs))
        } else if asksForCost, let namespace = recipient.namespace {
            try direct[place, default: [:]][namespace, default: .zero].add(costs.effective)
        }
    }

    private mutating func policy(for pool: CostPool, _ recipient: Recipient, _ charge: Charge) throws -> Int {
        for (index, policy) in policies.enumerated() where policy.fits(pool, in: recipient.cluster ?? "") {
            if policy.selector.isEmpty { return index }
            let labels = try policy.selector.labels.isEmpty ? nil : self.labels(of: recipient)
            if policy.selector.fits(recipient, labels: labels, charge, tags: chargeTags.of(charge)) { return index }
        }
        return policies.count
    }

    private mutating func labels(of recipient: Recipient) throws -> ObjectLabels? {
        guard let text = recipient.labels else { return nil }
        if let known = labelsByText[text] { return known }
        let labels = try ObjectLabels(json: text)
        labelsByText[text] = labels
        return labels
    }

    func rows(telemetry: TelemetryIndex) throws -> [DistributionRow] {
        var receivers = PoolReceivers(telemetry: telemetry, platform: platform, direct: direct)
        let keys = pools.keys.sorted()
        var months = try MonthlyAmounts(totals: monthlyTotals(keys))
        var rows: [DistributionRow] = []
        for key in keys {
            let costs = pools[key] ?? .zero
            let policy = key.policy < policies.count ? policies[key.policy] : .usual
            let pieces: [PoolPiece]
            switch policy.rule {
            case .usage(let some, .hour):
                pieces = try hourly(hours[key] ?? HourlyCosts.even(costs), at: key.place, some, &receivers)
            case .fixed(let parts, .month):
                pieces = try months.pieces(of: costs, MonthKey(key)) { total in
                    receivers.known(parts, in: key.place.cluster, rest: StatedPart.rest(of: total, after: parts))
                }
            default:
                pieces = PoolPiece.split(costs, try receivers.shares(of: costs, at: key.place, policy.rule))
            }
            rows += pieces.map { row(key, policy, $0) }
        }
        return rows
    }

    private func monthlyTotals(_ keys: [PoolKey]) throws -> [MonthKey: CostVector] {
        var totals: [MonthKey: CostVector] = [:]
        for key in keys where key.policy < policies.count {
            guard case .fixed(_, .month) = policies[key.policy].rule else { continue }
            try totals[MonthKey(key), default: .zero].add(pools[key] ?? .zero)
        }
        return totals
    }

    /// Each hour by its own use; the hours of a namespace are one piece.
    private func hourly(
        _ costs: HourlyCosts, at place: PoolReceivers.ClusterDay, _ some: ReceiverSelector,
        _ receivers: inout PoolReceivers
    ) throws -> [PoolPiece] {
        var residual: CostVector?
        var sums: [String: CostVector] = [:]
        for (hour, cost) in costs.hours.enumerated() where cost != .zero {
            for piece in PoolPiece.split(cost, receivers.shares(ofHour: hour, at: place, some)) {
                if let namespace = piece.namespace {
                    try sums[namespace, default: .zero].add(piece.costs)
                } else {
                    var sum = residual ?? .zero
                    try sum.add(piece.costs)
                    residual = sum
                }
            }
        }
        return (residual.map { [PoolPiece(namespace: nil, costs: $0)] } ?? [])
            + sums.sorted { $0.key < $1.key }.map { PoolPiece(namespace: $0.key, costs: $0.value) }
    }

    private func row(_ key: PoolKey, _ policy: SharingPolicy, _ piece: PoolPiece) -> DistributionRow {
        DistributionRow(
            day: key.place.day, cluster: key.place.cluster, pool: key.pool, currency: key.place.currency,
            namespace: piece.namespace, costs: piece.costs, split: policy.rule.name, window: policy.rule.window,
            policy: key.policy < policies.count ? policy.position : nil)
    }

    /// Amounts of a month, given day by day: each day gives what the sum up to it gives, less what the sum before it
    /// gave. So the days of a namespace come to its amount, and the pieces of a day to the pool, to the last unit.
    private struct MonthlyAmounts {
        private var sums: [MonthKey: CostVector] = [:]
        private let totals: [MonthKey: CostVector]

        init(totals: [MonthKey: CostVector]) { self.totals = totals }

        /// - Parameter shares: of the month's effective cost.
        mutating func pieces(
            of costs: CostVector, _ key: MonthKey, _ shares: (Amount) -> [PoolShare]
        ) throws -> [PoolPiece] {
            let shares = shares((totals[key] ?? .zero).effective).filter { $0.weight > 0 }
            let weights = shares.map(\.weight)
            let before = sums[key] ?? .zero
            var now = before
            try now.add(costs)
            sums[key] = now
            guard let given = before.split(by: weights), let due = now.split(by: weights) else {
                return [PoolPiece(namespace: nil, costs: costs)]
            }
            return try shares.indices.map { index in
                var part = due[index]
                try part.subtract(given[index])
                return PoolPiece(namespace: shares[index].namespace, costs: part)
            }
        }
    }
}

/// A part of a pool and who received it.
private struct PoolPiece {
    let namespace: String?
    let costs: CostVector

    /// All of it stays in the pool where nobody has a weight.
    static func split(_ costs: CostVector, _ shares: [PoolShare]) -> [PoolPiece] {
        guard let parts = costs.split(by: shares.map(\.weight)) else {
            return [PoolPiece(namespace: nil, costs: costs)]
        }
        return zip(shares, parts).compactMap { share, part in
            share.weight > 0 ? PoolPiece(namespace: share.namespace, costs: part) : nil
        }
    }
}
