import Kernel

/// PostgreSQL's binary `numeric`: base-10000 digits, the weight of the first one, a sign and the decimals to show
/// (src/backend/utils/adt/numeric.c, `numeric_send` and `numeric_recv`).
enum NumericWire {
    private static let negative: UInt16 = 0x4000
    /// NaN and the infinities have this or a larger sign word.
    private static let special: UInt16 = 0xC000

    /// Appends `units` x 10^-scale without its length word. Exact for every Int128 and every scale from 0 to 38.
    static func append(_ units: Int128, scale: Int, to bytes: inout [UInt8]) {
        var digits = InlineArray<14, UInt16>(repeating: 0)
        var count = 0
        var rest = units.magnitude
        // The lowest group is cut so that the decimal point lies between two groups.
        let odd = scale % 4
        if odd != 0 {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: power(odd))
            digits[count] = UInt16(remainder * power(4 - odd))
            count += 1
            rest = quotient
        }
        // 128-bit division is slow, so four groups are taken at once and split in 64 bits.
        while rest > 0 {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10_000_000_000_000_000)
            var chunk = UInt64(truncatingIfNeeded: remainder)
            for _ in 0..<4 {
                if quotient == 0, chunk == 0 { break }
                digits[count] = UInt16(truncatingIfNeeded: chunk % 10_000)
                chunk /= 10_000
                count += 1
            }
            rest = quotient
        }
        let fractionGroups = (scale + 3) / 4
        var first = count
        while first > 0, digits[first - 1] == 0 { first -= 1 }
        var last = 0
        while last < first, digits[last] == 0 { last += 1 }
        let length = first - last
        // digits[i] stands for digits[i] x 10000^(i - fractionGroups)
        bytes.appendBigEndian(Int16(truncatingIfNeeded: length))
        bytes.appendBigEndian(length == 0 ? Int16(0) : Int16(truncatingIfNeeded: first - 1 - fractionGroups))
        bytes.appendBigEndian(units < 0 ? negative : 0)
        bytes.appendBigEndian(Int16(truncatingIfNeeded: decimals(lowest: last, digits[last], fractionGroups, length)))
        var index = first
        while index > last {
            index -= 1
            bytes.appendBigEndian(digits[index])
        }
    }

    /// The shortest number of decimals that shows the whole value.
    private static func decimals(lowest: Int, _ digit: UInt16, _ fractionGroups: Int, _ length: Int) -> Int {
        guard length > 0, lowest < fractionGroups else { return 0 }
        var decimals = (fractionGroups - lowest) * 4
        var digit = digit
        while digit % 10 == 0 {
            digit /= 10
            decimals -= 1
        }
        return decimals
    }

    /// The value in units of 10^-scale; refuses NaN, infinities, further decimals and more than 38 digits.
    static func read(_ cell: Cell, scale: Int) throws(DatabaseError) -> Int128 {
        let count = Int(try cell.integer(at: 0, as: Int16.self))
        let weight = Int(try cell.integer(at: 2, as: Int16.self))
        let sign = try cell.integer(at: 4, as: UInt16.self)
        guard sign < special else { throw cell.unreadable("numeric is not finite") }
        guard count >= 0, cell.count == 8 + 2 * count else { throw cell.unreadable("numeric has a wrong length") }
        var units: UInt128 = 0
        for index in 0..<count {
            let digit = UInt128(try cell.integer(at: 8 + 2 * index, as: UInt16.self))
            // This digit counts 10000^(weight - index), that is 10^exponent of our units.
            let exponent = 4 * (weight - index) + scale
            let part: UInt128
            if exponent >= 0 {
                guard digit == 0 || exponent <= 37 else { throw cell.unreadable("numeric is too large") }
                let (product, overflow) = digit.multipliedReportingOverflow(by: digit == 0 ? 1 : power(exponent))
                guard !overflow else { throw cell.unreadable("numeric is too large") }
                part = product
            } else {
                let divisor: UInt128 = exponent > -4 ? power(-exponent) : 10_000
                guard digit % divisor == 0 else { throw cell.unreadable("numeric has too many decimals") }
                part = digit / divisor
            }
            let (sum, overflow) = units.addingReportingOverflow(part)
            guard !overflow, sum < power(38) else { throw cell.unreadable("numeric is too large") }
            units = sum
        }
        return sign == negative ? -Int128(units) : Int128(units)
    }

    private static let powers: [UInt128] = {
        var powers: [UInt128] = [1]
        for _ in 1...38 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    private static func power(_ exponent: Int) -> UInt128 { powers[exponent] }
}
