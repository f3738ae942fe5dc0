package import Kernel

/// Decimal text read as a row of digits of any length: slow, and written to be obvious.
package enum DecimalReference {
    /// What `DecimalText.parse` must say of the text.
    package static func parse(
        _ text: [UInt8], scale: Int, excess: DecimalText.Excess
    ) -> Result<Int128, DecimalTextError> {
        guard let number = split(text) else { return .failure(.notANumber) }
        // The value is 0.d1d2d3... x 10^point, with d1 not zero.
        guard let first = number.digits.firstIndex(where: { $0 != 0 }) else { return .success(0) }
        let digits = number.digits[first...]
        let whole = number.point - first + scale
        // Digits of the result in units, and what is cut off behind them.
        guard whole <= 38 else { return .failure(.tooLarge) }
        let kept = whole >= 0 ? Array(digits.prefix(whole)) : []
        let cut = whole >= 0 ? Array(digits.dropFirst(whole)) : Array(repeating: 0, count: min(-whole, 1)) + digits
        let padding = Array(repeating: UInt8(0), count: max(0, whole - kept.count))
        var units: Int128 = 0
        for digit in kept + padding { units = units * 10 + Int128(digit) }
        if cut.contains(where: { $0 != 0 }) {
            guard excess == .roundHalfEven else { return .failure(.tooManyDecimals) }
            if roundsUp(cut, odd: units % 2 == 1) { units += 1 }
            // 10^38 has one digit too many.
            if String(units).count > 38 { return .failure(.tooLarge) }
        }
        return .success(number.isNegative ? -units : units)
    }

    private static func roundsUp(_ cut: [UInt8], odd: Bool) -> Bool {
        guard cut[0] == 5 else { return cut[0] > 5 }
        return odd || cut.dropFirst().contains { $0 != 0 }
    }

    /// The digits, and where among them the point stands (exponent included). Nil when the text is no number.
    private static func split(_ text: [UInt8]) -> (isNegative: Bool, digits: [UInt8], point: Int)? {
        var rest = text[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest.removeFirst() }
        let whole = rest.prefix { isDigit($0) }
        rest = rest.dropFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = rest.prefix { isDigit($0) }
            rest = rest.dropFirst(fraction.count)
        }
        guard whole.count + fraction.count > 0 else { return nil }
        var exponent = 0
        if let mark = rest.first {
            guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E"), let read = Self.exponent(rest.dropFirst())
            else { return nil }
            exponent = read
        }
        return (isNegative, (whole + fraction).map { $0 - 0x30 }, whole.count + exponent)
    }

    private static func exponent(_ text: ArraySlice<UInt8>) -> Int? {
        var digits = text
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        // Texts here are shorter than this many digits, so a larger exponent comes to the same.
        let value = digits.drop { $0 == 0x30 }.count > 9 ? 1_000_000_000 : Int(String(decoding: digits, as: UTF8.self))
        return value.map { isNegative ? -$0 : $0 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
