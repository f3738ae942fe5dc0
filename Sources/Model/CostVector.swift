package import Kernel

/// The four FOCUS cost columns. `billed` ties to the invoice, `effective` is amortised.
package enum CostMetric: String, Sendable, CaseIterable {
    case billed, effective, list, contracted

    /// The FOCUS column: `BilledCost`.
    package var columnName: String {
        switch self {
        case .billed: "BilledCost"
        case .effective: "EffectiveCost"
        case .list: "ListCost"
        case .contracted: "ContractedCost"
        }
    }

    /// The four columns in the order of `allCases`.
    package static let columnNames = allCases.map(\.columnName)
}

/// One amount for each cost metric, in one currency. All four are carried through every split, so a view on any basis
/// adds up to the bill on that basis.
package struct CostVector: Sendable, Hashable {
    package var billed: Amount
    package var effective: Amount
    package var list: Amount
    package var contracted: Amount

    package static let zero = CostVector(billed: .zero, effective: .zero, list: .zero, contracted: .zero)

    @inlinable
    package init(billed: Amount, effective: Amount, list: Amount, contracted: Amount) {
        self.billed = billed
        self.effective = effective
        self.list = list
        self.contracted = contracted
    }

    package subscript(metric: CostMetric) -> Amount {
        get {
            switch metric {
            case .billed: billed
            case .effective: effective
            case .list: list
            case .contracted: contracted
            }
        }
        set {
            switch metric {
            case .billed: billed = newValue
            case .effective: effective = newValue
            case .list: list = newValue
            case .contracted: contracted = newValue
            }
        }
    }

    /// The four amounts in the order of `CostMetric.allCases`.
    package var all: [Amount] { CostMetric.allCases.map { self[$0] } }

    @inlinable @inline(__always)
    package mutating func add(_ other: CostVector) throws(AmountOverflow) {
        try billed.add(other.billed)
        try effective.add(other.effective)
        try list.add(other.list)
        try contracted.add(other.contracted)
    }

    @inlinable
    package mutating func subtract(_ other: CostVector) throws(AmountOverflow) {
        try billed.subtract(other.billed)
        try effective.subtract(other.effective)
        try list.subtract(other.list)
        try contracted.subtract(other.contracted)
    }

    package static prefix func - (costs: CostVector) -> CostVector {
        CostVector(
            billed: -costs.billed, effective: -costs.effective, list: -costs.list, contracted: -costs.contracted)
    }

    package static func sum(_ all: some Sequence<CostVector>) throws(AmountOverflow) -> CostVector {
        var sum = CostVector.zero
        for costs in all { try sum.add(costs) }
        return sum
    }

    /// Each of the four amounts split by the same weights; nil when the weights sum to zero.
    package func split(by weights: [UInt128]) -> [CostVector]? {
        guard let billed = Split.largestRemainder(billed, weights: weights) else { return nil }
        // Most charges cost the same on several metrics; what is equal is split once.
        let effective =
            self.effective == self.billed ? billed : Split.largestRemainder(self.effective, weights: weights)
        let list = self.list == self.billed ? billed : Split.largestRemainder(self.list, weights: weights)
        let contracted =
            self.contracted == self.list ? list : Split.largestRemainder(self.contracted, weights: weights)
        guard let effective, let list, let contracted else { return nil }
        return weights.indices.map {
            CostVector(billed: billed[$0], effective: effective[$0], list: list[$0], contracted: contracted[$0])
        }
    }
}
