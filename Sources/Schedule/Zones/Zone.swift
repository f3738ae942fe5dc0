package import Kernel

/// A time zone: which offset its wall clocks have at each instant.
package struct Zone: Sendable, Hashable {
    package let name: String
    /// What wall clocks show before the first change.
    let earliest: ZoneOffset
    /// In ascending order.
    let changes: [ZoneChange]
    /// What goes on after the last change; nil where that one is the last forever.
    let rule: ZoneRule?

    package static let utc = Zone(
        name: "UTC", earliest: ZoneOffset(seconds: 0), changes: [], rule: nil)
}

/// What wall clocks show: seconds east of UTC.
package struct ZoneOffset: Sendable, Hashable {
    package let seconds: Int

    /// `+01:00`; seconds are printed only where there are some, as in local mean times.
    package static func text(_ seconds: Int) -> String {
        let size = abs(seconds)
        let tail = size % 60 == 0 ? "" : ":\(twoDigits(size % 60))"
        return "\(seconds < 0 ? "-" : "+")\(twoDigits(size / 3600)):\(twoDigits(size / 60 % 60))\(tail)"
    }
}

struct ZoneChange: Sendable, Hashable {
    /// Seconds since 1970-01-01T00:00:00Z.
    let at: Int64
    let offset: ZoneOffset
}

/// A stretch of time with one offset.
package struct ZoneSpan: Sendable, Hashable {
    /// Seconds since the epoch; nil: since ever.
    package let start: Int64?
    /// The first second that is no longer in it; nil: forever.
    package let end: Int64?
    package let offset: ZoneOffset

    func local(_ second: Int64) -> LocalTime { LocalTime(seconds: second + Int64(offset.seconds)) }
    func second(_ local: LocalTime) -> Int64 { local.seconds - Int64(offset.seconds) }
}

/// What a reading of a wall clock stands for.
package enum LocalMeaning: Sendable, Hashable {
    case once(Instant)
    /// Clocks were put forward over it; the instant at which they were.
    case never(change: Instant)
    /// Clocks were put back over it.
    case twice(first: Instant, second: Instant)

    /// The rule for fixed times: right after the gap, at the first of two.
    package var instant: Instant {
        switch self {
        case .once(let instant), .never(let instant), .twice(let instant, _): instant
        }
    }
}

extension Zone {
    /// The stretch that holds a second.
    package func span(at second: Int64) -> ZoneSpan {
        let index = changes.partitioningIndex { $0.at > second }
        let before = index == 0 ? nil : changes[index - 1]
        if index < changes.count {
            return ZoneSpan(start: before?.at, end: changes[index].at, offset: before?.offset ?? earliest)
        }
        guard let rule else { return ZoneSpan(start: before?.at, end: nil, offset: before?.offset ?? earliest) }
        // The rule's changes of the neighbouring years as well: local years begin before or after those of UTC.
        let year = LocalTime(seconds: second).day.civil.year
        let ruled = (year - 1...year + 1).flatMap { rule.changes(in: $0) }.filter { $0.at > before?.at ?? .min }
            .sorted { $0.at < $1.at }
        let last = ruled.last { $0.at <= second } ?? before
        let next = ruled.first { $0.at > second }
        return ZoneSpan(start: last?.at, end: next?.at, offset: last?.offset ?? rule.standard)
    }

    package func local(_ instant: Instant) -> LocalTime {
        let second = instant.wholeSeconds
        return span(at: second).local(second)
    }

    package func meaning(of local: LocalTime) -> LocalMeaning {
        // No offset is larger than a day and some hours, so that what the clock can stand for begins here.
        var span = span(at: local.seconds - 2 * 86_400)
        var found: [Int64] = []
        var gap: Int64?
        while true {
            let second = span.second(local)
            let isInside = second >= span.start ?? .min && second < span.end ?? .max
            if isInside { found.append(second) }
            guard let end = span.end, end <= local.seconds + 2 * 86_400 else { break }
            let next = self.span(at: end)
            if local >= span.local(end), local < next.local(end) { gap = end }
            span = next
        }
        if found.count > 1 {
            return .twice(first: Instant(secondsSinceEpoch: found[0]), second: Instant(secondsSinceEpoch: found[1]))
        }
        if let only = found.first { return .once(Instant(secondsSinceEpoch: only)) }
        guard let gap else { preconditionFailure("a reading of \(name) is in no span and no gap") }
        return .never(change: Instant(secondsSinceEpoch: gap))
    }
}

extension Instant {
    /// Seconds since the epoch, fractions cut toward the past.
    var wholeSeconds: Int64 { microseconds.floorDivided(by: Instant.microsecondsPerSecond) }
}

extension Array {
    /// The first index whose element fulfils the test; elements that do come last.
    func partitioningIndex(where test: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if test(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
