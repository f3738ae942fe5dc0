extension DecimalText {
    /// The shortest text of `units` x 10^-scale: no exponent, no trailing zeros, `0` for zero.
    package static func print(_ units: Int128, scale: Int) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity(scale)) { buffer in
            String(decoding: buffer[write(units, scale: scale, to: buffer)], as: UTF8.self)
        }
    }

    /// Appends the same text to bytes.
    package static func append(_ units: Int128, scale: Int, to bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity(scale)) { buffer in
            bytes.append(contentsOf: buffer[write(units, scale: scale, to: buffer)])
        }
    }

    /// 39 digits are the most that an Int128 has; two more bytes are for sign and point.
    private static func capacity(_ scale: Int) -> Int { max(39, scale + 1) + 2 }

    /// Returns where in the buffer the text stands.
    private static func write(
        _ units: Int128, scale: Int, to buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> Range<Int> {
        var start = writeDigits(units.magnitude, atLeast: scale + 1, endingAt: buffer)
        var end = buffer.count
        let point = buffer.count - scale
        if scale > 0 {
            while end > point, buffer[end - 1] == UInt8(ascii: "0") { end -= 1 }
            for index in start..<point { buffer[index - 1] = buffer[index] }
            start -= 1
            if end > point { buffer[point - 1] = UInt8(ascii: ".") } else { end = point - 1 }
        }
        if units < 0 {
            start -= 1
            buffer[start] = UInt8(ascii: "-")
        }
        return start..<end
    }

    /// Returns where the first digit stands. Eighteen digits at a time fit a machine word, which divides ten times as
    /// fast as 128 bits do.
    private static func writeDigits(
        _ magnitude: UInt128, atLeast least: Int, endingAt buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var rest = magnitude
        var position = buffer.count
        while rest != 0 {
            var chunk: UInt64
            let isLast = rest <= UInt128(UInt64.max)
            if isLast {
                chunk = UInt64(truncatingIfNeeded: rest)
                rest = 0
            } else {
                let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
                chunk = UInt64(truncatingIfNeeded: remainder)
                rest = quotient
            }
            let stop = isLast ? 0 : position - 18
            while isLast ? chunk != 0 : position > stop {
                position -= 1
                buffer[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: chunk % 10)
                chunk /= 10
            }
        }
        while buffer.count - position < least {
            position -= 1
            buffer[position] = UInt8(ascii: "0")
        }
        return position
    }
}
