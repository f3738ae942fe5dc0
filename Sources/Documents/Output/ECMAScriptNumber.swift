/// Text of doubles as ECMAScript's `Number::toString` writes it (ECMA-262 section 6.1.6.1.20), which RFC 8785 demands.
package enum ECMAScriptNumber {
    /// Nil when `value` is infinite or not a number.
    package static func text(_ value: Double) -> String? {
        guard value.isFinite else { return nil }
        if value == 0 { return "0" }
        let (digits, exponent) = shortestDigits(value.magnitude)
        return (value < 0 ? "-" : "") + layOut(digits, exponent)
    }

    /// The fewest digits d1...dk that read back as `value`, nearest to it among the shortest, with
    /// value = 0.d1...dk x 10^exponent.
    ///
    /// `Double.description` chooses the same digits as ECMAScript; only its layout differs (`1e-05`, `100.0`).
    private static func shortestDigits(_ value: Double) -> (digits: [UInt8], exponent: Int) {
        var digits: [UInt8] = []
        var wholeCount: Int?
        var power = 0
        let text = Array(value.description.utf8)
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: ".") {
                wholeCount = digits.count
            } else if byte == UInt8(ascii: "e") {
                power = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        var exponent = (wholeCount ?? digits.count) + power
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(zeros)
        exponent -= zeros
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, exponent)
    }

    /// Steps 6 to 10 of the specification: `exponent` is its n, the number of digits its k.
    private static func layOut(_ digits: [UInt8], _ exponent: Int) -> String {
        let count = digits.count
        func text(_ part: ArraySlice<UInt8>) -> String { String(decoding: part, as: UTF8.self) }
        switch exponent {
        case count...21 where count <= 21:
            return text(digits[...]) + String(repeating: "0", count: exponent - count)
        case 1...21:
            return text(digits[..<exponent]) + "." + text(digits[exponent...])
        case -5...0:
            return "0." + String(repeating: "0", count: -exponent) + text(digits[...])
        default:
            let power = exponent - 1
            let fraction = count > 1 ? "." + text(digits[1...]) : ""
            return "\(text(digits[..<1]))\(fraction)e\(power < 0 ? "-" : "+")\(power.magnitude)"
        }
    }
}
