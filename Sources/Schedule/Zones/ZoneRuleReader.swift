/// Reads POSIX `TZ` text with the extensions of RFC 8536 (quoted names, hours up to 167).
struct ZoneRuleReader {
    private var rest: ArraySlice<UInt8>

    /// Nil for text that does not have that form.
    static func rule(_ text: [UInt8]) -> ZoneRule? {
        var reader = ZoneRuleReader(rest: text[...])
        guard let rule = reader.readRule(), reader.rest.isEmpty else { return nil }
        return rule
    }

    private mutating func readRule() -> ZoneRule? {
        guard skipName(), let west = readTime(maximumHours: 24) else { return nil }
        let standard = ZoneOffset(seconds: -west)
        guard !rest.isEmpty else { return ZoneRule(standard: standard, daylight: nil) }
        guard skipName() else { return nil }
        var seconds = standard.seconds + 3600
        if rest.first != UInt8(ascii: ",") {
            guard let west = readTime(maximumHours: 24) else { return nil }
            seconds = -west
        }
        guard skip(","), let start = readYearlyTime(), skip(","), let end = readYearlyTime() else { return nil }
        return ZoneRule(
            standard: standard, daylight: .init(offset: ZoneOffset(seconds: seconds), start: start, end: end))
    }

    /// Letters, or anything printable between angle brackets.
    private mutating func skipName() -> Bool {
        if skip("<") {
            guard let close = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            let name = rest[..<close]
            rest = rest[(close + 1)...]
            return ZoneFileReader.isAbbreviation(name)
        }
        let name = rest.prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        rest = rest[name.endIndex...]
        return name.count >= 3 && ZoneFileReader.isAbbreviation(name)
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private mutating func readTime(maximumHours: Int) -> Int? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard let hours = readNumber(0...maximumHours) else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where skip(":") {
            guard let number = readNumber(0...59) else { return nil }
            seconds += number * unit
        }
        return isNegative ? -seconds : seconds
    }

    private mutating func readYearlyTime() -> YearlyTime? {
        guard let day = readDay() else { return nil }
        guard skip("/") else { return YearlyTime(day: day, seconds: 7200) }
        guard let seconds = readTime(maximumHours: 167) else { return nil }
        return YearlyTime(day: day, seconds: seconds)
    }

    private mutating func readDay() -> YearlyTime.Day? {
        if skip("J") { return readNumber(1...365).map { .julian($0) } }
        guard skip("M") else { return readNumber(0...365).map { .zeroBased($0) } }
        guard let month = readNumber(1...12), skip("."), let week = readNumber(1...5), skip("."),
            let weekday = readNumber(0...6)
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
    }

    private mutating func readNumber(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest[digits.endIndex...]
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return range.contains(number) ? number : nil
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }
}
