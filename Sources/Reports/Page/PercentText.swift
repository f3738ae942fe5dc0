import Kernel

/// Prints the ratio of two whole numbers as a percentage, exactly rounded.
enum PercentText {
    /// `53.6 %`, half-even to one decimal; a dash when there is nothing to compare with.
    static func of(_ part: Int128, _ whole: Int128) -> String {
        guard whole != 0 else { return "–" }
        let product = part.magnitude.multipliedFullWidth(by: 1000)
        let divisor = whole.magnitude
        guard product.high < divisor else { return "–" }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        let rest = divisor - remainder
        let up = remainder > rest || (remainder == rest && quotient & 1 == 1)
        guard quotient < UInt128(Int64.max) else { return "–" }
        let tenths = Int128(quotient) + (up ? 1 : 0)
        let negative = (part < 0) != (whole < 0)
        let text = DecimalText.print(negative ? -tenths : tenths, scale: 1)
        return (text.contains(".") ? text : text + ".0") + " %"
    }

    static func of(_ part: Amount, _ whole: Amount) -> String { of(part.units, whole.units) }
}
