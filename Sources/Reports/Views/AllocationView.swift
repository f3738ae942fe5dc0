package import Kernel
package import Model

/// What is asked of a stored allocation.
package struct ViewQuestion: Sendable {
    package var keys: [ViewKey]
    package var cost: CostMetric
    /// Share unused capacity among the namespaces of its cluster, as the allocation did; else it is shown as idle.
    package var sharesIdle: Bool
    /// Share what else namespaces have in common; else pools and platform namespaces keep their cost.
    package var sharesPools: Bool
    package var filter: ViewFilter?
    /// Among whose pods the view shares unused capacity by itself; nil where that is as the allocation did, or kept.
    package var idleScope: IdleScope?
    /// Rows of workloads that all others share.
    package var sharedRows: ViewFilter?
    /// `sharedRows` go to all lines alike, not by their cost.
    package var splitsEvenly = false
    /// In the words of another tool.
    package var preset: ViewPreset?
    /// Say of each line how much of what its pods asked for they used.
    package var showsEfficiency: Bool

    package init(
        keys: [ViewKey], cost: CostMetric = .effective, sharesIdle: Bool = true, sharesPools: Bool = true,
        filter: ViewFilter? = nil, showsEfficiency: Bool = false
    ) {
        self.keys = keys
        self.cost = cost
        self.sharesIdle = sharesIdle
        self.sharesPools = sharesPools
        self.filter = filter
        self.showsEfficiency = showsEfficiency
    }

    /// The keys by which rows are told apart, to be shown or to be tested.
    var allKeys: Set<ViewKey> { Set(keys).union(filter?.keys ?? []).union(sharedRows?.keys ?? []) }

    /// What namespaces receive is split over their rows, which all keys of rows take part in.
    var splitsToRows: Bool {
        sharesRows || (sharesIdle || sharesPools) && !allKeys.isSubset(of: ViewKey.ofNamespaces)
    }

    /// The view shares something by itself.
    var sharesRows: Bool { idleScope != nil || sharedRows != nil }

    /// Unused capacity is told apart from those with whom it goes.
    var showsIdle: Bool { !sharesIdle }
}

/// Among whose pods a view shares unused capacity.
package enum IdleScope: Sendable { case node, cluster }

/// Stored rows of an allocation added up by keys: a pure function of them, that sums to the bill.
package struct AllocationView: Sendable {
    /// `cost` is `direct` and `shared`.
    package struct Costs: Sendable, Hashable {
        /// What the bill charges.
        package var direct = Amount.zero
        /// What was received from pools, less what was given to them.
        package var shared = Amount.zero
        package var cost = Amount.zero

        mutating func add(direct: Int128, shared: Int128) throws(AmountOverflow) {
            try self.direct.add(Amount(units: direct))
            try self.shared.add(Amount(units: shared))
            try cost.add(Amount(units: direct))
            try cost.add(Amount(units: shared))
        }

        mutating func add(_ other: Costs) throws(AmountOverflow) {
            try add(direct: other.direct.units, shared: other.shared.units)
        }
    }

    package struct Line: Sendable, Hashable {
        /// As many as the question has `columns`.
        package var values: [String]
        package var costs: Costs
        /// Of the pods that telemetry saw; nil where it saw none, or where it was not asked for.
        package var use: ResourceUse?
    }

    /// The rows of one currency.
    package struct Section: Sendable, Hashable {
        package var currency: Currency
        /// As the allocation's own bridge has it, from the rows of the bill.
        package var bill: Amount
        package var shown = Costs()
        package var notShown = Costs()
        /// Of all lines.
        package var use: ResourceUse?
        /// What pods cost of which no container is known; zero where containers were not asked for.
        package var withoutContainer = Amount.zero
        /// Largest first.
        package var lines: [Line] = []
    }

    package let question: ViewQuestion
    /// The billing period of all rows.
    package let period: Month
    /// Whose cost was split; nil when use was not asked for.
    package let efficiencyBasis: ResourceBasis?
    package let sections: [Section]
    /// What is worth telling of the question: labels that no row carries.
    package internal(set) var findings: [Diagnostic] = []
}

extension AllocationView {
    /// - Parameter bills: what the rows of each currency must sum to.
    /// - Throws: exit 70 when they do not.
    init(
        _ stored: ViewRows, _ question: ViewQuestion, period: Month, bills: [Currency: Amount],
        usage: (rows: UsageRows, basis: ResourceBasis)? = nil
    ) throws {
        var rows = stored
        try PoolSharing(idle: question.sharesIdle && question.idleScope == nil, pools: question.sharesPools)
            .apply(to: &rows, toRows: question.splitsToRows)
        if question.sharesRows { try RowSharing(question, rows).apply(to: &rows) }
        if question.preset == .openCost { rows.markUnmounted() }
        let sums = try RowSums(rows, question)
        self.question = question
        self.period = period
        efficiencyBasis = usage?.basis
        var sections: [Currency: Section] = [:]
        for (currency, bill) in bills { sections[currency] = Section(currency: currency, bill: bill) }
        func currency(_ number: Int32) -> Currency {
            guard let currency = rows.texts.text(number).flatMap({ Currency($0) }) else {
                preconditionFailure("an allocation has no currency")
            }
            return currency
        }
        for (number, costs) in sums.notShown {
            let currency = currency(number)
            sections[currency, default: Section(currency: currency, bill: .zero)].notShown = costs
        }
        for (number, cost) in sums.withoutContainer { sections[currency(number)]?.withoutContainer = cost }
        let uses = usage?.rows.sums(question) ?? [:]
        for (place, costs) in sums.lines.enumerated() {
            let words = Array(sums.table.key(place))
            let currency = currency(words[0])
            let values = words.dropFirst().map { rows.texts.text($0) ?? "" }
            let line = Line(
                values: question.preset?.values(values, of: question.keys) ?? values, costs: costs, use: uses[values])
            sections[currency, default: Section(currency: currency, bill: .zero)].lines.append(line)
        }
        self.sections = try sections.values.sorted { $0.currency < $1.currency }.map { section in
            var section = section
            try section.mergeLines()
            try section.finish()
            return section
        }
    }
}

extension AllocationView.Section {
    /// Lines that a preset gives the same name are one.
    fileprivate mutating func mergeLines() throws(AmountOverflow) {
        var places: [[String]: Int] = [:]
        var merged: [AllocationView.Line] = []
        for line in lines {
            guard let place = places[line.values] else {
                places[line.values] = merged.count
                merged.append(line)
                continue
            }
            try merged[place].costs.add(line.costs)
            if let more = line.use { merged[place].use = (merged[place].use ?? ResourceUse()) + more }
        }
        lines = merged
    }

    /// Puts the lines in order, and checks that everything adds up.
    fileprivate mutating func finish() throws {
        lines.sort { left, right in
            if left.costs.cost != right.costs.cost { return left.costs.cost > right.costs.cost }
            return left.values.lexicographicallyPrecedes(right.values)
        }
        for line in lines {
            try shown.add(line.costs)
            if let more = line.use { use = (use ?? ResourceUse()) + more }
        }
        var total = shown
        try total.add(notShown)
        guard total.direct == bill, total.cost == bill else {
            throw Failure(
                .internal, ReportCode.viewOpen,
                "the rows come to \(Money(total.cost, currency)), charged are \(Money(total.direct, currency)), the bill is \(Money(bill, currency))",
                hint: "nothing is shown; this is a defect of reckon, please report it with the command")
        }
    }
}
