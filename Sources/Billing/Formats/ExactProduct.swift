import Kernel

/// A price times a quantity, to the last digit or not at all.
enum ExactProduct {
    /// - Parameters:
    ///   - price: units of 10^-24.
    ///   - quantity: units of 10^-18.
    /// - Returns: units of 10^-24; nil when the product has more decimals, or is too large to be held.
    static func of(price: Int128, quantity: Int128) -> Int128? {
        let full = price.magnitude.multipliedFullWidth(by: quantity.magnitude)
        let divisor: UInt128 = 1_000_000_000_000_000_000
        guard full.high < divisor else { return nil }
        let (quotient, remainder) = divisor.dividingFullWidth(full)
        guard remainder == 0, quotient < limit else { return nil }
        return (price < 0) != (quantity < 0) ? -Int128(quotient) : Int128(quotient)
    }

    /// 38 digits.
    private static let limit: UInt128 = {
        var limit: UInt128 = 1
        for _ in 0..<Amount.scale + 14 { limit *= 10 }
        return limit
    }()
}
