import Documents
import Kernel
import Model
import Runner

/// What a named receiver, a namespace or a team, is to get: units of a percentage, or of an amount.
package struct StatedPart: Sendable, Hashable {
    package let name: String
    package let units: UInt128

    package init(_ name: String, units: UInt128) {
        self.name = name
        self.units = units
    }

    /// What a sum has beyond the amounts, as a weight beside them. A sum that is smaller than they are, or below zero, is
    /// shared in their proportion, so that nobody gets more than the amount and a credit gives no cost.
    static func rest(of sum: Amount, after parts: [StatedPart]) -> UInt128 {
        let wanted = parts.reduce(UInt128(0)) { $0 + $1.units }
        return sum > .zero && sum.units.magnitude > wanted ? sum.units.magnitude - wanted : 0
    }
}

/// How parts stand in options and facts: an object of decimals by name.
extension StatedPart {
    /// Units of a percentage are 10^-18 of a percent.
    private static let hundred = UInt128(100) * 1_000_000_000_000_000_000
    /// From 10^-18, in which options are read, to 10^-24 of an amount.
    private static let amountUnits: UInt128 = 1_000_000

    static let percentage = ValueShape.decimal("0", "100", decimals: 12)
    static let amount = ValueShape.decimal("0", "1000000000", decimals: 18)

    /// - Throws: exit 78 when the percentages do not sum to 100.
    static func percentages(_ node: JSONNode, _ key: String, restTo receiver: String) throws -> [StatedPart] {
        let parts = try list(node, key)
        let sum = parts.reduce(UInt128(0)) { $0 + $1.units }
        guard sum == hundred else {
            throw Failure(
                .configuration, AllocationCode.percentagesOpen,
                "the percentages sum to \(Quantity(units: Int128(sum))), expected exactly 100", at: node[key]?.place,
                hint: "give the rest to \(receiver)")
        }
        return parts
    }

    /// Amounts in units of 10^-24.
    static func amounts(_ node: JSONNode, _ key: String) throws -> [StatedPart] {
        try list(node, key).map { StatedPart($0.name, units: $0.units * amountUnits) }
    }

    private static func list(_ node: JSONNode, _ key: String) throws -> [StatedPart] {
        try node.option(key, \.members).map { member in
            StatedPart(member.key, units: try node.option(key) { $0[member.key]?.quantity?.units.magnitude })
        }
    }

    /// Exact decimal text by name.
    static func percentageFacts(_ parts: [StatedPart]) -> JSONOut { facts(parts, scale: Quantity.scale) }

    static func amountFacts(_ parts: [StatedPart]) -> JSONOut { facts(parts, scale: Amount.scale) }

    private static func facts(_ parts: [StatedPart], scale: Int) -> JSONOut {
        .object(
            parts.sorted { $0.name < $1.name }.map {
                .init($0.name, .string(DecimalText.print(Int128($0.units), scale: scale)))
            })
    }
}
