/// Parts of a price by days, exactly.
package enum Proration {
    /// `subunits × days ÷ all`, half a subunit rounded up, once.
    ///
    /// Never more than the whole; what is left of the whole is the part of the other days. More days or more money never
    /// give less.
    ///
    /// - Parameters:
    ///   - subunits: 0 or more.
    ///   - days: from 0 to `all`, which is at least 1.
    package static func part(of subunits: Int64, days: Int, outOf all: Int) -> Int64 {
        precondition(subunits >= 0 && all > 0 && (0...all).contains(days), "a part of days of a price")
        let (whole, rest) = (Int128(subunits) * Int128(days)).quotientAndRemainder(dividingBy: Int128(all))
        return Int64(whole) + (rest * 2 >= Int128(all) ? 1 : 0)
    }
}
