package import Kernel

/// The four costs that FOCUS gives every charge.
package struct FocusCosts: Sendable, Hashable {
    package var billed: Amount
    package var effective: Amount
    package var list: Amount
    package var contracted: Amount

    package init(billed: Amount, effective: Amount, list: Amount, contracted: Amount) {
        self.billed = billed
        self.effective = effective
        self.list = list
        self.contracted = contracted
    }

    package static let zero = FocusCosts(billed: .zero, effective: .zero, list: .zero, contracted: .zero)

    package mutating func add(_ other: FocusCosts) throws(AmountOverflow) {
        try billed.add(other.billed)
        try effective.add(other.effective)
        try list.add(other.list)
        try contracted.add(other.contracted)
    }

    package mutating func subtract(_ other: FocusCosts) throws(AmountOverflow) {
        try billed.subtract(other.billed)
        try effective.subtract(other.effective)
        try list.subtract(other.list)
        try contracted.subtract(other.contracted)
    }

    /// FOCUS column names, in the order of `all`.
    package static let names = ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost"]
    package var all: [Amount] { [billed, effective, list, contracted] }
}
