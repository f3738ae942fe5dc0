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
    @inlinable package static var limit: UInt128 { 0x4B3B_4CA8_5A86_C47A_098A_2240_0000_0000 }

    /// Reads `-12.5`, `2e-06`, `35.2E-7`: an optional minus, digits with at most one point, an optional exponent.
    ///
    /// No plus sign before the number, no blanks, no thousands separators. `.5` and `5.` are read, as spreadsheets
    /// write them.
    @inlinable
    package static func parse(
        _ text: UnsafeBufferPointer<UInt8>, scale: Int, excess: Excess = .refuse
    ) throws(DecimalTextError) -> Int128 {
        if let short = DecimalText.short(text), short.decimals <= scale {
            let power = scale - short.decimals
            let (high, low) = short.mantissa.multipliedFullWidth(by: powersOfTen64[min(power, 19)])
            var units = UInt128(truncatingIfNeeded: high) << 64 | UInt128(truncatingIfNeeded: low)
            if power > 19 {
                let (product, overflow) = units.multipliedReportingOverflow(by: UInt128(powersOfTen64[power - 19]))
                guard !overflow, product < limit else { throw .tooLarge }
                units = product
            }
            let positive = Int128(truncatingIfNeeded: units)
            return short.isNegative ? 0 &- positive : positive
        }
        return try parseAnyLength(text, scale: scale, excess: excess)
    }

    /// 10^power, for a power of 0 to 19.
    @inlinable
    package static func powerOfTen(_ power: Int) -> UInt64 { powersOfTen64[power] }

    /// Text of at most 18 digits without an exponent, which is nearly all that bills hold; nil for anything else.
    ///
    /// The digits behind the point are read eight at a time (measured: half the time of a loop over them).
    @inlinable @inline(__always)
    static func short(
        _ text: UnsafeBufferPointer<UInt8>
    ) -> (mantissa: UInt64, decimals: Int, isNegative: Bool)? {
        guard let start = text.baseAddress else { return nil }
        let count = text.count
        let isNegative = count > 0 && start[0] == 0x2D
        var position = isNegative ? 1 : 0
        let first = position
        var mantissa: UInt64 = 0
        while position < count, start[position] &- 0x30 <= 9 {
            mantissa = mantissa &* 10 &+ UInt64(start[position] &- 0x30)
            position += 1
        }
        let whole = position - first
        guard position < count else { return whole > 0 && whole <= 18 ? (mantissa, 0, isNegative) : nil }
        position += 1
        let decimals = count - position
        guard start[position - 1] == 0x2E, whole + decimals <= 18, whole + decimals > 0 else { return nil }
        while position + 8 <= count {
            guard let eight = eightDigits(UnsafeRawPointer(start + position)) else { return nil }
            mantissa = mantissa &* 100_000_000 &+ eight
            position += 8
        }
        let left = count - position
        if left > 0, decimals >= 8 {
            // The last eight characters, of which the first were read already and count as zeros.
            guard let rest = eightDigits(UnsafeRawPointer(start + count - 8), lastOnly: left) else { return nil }
            return (mantissa &* powersOfTen64[left] &+ rest, decimals, isNegative)
        }
        while position < count {
            let digit = start[position] &- 0x30
            guard digit <= 9 else { return nil }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            position += 1
        }
        return (mantissa, decimals, isNegative)
    }

    /// The number that eight digits spell, those before the last `lastOnly` taken for zeros; nil when one of them is no digit. (Each step joins neighbours: digits to
    /// pairs, pairs to fours, fours to eight, in one multiplication for all of them.)
    @inlinable @inline(__always)
    static func eightDigits(_ text: UnsafeRawPointer, lastOnly: Int = 8) -> UInt64? {
        var word = UInt64(littleEndian: text.loadUnaligned(as: UInt64.self))
        if lastOnly < 8 {
            let mask = ~UInt64(0) &<< UInt64(8 * (8 - lastOnly))
            word = (word & mask) | (0x3030_3030_3030_3030 & ~mask)
        }
        return eightDigits(in: word)
    }

    /// The same where some of the eight bytes must be the bytes given in `signs` (0 where a digit must be); they count
    /// as zeros.
    @inlinable @inline(__always)
    static func eightDigits(_ text: UnsafeRawPointer, signs: UInt64) -> UInt64? {
        let word = UInt64(littleEndian: text.loadUnaligned(as: UInt64.self))
        // 0xFF in each byte that `signs` names: none of the signs has its highest bit set.
        let mask = ((signs &+ 0x7F7F_7F7F_7F7F_7F7F) & 0x8080_8080_8080_8080) >> 7 &* 0xFF
        guard word & mask == signs else { return nil }
        return eightDigits(in: (word & ~mask) | (0x3030_3030_3030_3030 & mask))
    }

    @inlinable @inline(__always)
    static func eightDigits(in word: UInt64) -> UInt64? {
        let isDigits =
            (word & 0xF0F0_F0F0_F0F0_F0F0) | ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4
        guard isDigits == 0x3333_3333_3333_3333 else { return nil }
        let pairs = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) >> 8
        let fours = ((pairs & 0x00FF_00FF_00FF_00FF) &* 6_553_601) >> 16
        return ((fours & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) >> 32
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

/// 10^0 ... 10^19, where loops reach them without a check whether they have been made.
@usableFromInline let powersOfTen64: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
]

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
    /// The first of them, and whether one behind it is not zero.
    var firstDropped: UInt8?
    var nonZeroBehindDropped = false

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
                    drop(byte &- 0x30)
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

    private mutating func drop(_ digit: UInt8) {
        if digit != 0 { droppedNonZero = true }
        if firstDropped == nil {
            firstDropped = digit
        } else if digit != 0 {
            nonZeroBehindDropped = true
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
        if shift == 0, droppedNonZero { return try unitsOfAllKept(excess) }
        if shift >= 0 {
            // Thirty-eight digits are already too many at this scale.
            guard !droppedNonZero else { throw .tooLarge }
            guard shift <= 38 else { throw .tooLarge }
            let (units, overflow) = mantissa.multipliedReportingOverflow(by: powersOfTen[shift])
            guard !overflow, units < DecimalText.limit else { throw .tooLarge }
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

    /// The 38 digits kept are just those of the result, and further ones follow.
    private func unitsOfAllKept(_ excess: DecimalText.Excess) throws(DecimalTextError) -> Int128 {
        guard excess == .roundHalfEven else { throw .tooManyDecimals }
        let next = firstDropped ?? 0
        let up = next > 5 || next == 5 && (nonZeroBehindDropped || mantissa & 1 == 1)
        let units = up ? mantissa + 1 : mantissa
        guard units < DecimalText.limit else { throw .tooLarge }
        return negative ? -Int128(units) : Int128(units)
    }
}
