import Kernel
package import Model

/// Which teams pay for charges outside of clusters. The first rule that fits a charge counts.
package struct OutsideRule: Sendable, Hashable {
    /// The span of charges that are looked at together.
    package enum Window: String, Sendable, Hashable, CaseIterable {
        /// All of the run.
        case period
        case day
    }

    package enum Split: Sendable, Hashable {
        case direct(String)
        /// The value of a tag of the bill; a charge without one does not fit.
        case tag(String)
        /// Units sum to the whole.
        case percentage([StatedPart])
        case even([String])
        /// Units of 10^-24 of the charge's currency in each window.
        case fixed([StatedPart], Window)
        /// By what the teams cost otherwise in the window.
        case cost([NamePattern], Window)
        /// Nobody pays.
        case keep
    }

    package var conditions: ChargeConditions
    package var split: Split
    /// What the rule is called in results.
    package var name: String
    /// Why it is so, for the reader.
    package var why: String?

    package init(
        conditions: ChargeConditions = ChargeConditions(), split: Split, name: String, why: String? = nil
    ) {
        self.conditions = conditions
        self.split = split
        self.name = name
        self.why = why
    }

    func fits(_ charge: Charge, tags carried: [String: String]) -> Bool {
        if case .tag(let key) = split, (carried[key] ?? "").isEmpty { return false }
        return conditions.fit(charge, tags: carried)
    }
}

extension OutsideRule.Split {
    /// As options spell it.
    package var name: String {
        switch self {
        case .direct: "direct"
        case .tag: "tag"
        case .percentage: "percentage"
        case .even: "even"
        case .fixed: "fixed"
        case .cost: "cost"
        case .keep: "keep"
        }
    }
}
