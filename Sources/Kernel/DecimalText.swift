/// Why a text is not a decimal number of the wanted scale.
package enum DecimalTextError: Error, Sendable, Equatable {
    case notANumber
    case tooLarge
    case tooManyDecimals
}

/// Exact conversion between decimal text and integers that count units of 10^-scale.
package enum DecimalText {
    /// What to do with digits beyond the scale.
    package enum Excess: Sendable { case refuse, roundHalfEven }

    /// Largest magnitude of a result: 38 decimal digits, what DECIMAL(38, s) columns hold.
    @usableFromInline static let limit = powersOfTen[38]

    /// Reads `-12.5`, `2e-06`, `35.2E-7`: an optional minus, digits with at most one point, an optional exponent.
    ///
    /// No plus sign before the number, no blanks, no thousands separators. `.5` and `5.` are read, as spreadsheets
    /// write them.
    @inlinable
    package static func parse(
        _ text: UnsafeBufferPointer<UInt8>, scale: Int, excess: Excess = .refuse
    ) throws(DecimalTextError) -> Int128 {
        var position = 0
        let count = text.count
        var negative = false
        if count > 0, text[0] == 0x2D {
            negative = true
            position = 1
        }
        // At most 18 digits fit a UInt64 with room; most amounts end here.
        var mantissa: UInt64 = 0
        var digits = 0
        var decimals = 0
        var seenPoint = false
        while position < count, digits < 18 {
            let byte = text[position]
            let digit = byte &- 0x30
            if digit <= 9 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                digits += 1
                if seenPoint { decimals += 1 }
            } else if byte == 0x2E, !seenPoint {
                seenPoint = true
            } else {
                break
            }
            position += 1
        }
        if position == count, digits > 0, decimals <= scale {
            let (units, overflow) = UInt128(mantissa).multipliedReportingOverflow(by: powersOfTen[scale - decimals])
            guard !overflow, units < limit else { throw .tooLarge }
            return negative ? -Int128(units) : Int128(units)
        }
        return try parseAnyLength(text, scale: scale, excess: excess)
    }

    package static func parse(
        _ text: String, scale: Int, excess: Excess = .refuse
    ) throws(DecimalTextError) -> Int128 {
        try Array(text.utf8).withUnsafeBufferPointer { (bytes) throws(DecimalTextError) in
            try parse(bytes, scale: scale, excess: excess)
        }
    }

    @usableFromInline
    static func parseAnyLength(
        _ text: UnsafeBufferPointer<UInt8>, scale: Int, excess: Excess
    ) throws(DecimalTextError) -> Int128 {
        let scanned = try ScannedDecimal(text)
        return try scanned.units(scale: scale, excess: excess)
    }

    /// The shortest text of `units` x 10^-scale: no exponent, no trailing zeros, `0` for zero.
    package static func print(_ units: Int128, scale: Int) -> String {
        var digits = Array(String(units.magnitude).utf8)
        if digits.count <= scale {
            digits.insert(contentsOf: repeatElement(0x30, count: scale + 1 - digits.count), at: 0)
        }
        var fraction = digits.suffix(scale)
        while fraction.last == 0x30 { fraction.removeLast() }
        let sign = units < 0 ? "-" : ""
        let whole = String(decoding: digits.dropLast(scale), as: UTF8.self)
        return fraction.isEmpty ? sign + whole : "\(sign)\(whole).\(String(decoding: fraction, as: UTF8.self))"
    }

    /// `units` with its last `digits` digits rounded away, half to even.
    package static func roundHalfEven(_ units: Int128, droppingDigits digits: Int) -> Int128 {
        guard digits > 0 else { return units }
        guard digits <= 38 else { return 0 }
        let (quotient, remainder) = units.magnitude.quotientAndRemainder(dividingBy: powersOfTen[digits])
        let half = powersOfTen[digits] / 2
        let up = remainder > half || (remainder == half && quotient & 1 == 1)
        let rounded = Int128(up ? quotient + 1 : quotient)
        return units < 0 ? -rounded : rounded
    }
}

/// 10^0 ... 10^38.
@usableFromInline let powersOfTen: [UInt128] = {
    var powers: [UInt128] = [1]
    for _ in 1...38 { powers.append(powers[powers.count - 1] * 10) }
    return powers
}()

/// Sign, up to 38 significant digits and a power of ten, as scanned from a text of any length.
private struct ScannedDecimal {
    var negative = false
    var mantissa: UInt128 = 0
    /// The value is mantissa x 10^exponent.
    var exponent = 0
    /// Significant digits beyond the 38 kept: they only matter for rounding and for "does not fit".
    var droppedNonZero = false

    init(_ text: UnsafeBufferPointer<UInt8>) throws(DecimalTextError) {
        var position = 0
        if text.first == 0x2D {
            negative = true
            position = 1
        }
        var anyDigit = false
        var seenPoint = false
        var kept = 0
        while position < text.count {
            let byte = text[position]
            if byte == 0x2E, !seenPoint {
                seenPoint = true
            } else if byte &- 0x30 <= 9 {
                anyDigit = true
                if kept < 38 {
                    mantissa = mantissa * 10 + UInt128(byte &- 0x30)
                    if mantissa > 0 { kept += 1 }
                    if seenPoint { exponent -= 1 }
                } else {
                    if byte != 0x30 { droppedNonZero = true }
                    if !seenPoint { exponent += 1 }
                }
            } else {
                break
            }
            position += 1
        }
        guard anyDigit else { throw .notANumber }
        if position < text.count {
            guard text[position] | 0x20 == 0x65 else { throw .notANumber }
            exponent += try ScannedDecimal.readExponent(text, from: position + 1)
        }
    }

    private static func readExponent(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int
    ) throws(DecimalTextError) -> Int {
        var position = start
        var negative = false
        if position < text.count, text[position] == 0x2D || text[position] == 0x2B {
            negative = text[position] == 0x2D
            position += 1
        }
        guard position < text.count else { throw .notANumber }
        var value = 0
        while position < text.count {
            let digit = text[position] &- 0x30
            guard digit <= 9 else { throw .notANumber }
            // Past a million the exact value no longer matters: nothing of that size fits.
            if value < 1_000_000 { value = value * 10 + Int(digit) }
            position += 1
        }
        return negative ? -value : value
    }

    func units(scale: Int, excess: DecimalText.Excess) throws(DecimalTextError) -> Int128 {
        guard mantissa > 0 else { return 0 }
        let shift = exponent + scale
        if shift >= 0 {
            // Thirty-eight digits are already too many at this scale.
            guard !droppedNonZero else { throw .tooLarge }
            guard shift <= 38 else { throw .tooLarge }
            let (units, overflow) = mantissa.multipliedReportingOverflow(by: powersOfTen[shift])
            guard !overflow, units < powersOfTen[38] else { throw .tooLarge }
            return negative ? -Int128(units) : Int128(units)
        }
        let drop = -shift
        if excess == .refuse {
            guard drop <= 38, !droppedNonZero, mantissa % powersOfTen[drop] == 0 else { throw .tooManyDecimals }
            let units = Int128(mantissa / powersOfTen[drop])
            return negative ? -units : units
        }
        // A dropped non-zero digit breaks a tie upwards; it can only matter when the kept digits end in exactly half.
        let sticky: UInt128 =
            droppedNonZero && drop <= 38 && mantissa % powersOfTen[drop] == powersOfTen[drop] / 2 ? 1 : 0
        let units = DecimalText.roundHalfEven(Int128(mantissa + sticky), droppingDigits: drop)
        return negative ? -units : units
    }
}
