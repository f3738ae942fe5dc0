/// A point in time: microseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
package struct Instant: Sendable, Hashable, Comparable {
    package let microseconds: Int64

    package static let microsecondsPerSecond: Int64 = 1_000_000
    package static let microsecondsPerDay: Int64 = 86_400_000_000

    @inlinable
    package init(microseconds: Int64) { self.microseconds = microseconds }

    @inlinable
    package init(secondsSinceEpoch seconds: Int64) { microseconds = seconds * 1_000_000 }

    @inlinable
    package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// The UTC day that holds this instant.
    @inlinable
    package var day: CalendarDay {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
        return CalendarDay(daysSinceEpoch: Int32(remainder < 0 ? quotient - 1 : quotient))
    }

    package var month: Month { Month(containing: day) }

    package var secondsOfDay: Int {
        let sinceMidnight = microseconds - Int64(day.daysSinceEpoch) * Instant.microsecondsPerDay
        return Int(sinceMidnight / Instant.microsecondsPerSecond)
    }

    package func advanced(bySeconds seconds: Int64) -> Instant {
        Instant(microseconds: microseconds + seconds * Instant.microsecondsPerSecond)
    }
}

extension Instant: CustomStringConvertible {
    private var clockParts: (String, String, String) {
        let seconds = secondsOfDay
        return (padded(seconds / 3600, 2), padded(seconds / 60 % 60, 2), padded(seconds % 60, 2))
    }

    /// `2026-04-01T02:17:00Z`; a fraction is printed only when there is one, with six digits.
    package var description: String {
        let (hour, minute, second) = clockParts
        let sinceMidnight = microseconds - Int64(day.daysSinceEpoch) * Instant.microsecondsPerDay
        let fraction = Int(sinceMidnight % Instant.microsecondsPerSecond)
        return "\(day)T\(hour):\(minute):\(second)\(fraction == 0 ? "" : "." + padded(fraction, 6))Z"
    }

    /// `20260401T021700Z`, for names of files and runs.
    package var compactDescription: String {
        let civil = day.civil
        let (hour, minute, second) = clockParts
        return "\(padded(civil.year, 4))\(padded(civil.month, 2))\(padded(civil.day, 2))T\(hour)\(minute)\(second)Z"
    }
}

extension Instant {
    /// Reads the spellings found in bills and telemetry, all of them UTC:
    /// `2026-04-01T00:00:00Z`, `2026-04-01 00:00:00`, with a fraction of up to nine digits (cut to microseconds), or
    /// without seconds, and with the zone written as nothing, `Z`, ` UTC`, `+00:00`, `+0000` or ` +0000 UTC`.
    ///
    /// Returns nil for anything else: a wrong date (`2023-02-01T30:00:00Z`) and every non-zero offset.
    @inlinable
    package init?(utf8 text: UnsafeBufferPointer<UInt8>) {
        if text.count == 20, let seconds = Instant.plainSeconds(text) {
            self = Instant(secondsSinceEpoch: seconds)
            return
        }
        guard text.count >= 16, text[4] == 0x2D, text[7] == 0x2D, text[10] == 0x54 || text[10] == 0x20,
            text[13] == 0x3A
        else { return nil }
        let hasSeconds = text.count > 16 && text[16] == 0x3A
        guard !hasSeconds || text.count >= 19 else { return nil }
        let century = Instant.twoDigits(text, 0)
        let year = Instant.twoDigits(text, 2)
        let month = Instant.twoDigits(text, 5)
        let day = Instant.twoDigits(text, 8)
        let hour = Instant.twoDigits(text, 11)
        let minute = Instant.twoDigits(text, 14)
        let second = hasSeconds ? Instant.twoDigits(text, 17) : 0
        guard century >= 0, year >= 0, month >= 0, day >= 0, (0...23).contains(hour), (0...59).contains(minute),
            (0...59).contains(second), let date = CalendarDay(year: century * 100 + year, month: month, day: day)
        else { return nil }
        var position = hasSeconds ? 19 : 16
        var fraction: Int64 = 0
        if hasSeconds, position < text.count, text[position] == 0x2E {
            position += 1
            var digits = 0
            while position < text.count, text[position] &- 0x30 <= 9 {
                if digits < 6 { fraction = fraction * 10 + Int64(text[position] &- 0x30) }
                digits += 1
                position += 1
            }
            guard (1...9).contains(digits) else { return nil }
            while digits < 6 {
                fraction *= 10
                digits += 1
            }
        }
        guard Instant.isUTC(text, from: position) else { return nil }
        let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        microseconds = seconds * 1_000_000 + fraction
    }

    /// Seconds since the epoch of `2026-04-01T00:00:00Z`, the form that nearly all bills have; nil for another one, which
    /// may be good all the same. Eight characters at a time, the signs between digits taken for zeros.
    @inlinable
    static func plainSeconds(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard let start = text.baseAddress else { return nil }
        let bytes = UnsafeRawPointer(start)
        // `2026-04-` and `01T00:00`, first character lowest.
        guard
            let date = DecimalText.eightDigits(bytes, signs: 0x2D00_002D_0000_0000),
            let clock = DecimalText.eightDigits(bytes + 8, signs: 0x0000_3A00_0054_0000),
            start[16] == 0x3A, start[19] == 0x5A
        else { return nil }
        let second = twoDigits(text, 17)
        let (year, month) = (Int(date / 10_000), Int(date % 10_000 / 10))
        let (day, hour, minute) = (Int(clock / 1_000_000), Int(clock / 1000 % 1000), Int(clock % 1000))
        guard hour <= 23, minute <= 59, (0...59).contains(second),
            let date = CalendarDay(year: year, month: month, day: day)
        else { return nil }
        return Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }

    package init?(_ text: String) {
        var copy = text
        let parsed = copy.withUTF8 { Instant(utf8: $0) }
        guard let parsed else { return nil }
        self = parsed
    }

    @inlinable
    static func twoDigits(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int {
        let tens = text[position] &- 0x30
        let ones = text[position + 1] &- 0x30
        return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : -1
    }

    @usableFromInline
    static func isUTC(_ text: UnsafeBufferPointer<UInt8>, from position: Int) -> Bool {
        switch text.count - position {
        case 0: return true
        case 1: return text[position] == 0x5A
        default:
            return ["+00:00", " UTC", "+0000", " +0000 UTC", " +0000", "+00"].contains { ending in
                ending.utf8.elementsEqual(text[position...])
            }
        }
    }
}
