import Kernel
import Model

/// Parts the charges outside of clusters among teams (docs/allocation.md, "Teams"). A charge is parted by itself; only
/// amounts and proportions of cost look at all charges of a rule and window.
struct OutsideSharing {
    private struct Group: Hashable {
        let rule: Int
        /// Nil where all days are one window.
        let day: CalendarDay?
        let currency: Currency
    }

    private struct Cost: Hashable {
        let team: String
        let day: CalendarDay
        let currency: Currency
    }

    private struct Share {
        let team: String?
        let weight: UInt128
    }

    private let rules: [OutsideRule]
    private let platform: PlatformNamespaces
    private let charges: [Charge]
    private let currencies: [Currency]

    init(options: AllocationOptions, charges: [Charge], currencies: [Currency]) {
        rules = options.outside
        platform = options.platform
        self.charges = charges
        self.currencies = currencies
    }

    /// The rows with each one of `Outside` replaced by the pieces of its teams. What belongs to no team stays.
    ///
    /// - Parameter progress: called now and then; what it throws ends the work.
    func apply(to rows: [AllocationRow], progress: () throws -> Void) throws -> [AllocationRow] {
        guard !rules.isEmpty else { return rows }
        var pieces: [Int: [AllocationRow]] = [:]
        var groups: [Group: [Int]] = [:]
        var tags = ChargeTags()
        for (index, row) in rows.enumerated() {
            if index % 4096 == 0 { try progress() }
            guard row.recipient.part == .outside else { continue }
            let charge = charges[row.charge]
            let carried = tags.of(charge)
            guard let rule = rules.firstIndex(where: { $0.fits(charge, tags: carried) }) else { continue }
            switch rules[rule].split {
            case .direct(let team): pieces[index] = split(row, rule, [Share(team: team, weight: 1)])
            case .tag(let key): pieces[index] = split(row, rule, [Share(team: carried[key], weight: 1)])
            case .percentage(let parts):
                pieces[index] = split(row, rule, parts.map { Share(team: $0.name, weight: $0.units) })
            case .even(let teams): pieces[index] = split(row, rule, teams.map { Share(team: $0, weight: 1) })
            case .keep: pieces[index] = split(row, rule, [Share(team: nil, weight: 1)])
            case .fixed(_, let window), .cost(_, let window):
                let day = window == .day ? charge.day : nil
                groups[Group(rule: rule, day: day, currency: currencies[row.charge]), default: []].append(index)
            }
        }
        for (group, members) in groups {
            guard case .fixed(let parts, _) = rules[group.rule].split else { continue }
            try giveAmounts(parts, to: members.map { rows[$0] }, group.rule).enumerated()
                .forEach { pieces[members[$0]] = $1 }
        }
        // Costs by which others are parted: all that is known before them.
        let costs = try self.costs(of: rows.indices.lazy.flatMap { pieces[$0] ?? [rows[$0]] })
        for (group, members) in groups {
            guard case .cost(let patterns, _) = rules[group.rule].split else { continue }
            let shares = try self.shares(of: group, patterns, costs)
            for index in members { pieces[index] = split(rows[index], group.rule, shares) }
        }
        return rows.indices.flatMap { pieces[$0] ?? [rows[$0]] }
    }

    /// A charge parted by weights; one that nobody receives keeps its row.
    private func split(_ row: AllocationRow, _ rule: Int, _ shares: [Share]) -> [AllocationRow] {
        let ordered = shares.sorted { ($0.team ?? "") < ($1.team ?? "") }.filter { $0.weight > 0 }
        guard let parts = row.measures.split(by: ordered.map(\.weight)) else {
            return [piece(row, rule, Share(team: nil, weight: 1), row.measures)]
        }
        return zip(ordered, parts).map { piece(row, rule, $0, $1) }
    }

    private func piece(
        _ row: AllocationRow, _ rule: Int, _ share: Share, _ measures: ChargeMeasures
    ) -> AllocationRow {
        var recipient = row.recipient
        recipient.team = share.team
        recipient.rule = rules[rule].name
        return AllocationRow(
            charge: row.charge, recipient: recipient, measures: measures, weight: share.weight, use: nil)
    }

    /// Amounts taken from charges in their order: each charge gives what the sum up to it gives, less what the sum before
    /// it gave. So the pieces of a team come to its amount, and those of a charge to the charge, to the last unit.
    private func giveAmounts(
        _ parts: [StatedPart], to rows: [AllocationRow], _ rule: Int
    ) throws -> [[AllocationRow]] {
        let total = try CostVector.sum(rows.map(\.measures.costs))
        let named = parts.sorted { $0.name < $1.name }.map { Share(team: $0.name, weight: $0.units) }
        let shares =
            ([Share(team: nil, weight: StatedPart.rest(of: total.effective, after: parts))] + named)
            .filter { $0.weight > 0 }
        let weights = shares.map(\.weight)
        guard var given = CostVector.zero.split(by: weights) else { return rows.map { split($0, rule, []) } }
        var sum = CostVector.zero
        return try rows.map { row in
            try sum.add(row.measures.costs)
            guard var measures = row.measures.split(by: weights), let now = sum.split(by: weights) else {
                preconditionFailure("weights that sum to something split everything")
            }
            for index in shares.indices {
                measures[index].costs = now[index]
                try measures[index].costs.subtract(given[index])
            }
            given = now
            return shares.indices.map { piece(row, rule, shares[$0], measures[$0]) }
        }
    }

    /// Effective cost by team, day and currency. What platform namespaces cost is shared by others.
    private func costs(of rows: some Sequence<AllocationRow>) throws -> [Cost: Amount] {
        var costs: [Cost: Amount] = [:]
        for row in rows {
            guard let team = row.recipient.team, !platform.contain(row.recipient.namespace ?? "") else { continue }
            let key = Cost(team: team, day: charges[row.charge].day, currency: currencies[row.charge])
            try costs[key, default: .zero].add(row.measures.costs.effective)
        }
        return costs
    }

    private func shares(of group: Group, _ patterns: [NamePattern], _ costs: [Cost: Amount]) throws -> [Share] {
        var sums: [String: Amount] = [:]
        for (key, cost) in costs where key.currency == group.currency {
            guard group.day == nil || group.day == key.day else { continue }
            guard patterns.contains(where: { $0.matches(key.team) }) else { continue }
            try sums[key.team, default: .zero].add(cost)
        }
        let positive = sums.filter { $0.value > .zero }
        // Weights that sum to an amount fit a split.
        _ = try Amount.sum(positive.values)
        return positive.map { Share(team: $0.key, weight: $0.value.units.magnitude) }
    }
}
