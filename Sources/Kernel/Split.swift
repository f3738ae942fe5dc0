/// Splitting a whole number into whole parts without losing or inventing a unit.
package enum Split {
    /// Parts of `total` in proportion to `weights`, by the largest-remainder (Hamilton) method: every part is first
    /// floored towards zero, then the missing units go to the largest remainders; equal remainders go to the lower index.
    ///
    /// Callers order `weights` by key, so that ties do not depend on the order of the input. Parts always sum to
    /// `total`, which may be negative (the parts mirror those of its magnitude). A zero weight receives zero.
    ///
    /// - Returns: as many parts as weights, or nil when the weights sum to zero: nobody can receive.
    package static func largestRemainder(_ total: Int128, weights: [UInt128]) -> [Int128]? {
        var sum: UInt128 = 0
        for weight in weights {
            let (next, overflow) = sum.addingReportingOverflow(weight)
            precondition(!overflow, "the weights of a split sum to 2^128 or more")
            sum = next
        }
        guard sum > 0 else { return nil }
        let magnitude = total.magnitude
        var parts: [UInt128] = []
        var remainders: [UInt128] = []
        parts.reserveCapacity(weights.count)
        remainders.reserveCapacity(weights.count)
        var assigned: UInt128 = 0
        for weight in weights {
            // magnitude x weight < 2^256; the quotient fits because weight <= sum.
            let (quotient, remainder) = sum.dividingFullWidth(magnitude.multipliedFullWidth(by: weight))
            parts.append(quotient)
            remainders.append(remainder)
            assigned += quotient
        }
        let missing = Int(magnitude - assigned)
        if missing > 0 {
            let order = remainders.indices.sorted {
                remainders[$0] != remainders[$1] ? remainders[$0] > remainders[$1] : $0 < $1
            }
            for index in order.prefix(missing) { parts[index] += 1 }
        }
        return parts.map { total < 0 ? -Int128($0) : Int128($0) }
    }

    /// Parts of an amount; see `largestRemainder(_:weights:)` for `Int128`.
    package static func largestRemainder(_ total: Amount, weights: [UInt128]) -> [Amount]? {
        largestRemainder(total.units, weights: weights)?.map(Amount.init(units:))
    }

    /// Shares that sum to exactly one, as decimals of `places` digits: `weights[i] / sum(weights)` by the same method.
    package static func ratios(of weights: [UInt128], places: Int) -> [String]? {
        largestRemainder(Int128(powersOfTen[places]), weights: weights)?.map { DecimalText.print($0, scale: places) }
    }
}

extension Split {
    /// Amounts rounded to `places` decimals so that they sum to their exact total rounded half to even.
    ///
    /// Every amount is floored; the missing units go to the largest remainders, equal ones to the lower index.
    package static func rounded(_ amounts: [Amount], toPlaces places: Int) throws(AmountOverflow) -> [Amount] {
        var total = Amount.zero
        for amount in amounts { try total.add(amount) }
        let unit = Int128(powersOfTen[Amount.scale - places])
        let target = DecimalText.roundHalfEven(total.units, droppingDigits: Amount.scale - places)
        var coins: [Int128] = []
        var remainders: [Int128] = []
        for amount in amounts {
            var (quotient, remainder) = amount.units.quotientAndRemainder(dividingBy: unit)
            if remainder < 0 {
                quotient -= 1
                remainder += unit
            }
            coins.append(quotient)
            remainders.append(remainder)
        }
        let missing = Int(target - coins.reduce(0, +))
        let order = remainders.indices.sorted {
            remainders[$0] != remainders[$1] ? remainders[$0] > remainders[$1] : $0 < $1
        }
        for index in order.prefix(missing) { coins[index] += 1 }
        return coins.map { Amount(units: $0 * unit) }
    }
}
