import Kernel

/// How long a server asks to wait, in microseconds; nil when it does not say so legibly.
enum ServerWait {
    /// - Parameter isLimited: the answer was 429. On others the headers about rates say nothing of when to come back.
    static func microseconds(_ answer: HTTPAnswer, isLimited: Bool, now: Instant) -> Int64? {
        if let text = answer.header("retry-after") {
            if let seconds = seconds(text) { return seconds * 1_000_000 }
            if let date = HTTPDate.instant(text) { return max(0, date.microseconds - now.microseconds) }
        }
        guard isLimited else { return nil }
        if let seconds = answer.header("ratelimit-reset").flatMap(seconds) { return seconds * 1_000_000 }
        // Some write the seconds until the reset here, others its time.
        guard let number = answer.header("x-ratelimit-reset").flatMap(seconds) else { return nil }
        let isTime = number > 1_000_000_000
        return isTime ? max(0, number * 1_000_000 - now.microseconds) : number * 1_000_000
    }

    /// Digits only. What is too large for any wait is cut to a number that is still too large.
    private static func seconds(_ text: String) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text).map { min($0, largest) } ?? largest
    }

    private static let largest: Int64 = 1_000_000_000_000
}

/// The one form of a date that servers may still write in headers: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
enum HTTPDate {
    static func instant(_ text: String) -> Instant? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT",
            let day = number(words[1], digits: 2), let month = months.firstIndex(of: String(words[2])),
            let year = number(words[3], digits: 4), let date = CalendarDay(year: year, month: month + 1, day: day)
        else { return nil }
        let clock = words[4].split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2], hour < 24,
            minute < 60, second <= 60
        else { return nil }
        return Instant(
            secondsSinceEpoch: Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second))
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
